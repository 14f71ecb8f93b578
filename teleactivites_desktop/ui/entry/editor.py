"""The one text field of the sheet: it takes keys, and says what each asks for; it decides nothing."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.ui.entry.keymap import Action, action
from teleactivites_desktop.ui.theme import KEYED, make_font
from teleactivites_desktop.ui.widgets.text import Level, restyle

_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_MULTIPLE = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


class Editor(QLineEdit):
    """The field being keyed. What it held on arrival is selected: the first key typed replaces it."""

    asked = Signal(Action)
    keyed = Signal(str)
    """The text, after each key that changed it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("editor")
        self.setFont(make_font(KEYED))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._question: Question | None = None
        self._listed = False
        self._code_width = 0
        self._touched = False
        self._level: Level | None = None
        self.textEdited.connect(self._edited)

    @property
    def touched(self) -> bool:
        """Tell whether something was typed since the field was entered."""
        return self._touched

    def enter(self, question: Question, text: str, *, listed: bool, code_width: int) -> None:
        """Stand on `question`, showing `text`; `code_width` > 0 parts the codes of several choices."""
        self._question, self._listed = question, listed
        self._code_width = code_width if question.type in _MULTIPLE else 0
        self.restore(text)

    def restore(self, text: str) -> None:
        """Show `text` as on arrival: selected, nothing typed yet."""
        self._touched = False
        self.setText(text)
        self.selectAll()

    def add_code(self, code: str) -> None:
        """Add a code to those typed, as if it had been keyed."""
        text = f"{self.text()} {code}".strip() if self._touched else code
        self.setText(text)
        self._edited(text)

    def set_level(self, level: Level | None) -> None:
        """Colour the border by what is said of the field."""
        shown = level if level in (Level.WARNING, Level.BAD) else None
        if shown is not self._level:
            self._level = shown
            self.setProperty("level", shown.value if shown else None)
            restyle(self)

    def event(self, event: QEvent) -> bool:
        """Take Tab as a key of ours: it would move the focus out of the paper."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and pressed and event.key() in _TABS:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for what the key means; a key that types, types."""
        if self._question is None:
            return
        wanted = action(
            event.key(),
            event.modifiers(),
            event.text(),
            self._question,
            touched=self._touched,
            listed=self._listed,
        )
        if wanted is not Action.TYPE:
            self.asked.emit(wanted)
            event.accept()
            return
        if self._code_width:
            self._part_codes(event)
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything again when the focus comes back, so that the first key still replaces."""
        super().focusInEvent(event)
        if not self._touched:
            self.selectAll()

    def _edited(self, text: str) -> None:
        self._touched = True
        self.keyed.emit(text)

    def _part_codes(self, event: QKeyEvent) -> None:
        """Put the space between two codes, which the numeric keypad does not have."""
        text = self.text()
        if not event.text().isdigit() or self.hasSelectedText() or self.cursorPosition() != len(text):
            return
        last = text.rsplit(" ", 1)[-1]
        if len(last) >= self._code_width and last.isdigit():
            self.setText(f"{text} ")
