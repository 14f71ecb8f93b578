"""The system's own dialogs for files; where one was last is remembered for the next time."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import locations

_LAST = "exchange folder"


def choose_exchange_file(parent: QWidget) -> Path | None:
    """Ask for the exchange file to read; None when the officer gave up."""
    chosen, _filter = QFileDialog.getOpenFileName(
        parent,
        _("Lire un fichier d’échange"),
        _last(),
        _("Fichiers d’échange (*.tlx);;Tous les fichiers (*)"),
    )
    return _remembered(Path(chosen).parent, Path(chosen)) if chosen else None


def choose_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder (stick, shared drive); None when the officer gave up."""
    chosen = QFileDialog.getExistingDirectory(parent, title, _last())
    return _remembered(Path(chosen), Path(chosen)) if chosen else None


def choose_pdf(parent: QWidget, name: str) -> Path | None:
    """Ask where the PDF called `name` is written; None when the officer gave up."""
    start = str(Path(_last()) / _("{name} - répétition.pdf").format(name=name))
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Enregistrer la répétition"), start, _("Documents PDF (*.pdf)")
    )
    return _remembered(Path(chosen).parent, Path(chosen)) if chosen else None


def choose_invitation_place(parent: QWidget) -> Path | None:
    """Ask where the invitation is written; None when the officer gave up."""
    start = str(Path(_last()) / _("invitation.tli"))
    chosen, _filter = QFileDialog.getSaveFileName(
        parent, _("Écrire l’invitation"), start, _("Invitations (*.tli)")
    )
    return _remembered(Path(chosen).parent, Path(chosen)) if chosen else None


def _last() -> str:
    kept = locations.preference(_LAST)
    return kept if isinstance(kept, str) and Path(kept).is_dir() else str(Path.home())


def _remembered(folder: Path, chosen: Path) -> Path:
    locations.remember(_LAST, str(folder))
    return chosen
