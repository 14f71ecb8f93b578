"""The end of a paper: what it amounts to, what is to be seen again, one key to keep it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.ui.theme import GRID, Role, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.icons import icon_label, set_icon
from teleactivites_desktop.ui.widgets.text import keycap, label

MOST_SHOWN = 8


@dataclass(frozen=True)
class ToSee:
    """A question to be seen again: its name, its number and words, what is wrong."""

    question: str
    title: str
    message: str


class EndPanel(QFrame):
    """Shown once the last question is left. Enter keeps the paper, Up goes back into it."""

    kept = Signal()
    back = Signal()
    stepped_back = Signal()
    note_asked = Signal()
    keys_asked = Signal()
    undone = Signal()
    redone = Signal()
    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._sign = QLabel()
        self._title = label("", "title")
        self._summary = label("", "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._keep = ActionButton(
            theme,
            _("Enregistrer la fiche"),
            self.kept.emit,
            key=_("Entrée"),
            icon="save",
            role=ButtonRole.PRIMARY,
        )
        self._keep.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self._sign)
        head.addWidget(self._title)
        head.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self._keep)
        foot.addSpacing(2 * GRID)
        foot.addWidget(keycap("↑"))
        foot.addWidget(label(_("revenir dans la fiche"), "hint"))
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(head)
        layout.addWidget(self._summary)
        layout.addLayout(self._list)
        layout.addSpacing(GRID)
        layout.addLayout(foot)
        layout.addStretch(1)

    def show_verification(self, paper: str, settled: int, differences: int, to_see: Sequence[ToSee]) -> None:
        """Show what a second keying amounts to: questions settled, those that differed, those that wait."""
        self._show_sign(bool(to_see))
        done = ngettext("{count} question contrôlée", "{count} questions contrôlées", settled).format(
            count=settled
        )
        found = ngettext("{count} différence", "{count} différences", differences).format(count=differences)
        words = _("{done}, {found}.").format(done=done, found=found)
        if to_see:
            self._title.setText(_("Fiche {paper} : contrôle à finir").format(paper=paper))
            words += " " + _("Ce qui n’est pas contrôlé garde la première saisie.")
        else:
            self._title.setText(_("Fiche {paper} : contrôlée").format(paper=paper))
        self._summary.setText(words)
        self._show_list(to_see)

    def show_paper(self, paper: str, answered: int, to_see: Sequence[ToSee]) -> None:
        """Show what the paper amounts to."""
        self._show_sign(bool(to_see))
        answers = ngettext("{count} réponse", "{count} réponses", answered).format(count=answered)
        if to_see:
            self._title.setText(_("Fiche {paper} : à revoir").format(paper=paper))
            count = ngettext("{count} question à revoir", "{count} questions à revoir", len(to_see)).format(
                count=len(to_see)
            )
            words = _(
                "{answers}, {to_see}. Enregistrée ainsi, elle est gardée « incomplète » ; rien n’est perdu."
            )
            self._summary.setText(words.format(answers=answers, to_see=count))
        else:
            self._title.setText(_("Fiche {paper} : complète").format(paper=paper))
            self._summary.setText(_("{answers}, rien à revoir.").format(answers=answers))
        self._show_list(to_see)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep on Enter, go back on Up or Escape; notes, the list of keys and undo have their usual keys."""
        asked = self._asked(event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        if asked is None:
            super().keyPressEvent(event)
        else:
            asked.emit()

    def _asked(self, key: int, control: bool) -> SignalInstance | None:
        """Return what a key asks for, None for a key that means nothing here."""
        held = {
            Qt.Key.Key_Up.value: self.stepped_back,
            Qt.Key.Key_Z.value: self.undone,
            Qt.Key.Key_Y.value: self.redone,
        }
        alone = {
            Qt.Key.Key_Return.value: self.kept,
            Qt.Key.Key_Enter.value: self.kept,
            Qt.Key.Key_Up.value: self.back,
            Qt.Key.Key_Escape.value: self.back,
            Qt.Key.Key_Backtab.value: self.back,
            Qt.Key.Key_F1.value: self.keys_asked,
            Qt.Key.Key_F2.value: self.note_asked,
        }
        return (control and held.get(key)) or alone.get(key)

    def _show_sign(self, waits: bool) -> None:
        name, role = ("warning", Role.WARNING) if waits else ("good", Role.GOOD)
        set_icon(self._sign, name, self._theme, role)

    def _show_list(self, to_see: Sequence[ToSee]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for each in to_see[:MOST_SHOWN]:
            self._list.addWidget(self._line(each))
        if len(to_see) > MOST_SHOWN:
            more = len(to_see) - MOST_SHOWN
            words = ngettext("… et {count} autre", "… et {count} autres", more).format(count=more)
            self._list.addWidget(label(words, "muted"))

    def _line(self, each: ToSee) -> QFrame:
        line = QFrame()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(icon_label("bad", self._theme, Role.BAD))
        go = QPushButton(each.title)
        go.setProperty("role", "quiet")
        go.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        go.clicked.connect(lambda: self.chosen.emit(each.question))
        layout.addWidget(go)
        layout.addWidget(label(each.message, "muted"), 1)
        return line
