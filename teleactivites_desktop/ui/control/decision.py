"""One decision at a time: what stands against what, the rest of the paper below, one key to decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.sheet import Sheet, SheetLine
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, icon_button
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import keycap, label

_MOST_KEYS = 9


@dataclass(frozen=True)
class Choice:
    """One way to decide: what it says, who said it (or what it means), the words of its button."""

    value: str
    detail: str
    action: str


class NoteField(QLineEdit):
    """Why one decides so; `left` on Enter and Escape, to decide with a key."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("Note (facultative) : elle voyage avec la décision"))
        self.setAccessibleName(_("Note avec la décision"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Enter and Escape; Escape gives the note up."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            if event.key() == Qt.Key.Key_Escape:
                self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


class DecisionView(QWidget):
    """Shows one question to decide; `decided` carries the number of the choice, from 0."""

    decided = Signal(int)
    moved = Signal(int)
    """By how many the officer went on (1) or back (-1)."""
    opened = Signal(SheetLine)

    def __init__(self, theme: Theme, titles: Sequence[str], *, noted: bool = False) -> None:
        """`titles`: of the sheet below; `noted`: a note may be given with the decision."""
        super().__init__()
        self._theme = theme
        self._position = label("", "hint")
        self._title = label("", "heading", wrap=True)
        self.sheet = Sheet(theme, titles, headed=len(titles) > 2)
        self.sheet.opened.connect(self.opened)
        self._choices = QHBoxLayout()
        self._choices.setSpacing(2 * GRID)
        self.buttons: list[ActionButton] = []
        self._note = NoteField() if noted else None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        for number in range(1, _MOST_KEYS + 1):
            self._add_key(str(number), lambda number=number: self._choose(number - 1))
        self._add_key("PgDown", lambda: self.moved.emit(1))
        self._add_key("PgUp", lambda: self.moved.emit(-1))
        if self._note is not None:
            self._add_key("N", self._note.setFocus)
            self._note.left.connect(self.setFocus)

    @property
    def note(self) -> str:
        """Return the note typed, "" for none."""
        return self._note.text().strip() if self._note is not None else ""

    def show_question(
        self, place: int, total: int, title: str, choices: Sequence[Choice], lines: Sequence[SheetLine]
    ) -> None:
        """Show question `place` (from 0) of `total`."""
        self._position.setText(_("{place} sur {total}").format(place=place + 1, total=total))
        self._title.setText(title)
        while (item := self._choices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for number, choice in enumerate(choices):
            self._choices.addWidget(self._card(number, choice), 1)
        if self._note is not None:
            self._note.clear()
        self.sheet.set_lines(lines)
        if self._may_take_focus():
            self.setFocus()

    def _may_take_focus(self) -> bool:
        """Not from another topic, which is in front, nor from a field that one types in meanwhile."""
        focused = QApplication.focusWidget()
        typing = isinstance(focused, QLineEdit) and focused is not self._note
        return self.isVisible() and not typing

    def _card(self, number: int, choice: Choice) -> Card:
        card = Card()
        card.body.addWidget(label(choice.value, "figure", wrap=True, selectable=True))
        card.body.addWidget(label(choice.detail, "muted", wrap=True))
        card.body.addStretch(1)
        button = ActionButton(
            self._theme,
            choice.action,
            lambda: self._choose(number),
            key=str(number + 1),
            icon="check",
        )
        self.buttons.append(button)
        card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _choose(self, number: int) -> None:
        if number < len(self.buttons):
            self.decided.emit(number)

    def _add_key(self, key: str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        # Only while one works here: a digit typed in the search field is no decision.
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(slot)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._title, 1)
        top.addWidget(self._position)
        back = icon_button(
            self._theme, "up", _("La précédente (Page précédente)"), lambda: self.moved.emit(-1)
        )
        on = icon_button(self._theme, "down", _("La suivante (Page suivante)"), lambda: self.moved.emit(1))
        top.addWidget(back)
        top.addWidget(on)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID + 4)
        outer.addLayout(top)
        outer.addLayout(self._choices)
        if self._note is not None:
            line = QHBoxLayout()
            line.setSpacing(GRID)
            line.addWidget(self._note, 1)
            line.addWidget(keycap("N"))
            outer.addLayout(line)
        outer.addWidget(self.sheet, 1)
