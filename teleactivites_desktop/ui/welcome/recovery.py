"""The recovery code of a campaign just made: to be put on paper before anything is keyed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label


class RecoveryCard(Card):
    """Shows the code; one goes on once one says that it is on paper."""

    def __init__(self, theme: Theme, code: str, go_on: Callable[[], object]) -> None:
        super().__init__(_("Code de secours"))
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
        foot.addStretch(1)
        foot.addWidget(self.go_on)
        self.body.addLayout(foot)
        self.setFocusProxy(self.noted)
