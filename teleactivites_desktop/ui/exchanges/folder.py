"""The one gesture on an exchange folder, and what it did, line by line. The folder is remembered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import exchanging
from teleactivites_desktop.services.exchanging import FolderResult, Ignored
from teleactivites_desktop.services.exchanging.folder import REMEMBERED
from teleactivites_desktop.ui.context import EVERYTHING, Context, PageName
from teleactivites_desktop.ui.exchanges import dialogs
from teleactivites_desktop.ui.exchanges.words import counts_words
from teleactivites_desktop.ui.tasks import Task
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level

Work = Callable[[Callable[..., Any], Callable[[Any], object], str], Task[Any]]


class FolderGesture:
    """Reads what is new in a folder and writes what partners lack; tells it in `strip`."""

    def __init__(self, context: Context, strip: Strip, work: Work) -> None:
        """`work` runs something behind the window on a connection of its own."""
        self._context = context
        self._strip = strip
        self._work = work

    def begin(self, parent: QWidget) -> None:
        """Exchange with the folder of last time; ask for one where there is none, or it is not there."""
        told = self._context.workspace.store.settings.get(REMEMBERED)
        if told and Path(told).is_dir():
            self.exchange(Path(told))
        else:
            self.choose(parent)

    def choose(self, parent: QWidget) -> None:
        """Ask for the folder, and exchange with it."""
        if folder := dialogs.choose_folder(parent, _("Dossier d’échange (clé, disque partagé)")):
            self._context.workspace.store.settings.set(REMEMBERED, str(folder))
            self.exchange(folder)

    def exchange(self, folder: Path, confirmed: frozenset[str] = frozenset()) -> None:
        """Exchange with `folder`; files of sites whose fingerprint is not `confirmed` are passed over."""
        met: dict[str, str] = {}

        def confirm(fingerprint: str, territory: str) -> bool:
            met[fingerprint] = territory
            return fingerprint in confirmed

        task = self._work(
            lambda own, progress: exchanging.exchange_folder(own, folder, confirm, progress),
            lambda result: self._done(folder, result, frozenset(met) - confirmed),
            _("Échange avec le dossier {folder}…").format(folder=folder.name),
        )
        task.cancelled.connect(self._stopped)

    def _done(self, folder: Path, result: FolderResult, strangers: frozenset[str]) -> None:
        self._context.navigator.announce(EVERYTHING)
        strip = self._strip
        strip.tell("\n".join(folder_lines(folder, result)), folder_level(result))
        if strangers:
            strip.add_action(
                _("Les empreintes sont les mêmes : lire"), lambda: self.exchange(folder, strangers)
            )
        elif result.unwritten:
            strip.add_action(_("Recommencer"), lambda: self.exchange(folder))
        elif any(reading.counts.conflicts for reading in result.read):
            strip.add_action(
                _("Décider des conflits"), lambda: self._context.navigator.open(PageName.CONTROL)
            )
        strip.add_action(
            _("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        strip.add_action(_("Autre dossier…"), lambda: self.choose(strip))

    def _stopped(self) -> None:
        self._context.navigator.announce(EVERYTHING)
        self._strip.tell(
            _("Échange arrêté. Les fichiers lus jusque-là le restent ; recommencez pour lire les autres."),
            Level.WARNING,
        )


def folder_lines(folder: Path, result: FolderResult) -> list[str]:
    """Return what one gesture did: a line for each file read, passed over, written."""
    lines = [
        _("✓ Lu {file} : {counts}.").format(file=each.path.name, counts=counts_words(each.counts))
        for each in result.read
    ]
    lines += [_ignored_words(each) for each in result.ignored]
    if (written := result.written) is not None and not written.revisions:
        told = _("✓ Écrit {file} : rien de nouveau, il dit seulement ce qui a été reçu ici.")
        lines.append(told.format(file=written.path.name))
    elif written is not None:
        words = ngettext(
            "✓ Écrit {file} : {n} modification.",
            "✓ Écrit {file} : {n} modifications.",
            written.revisions,
        )
        lines.append(words.format(file=written.path.name, n=number(written.revisions)))
    if gone := len(result.removed):
        words = ngettext("– Retiré {n} ancien fichier à nous.", "– Retiré {n} anciens fichiers à nous.", gone)
        lines.append(words.format(n=number(gone)))
    if result.unwritten:
        lines.append(_("! Rien n’a été écrit : {reason}").format(reason=result.unwritten))
    nothing = _("Rien de nouveau dans « {folder} », et rien à y écrire : il contient tout ce qui est ici.")
    return lines or [nothing.format(folder=folder)]


def _ignored_words(each: Ignored) -> str:
    """Return what is wrong with a file; most sentences name it already."""
    if each.path.name in each.reason:
        return _("! {reason}").format(reason=each.reason)
    return _("! {file} : {reason}").format(file=each.path.name, reason=each.reason)


def folder_level(result: FolderResult) -> Level:
    """Return how serious the outcome is."""
    if result.unwritten:
        return Level.BAD
    return Level.WARNING if result.ignored else Level.GOOD
