"""The keys: the few that matter in a bar that stays, all of them on one screen (F1)."""

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


def all_keys() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every key by what it is for: (heading, [(key, what it does)])."""
    return [
        (
            _("Répondre"),
            [
                (_("Entrée"), _("garder et passer à la suite ; sur un contrôle : garder quand même")),
                (_("−  ou F3"), _("non-réponse ; encore : refus, ne sait pas, illisible, sans objet")),
                (_("*  ou F5"), _("comme la fiche précédente")),
                (_("Maj F5"), _("comme la fiche précédente, jusqu’à la fin de la section")),
                (_("+  ou F4"), _("parcourir la liste ; Entrée prend la ligne marquée")),
                (_("Échap"), _("rendre à la question ce qu’elle avait")),
            ],
        ),
        (
            _("Se déplacer"),
            [
                (_("↑  ou Maj Tab"), _("question précédente, sans rien perdre")),
                ("↓", _("question suivante, sans rien changer")),
                (_("Ctrl ↑, Ctrl ↓"), _("de même, en s’arrêtant aussi aux questions sautées")),
                (_("/  ou F6"), _("fin de la section : le reste est sans réponse")),
                (_("Page ↑, Page ↓"), _("section précédente, section suivante")),
                (_("Ctrl Z, Ctrl Y"), _("défaire, refaire le dernier changement de la fiche")),
            ],
        ),
        (
            _("Fiche"),
            [
                ("F2", _("note sur la question")),
                (_("Maj F2"), _("note sur la fiche")),
                ("F7", _("comme sur la fiche : répondre à une question sautée")),
                (_("Ctrl Entrée"), _("enregistrer la fiche telle qu’elle est")),
                ("F1", _("cet écran")),
            ],
        ),
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
    """All keys, over the page; Escape, F1 or Enter puts it away."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Toutes les touches"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 3 * GRID, 4 * GRID, 3 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(label(_("Les touches de la saisie"), "title"))
        words = _(
            "Dans un texte, − / + * s’écrivent ; ils n’agissent que sur une question pas encore touchée."
        )
        layout.addWidget(label(words, "muted", wrap=True))
        for heading, keys in all_keys():
            layout.addSpacing(GRID)
            layout.addWidget(label(heading, "heading"))
            layout.addLayout(_table(keys))
        layout.addStretch(1)
        leave = QHBoxLayout()
        leave.addWidget(keycap(_("Échap")))
        leave.addWidget(label(_("revenir à la saisie"), "hint"))
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
        """Leave."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.hide()
            self.left.emit()


def _table(keys: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(6)
    grid.setColumnMinimumWidth(0, 18 * GRID)
    grid.setColumnStretch(1, 1)
    for row, (key, words) in enumerate(keys):
        grid.addWidget(keycap(key), row, 0)
        grid.addWidget(label(words), row, 1)
    return grid
