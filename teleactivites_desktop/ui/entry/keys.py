"""The keys: the few that matter in a bar that stays, all of them on one screen (F1)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
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


@dataclass(frozen=True)
class Line:
    """What some keys do; each of `keys` does it."""

    keys: tuple[str, ...]
    words: str


def answering_keys() -> list[Line]:
    """Return the keys that answer."""
    return [
        Line((_("Entrée"),), _("garder et passer à la suite ; sur un contrôle : garder quand même")),
        Line(("−", "F3"), _("non-réponse ; encore : refus, ne sait pas, illisible, sans objet")),
        Line(("*", "F5"), _("comme la fiche précédente")),
        Line((_("Maj F5"),), _("de même, jusqu’à la fin de la section")),
        Line(("+", "F4"), _("parcourir la liste ; Entrée prend la ligne marquée")),
        Line((_("Échap"),), _("rendre à la question ce qu’elle avait")),
    ]


def moving_keys() -> list[Line]:
    """Return the keys that move."""
    return [
        Line(("↑", _("Maj Tab")), _("question précédente, sans rien perdre")),
        Line(("↓",), _("question suivante, sans rien changer")),
        Line((_("Ctrl ↑"), _("Ctrl ↓")), _("de même, en s’arrêtant aussi aux questions sautées")),
        Line(("/", "F6"), _("fin de la section : le reste est sans réponse")),
        Line((_("Page ↑"), _("Page ↓")), _("section précédente, section suivante")),
    ]


def table_keys() -> list[Line]:
    """Return the keys of tables."""
    return [
        Line(("/", "F6"), _("fin du tableau : plus de ligne")),
        Line(("*", "F5"), _("comme la ligne du dessus")),
        Line((_("Maj ↑"), _("Maj ↓")), _("même colonne, ligne du dessus ou du dessous")),
        Line((_("Ctrl +"), _("Ctrl −")), _("ajouter une ligne ici, retirer celle-ci")),
    ]


def paper_keys() -> list[Line]:
    """Return the keys on the paper as a whole."""
    return [
        Line(("F2",), _("note sur la question")),
        Line((_("Maj F2"),), _("note sur la fiche")),
        Line(("F7",), _("comme sur la fiche : répondre à une question sautée")),
        Line(("F8",), _("mettre la fiche de côté")),
        Line(("F9",), _("contrôle : voir la première saisie, après une différence")),
        Line((_("Ctrl Z"), _("Ctrl Y")), _("défaire, refaire le dernier changement de la fiche")),
        Line((_("Ctrl Entrée"), _("Ctrl S")), _("enregistrer la fiche telle qu’elle est")),
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
