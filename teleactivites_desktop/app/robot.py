"""A robot officer: keys transcripts through the real window with real key events, no mouse, no shortcut.

It reads on the screen where the cursor is, as an officer does, and presses keys one by one: one event for
each character, with its text. The demonstration and the tests key their papers with it.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from teleactivites_desktop.core.entry import EntrySession, FieldState
from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.transcripts import Transcript, TranscriptError, require_questions
from teleactivites_desktop.ui.context import PageName
from teleactivites_desktop.ui.entry.page import EntryPage
from teleactivites_desktop.ui.shell import MainWindow

_NONE = Qt.KeyboardModifier.NoModifier
_PAD = Qt.KeyboardModifier.KeypadModifier
_ON_PAD = frozenset("0123456789+-*/.,")
_KINDS = tuple(Nonresponse)
_SEVERAL = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})
_CONTROL = Qt.KeyboardModifier.ControlModifier
MOST_PRESSES = 12
"""Presses of one key that may be needed to get somewhere; more is a fault of the program."""


@dataclass(frozen=True)
class Keyed:
    """What became of a paper: keys pressed in its questions, why it was refused ("": it was not)."""

    paper: str
    keystrokes: int = 0
    why: str = ""


class Robot:
    """Sits at `window`; the campaign is open."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.presses = 0
        self.lettered: set[str] = set()
        """Questions in which a character was typed that the numeric keypad does not have."""

    @property
    def page(self) -> EntryPage:
        """Return the Saisie page."""
        page = self._window.page(PageName.ENTRY)
        if not isinstance(page, EntryPage):
            raise TypeError(type(page))
        return page

    @property
    def session(self) -> EntrySession:
        """Return the paper on the desk."""
        return self.page.view.session

    def press(self, key: Qt.Key, text: str = "", held: Qt.KeyboardModifier = _NONE) -> None:
        """Press and release one key: that of the numeric keypad where it has one."""
        if key == Qt.Key.Key_Return:
            key = Qt.Key.Key_Enter
        on_pad = key == Qt.Key.Key_Enter or text in _ON_PAD
        self._send(key.value, text, held | _PAD if text and on_pad else held)

    def type(self, text: str) -> None:
        """Type `text`, one key for each character; it stops where the program has gone on by itself."""
        before = self.session.position if self.page.paper else ""
        for character in text:
            if before and character not in _ON_PAD:
                self.lettered.add(before)
            self._send(ord(character.upper()[0]), character, _PAD if character in _ON_PAD else _NONE)
            if self.page.paper and self.session.position != before:
                return

    def key_paper(self, transcript: Transcript) -> Keyed:
        """Key a whole paper and keep it; one that is refused as a whole leaves nothing."""
        self._window.go(PageName.ENTRY)
        why = self.begin(transcript)
        if why:
            return Keyed(transcript.paper, why=why)
        return Keyed(transcript.paper, self.key_begun(transcript))

    def key_begun(self, transcript: Transcript) -> int:
        """Key the paper on the desk and keep it; return the keys pressed in its questions."""
        start = self.presses
        for question in self.session.questionnaire.keyed:
            self.key_question(transcript, question.name)
        while self.session.position:
            self._pass_check(transcript)
        keystrokes = self.presses - start
        self.press(Qt.Key.Key_Return, "\r")
        return keystrokes

    def begin(self, transcript: Transcript) -> str:
        """Choose territory, batch and number, and begin; return why it was refused, "" if it was not."""
        start = self.page.start
        if start.territory.findData(transcript.territory) < 0:
            return _("Le territoire « {code} » n’est pas de cette campagne.").format(
                code=transcript.territory
            )
        try:
            require_questions(transcript, self.page.context.workspace.questionnaire)
        except TranscriptError as error:
            return str(error)
        if start.chosen_territory() != transcript.territory:
            self.press(Qt.Key.Key_Up)
            self.press(Qt.Key.Key_Up)
            self.type(transcript.territory)
            self.press(Qt.Key.Key_Return, "\r")
            self.press(Qt.Key.Key_Return, "\r")
        if start.chosen_batch() != transcript.batch:
            self.press(Qt.Key.Key_Up)
            self.type(transcript.batch)
            self.press(Qt.Key.Key_Return, "\r")
        if start.number.text() != transcript.paper:
            start.number.selectAll()
            self.type(transcript.paper)
        self.press(Qt.Key.Key_Return, "\r")
        return start.problem.text if self.page.paper is None else ""

    def key_question(self, transcript: Transcript, name: str) -> None:
        """Key what the paper says of one question, skipped or not; nothing where it says nothing of it."""
        typed, kind = transcript.answers.get(name, ""), transcript.nonresponse.get(name)
        if self.session.position and not self.session.questionnaire.by_name[self.session.position].keyed:
            self._pass_check(transcript)
        if self.session.position != name:
            if not typed and not kind:
                return
            self._walk_to(name)
        if kind:
            self._say_nonresponse(name, kind)
        elif typed:
            self.type(_by_hand(typed, self.session.questionnaire.by_name[name]))
        if self.session.position == name:
            self._go_on(transcript, name)

    def _go_on(self, transcript: Transcript, name: str) -> None:
        """End the field: Enter, and once more where the program asks."""
        unsaid = self.session.field(name).state in (FieldState.EMPTY, FieldState.NONRESPONSE)
        if unsaid or self.page.view.sheet.editor.touched:
            self.press(Qt.Key.Key_Return, "\r")
        if self.session.position == name:
            self._pass_check(transcript)

    def _pass_check(self, transcript: Transcript) -> None:
        """Answer a message: keep what the paper says, or leave it to be seen again."""
        position = self.session.position
        refused = self.session.field(position).state is FieldState.REFUSED
        skipped = not self.session.field(position).relevant
        if refused or skipped or transcript.accept_warnings:
            self.press(Qt.Key.Key_Return, "\r")
        else:
            self.press(Qt.Key.Key_Down)

    def _say_nonresponse(self, name: str, kind: Nonresponse) -> None:
        for _press in range(MOST_PRESSES):
            self.press(Qt.Key.Key_Minus, "-")
            if self.session.field(name).nonresponse is kind:
                return
        raise RuntimeError(f"{name}: no key gives {kind}")

    def _walk_to(self, name: str) -> None:
        for _press in range(len(self.session.questionnaire.keyed)):
            if self.session.position == name:
                return
            self.press(Qt.Key.Key_Up, held=_CONTROL)
        raise RuntimeError(f"{name} cannot be reached")

    def _send(self, key: int, text: str, held: Qt.KeyboardModifier) -> None:
        self.presses += 1
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            receiver = QApplication.focusWidget() or self._window.focusWidget() or self._window
            QApplication.sendEvent(receiver, QKeyEvent(kind, key, held, text))


def least_keys(transcript: Transcript, session: EntrySession) -> int:
    """Return the least number of keys by which a paper can be keyed; `session` is one in which it was.

    Each answer's characters, Enter where its width varies, one key for each empty question that is not
    skipped; for a nonresponse the presses that say it, and Enter.
    """
    keys = 0
    for question in session.questionnaire.keyed:
        name = question.name
        typed, kind = transcript.answers.get(name, ""), transcript.nonresponse.get(name)
        if kind:
            keys += _KINDS.index(kind) + 2
        elif typed:
            session.go(name)
            keys += len(_by_hand(typed, question)) + (0 if session.complete_code(typed) else 1)
        elif session.field(name).relevant:
            keys += 1
    return keys


def _by_hand(typed: str, question: Question) -> str:
    """Return what one hand on the keypad types: codes one after the other, the program parts them."""
    return typed.replace(" ", "") if question.type in _SEVERAL else typed
