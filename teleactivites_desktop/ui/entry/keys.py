"""The keys: the few that matter in a bar that stays, all of them on one screen (F1)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.key_words import (
    Line,
    answering_keys,
    moving_keys,
    paper_keys,
    table_keys,
)
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import keycap, label


def short_keys() -> list[tuple[str, str]]:
    """Return the few keys that stay visible, with what each does."""
    return [
        (_("Entrée"), _("suite")),
        ("−", _("non-réponse")),
        ("/", _("fin de section")),
        ("+", _("liste")),
        ("*", _("comme la précédente")),
        ("↑", _("retour")),
        ("F2", _("note")),
        ("F1", _("touches")),
    ]


class KeysBar(QWidget):
    """The bar at the bottom of the page."""

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for key, words in short_keys():
            layout.addWidget(keycap(key))
            layout.addWidget(label(words, "hint"))
            layout.addSpacing(GRID)
        layout.addStretch(1)


class KeysScreen(QFrame):
    """All keys, over the page; Escape or Enter puts it away, F1 once more opens the guide."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Toutes les touches"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 2 * GRID, 4 * GRID, 2 * GRID)
        layout.setSpacing(6)
        layout.addWidget(label(_("Les touches de la saisie"), "title"))
        words = _(
            "Dans un texte, − / + * s’écrivent ; ils n’agissent que sur une question pas encore touchée."
        )
        layout.addWidget(label(words, "muted", wrap=True))
        columns = QHBoxLayout()
        columns.setSpacing(6 * GRID)
        columns.addLayout(_column((_("Répondre"), answering_keys()), (_("Se déplacer"), moving_keys())))
        columns.addLayout(_column((_("Fiche"), paper_keys()), (_("Tableau"), table_keys())))
        layout.addLayout(columns)
        layout.addStretch(1)
        leave = QHBoxLayout()
        leave.addWidget(keycap(_("Échap")))
        leave.addWidget(label(_("revenir à la saisie"), "hint"))
        leave.addSpacing(2 * GRID)
        leave.addWidget(keycap("F1"))
        leave.addWidget(label(_("encore : le guide de la saisie"), "hint"))
        leave.addStretch(1)
        layout.addLayout(leave)
        self.hide()

    def open(self) -> None:
        """Cover the page and take the keys."""
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave; F1 goes on to the window, which opens the guide."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            self.left.emit()
        if event.key() == Qt.Key.Key_F1:
            event.ignore()


def _column(*groups: tuple[str, list[Line]]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(GRID)
    for heading, lines in groups:
        column.addSpacing(GRID)
        column.addWidget(label(heading, "heading"))
        column.addLayout(_table(lines))
    column.addStretch(1)
    return column


def _table(lines: list[Line]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 18 * GRID)
    grid.setColumnStretch(1, 1)
    for row, line in enumerate(lines):
        caps = QHBoxLayout()
        caps.setSpacing(6)
        for key in line.keys:
            caps.addWidget(keycap(key))
        caps.addStretch(1)
        grid.addLayout(caps, row, 0)
        grid.addWidget(label(line.words, wrap=True), row, 1)
    return grid
