"""The recovery code of a campaign just made: to be put on paper before anything is keyed."""

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label

if TYPE_CHECKING:  # printing is loaded when something is printed
    from PySide6.QtPrintSupport import QPrinter


class RecoveryCard(Card):
    """Shows the code; one goes on once one says that it is on paper. `file` names what it opens."""

    def __init__(self, theme: Theme, code: str, file: str, go_on: Callable[[], object]) -> None:
        super().__init__(_("Code de secours"))
        self._code, self._file = code, file
        self.setFixedWidth(80 * GRID)
        words = _(
            "Si la phrase secrète se perd, ce code ouvre la campagne ; sans l’un ni l’autre, rien "
            "ne l’ouvre. "
            "Notez-le sur papier et rangez-le loin de cet ordinateur."
        )
        self.body.addWidget(label(words, "muted", wrap=True))
        shown = label(code, "code", wrap=True, selectable=True)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setMinimumHeight(8 * GRID)
        self.body.addWidget(shown)
        self.noted = QCheckBox(_("Le code est noté sur papier"))
        self.body.addWidget(self.noted)
        self.body.addStretch(1)
        copy = ActionButton(
            theme,
            _("Copier"),
            lambda: QGuiApplication.clipboard().setText(code),
            icon="copy",
            role=ButtonRole.QUIET,
        )
        self.go_on = ActionButton(theme, _("Continuer"), go_on, role=ButtonRole.PRIMARY)
        self.go_on.setEnabled(False)
        self.noted.toggled.connect(self.go_on.setEnabled)
        foot = QHBoxLayout()
        foot.addWidget(copy)
        foot.addWidget(
            ActionButton(theme, _("Imprimer…"), self._choose_printer, icon="print", role=ButtonRole.QUIET)
        )
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        self.body.addLayout(foot)
        self.setFocusProxy(self.noted)

    def print_on(self, printer: "QPrinter") -> None:
        """Print the code on one sheet; nothing of it is kept in a file."""
        from PySide6.QtGui import QTextDocument

        sheet = QTextDocument()
        groups = self._code.split("-")
        lines = ["-".join(groups[start : start + 7]) for start in range(0, len(groups), 7)]
        words = (
            _("Ce code ouvre la campagne « {file} » si la phrase secrète est perdue.").format(
                file=self._file
            ),
            _("Gardez cette feuille loin de l’ordinateur : qui l’a en main ouvre la campagne."),
        )
        code = "<br>".join(lines)
        sheet.setHtml(
            f"<h2>{escape(_('Téléactivités : code de secours'))}</h2>"
            + "".join(f"<p>{escape(line)}</p>" for line in words)
            + f"<p style='font-family: monospace; font-size: 15pt'>{code}</p>"
        )
        sheet.print_(printer)

    def _choose_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)
