"""Which key does what while a paper is keyed (fieldcraft, Keying, points 2, 8, 9). Pure: no widget.

The signs of the numeric keypad act on a field that was not touched yet, and everywhere on a coded one: a
hyphen inside "Saint-Martin", a slash inside a date and the plus of "+33" stay what they are.
"""

from enum import Enum, auto

from PySide6.QtCore import Qt

from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, QuestionType

_Key = Qt.Key
_Modifier = Qt.KeyboardModifier


class Action(Enum):
    """What a key asks for."""

    TYPE = auto()
    ENTER = auto()
    NONRESPONSE = auto()
    END_SECTION = auto()
    LIST = auto()
    DITTO = auto()
    DITTO_SECTION = auto()
    BACK = auto()
    FORWARD = auto()
    PREVIOUS_SECTION = auto()
    NEXT_SECTION = auto()
    RESTORE = auto()
    NOTE = auto()
    PAPER_NOTE = auto()
    AS_ON_PAPER = auto()
    KEYS = auto()
    STEP_BACK = auto()
    STEP_FORWARD = auto()
    UNDO = auto()
    REDO = auto()
    FINISH = auto()
    LOOK = auto()
    LINE_ABOVE = auto()
    LINE_BELOW = auto()
    INSERT_LINE = auto()
    REMOVE_LINE = auto()


_NAMED = {
    (_Key.Key_Return, ""): Action.ENTER,
    (_Key.Key_Enter, ""): Action.ENTER,
    (_Key.Key_Tab, ""): Action.ENTER,
    (_Key.Key_Backtab, "shift"): Action.BACK,
    (_Key.Key_Up, ""): Action.BACK,
    (_Key.Key_Down, ""): Action.FORWARD,
    (_Key.Key_PageUp, ""): Action.PREVIOUS_SECTION,
    (_Key.Key_PageDown, ""): Action.NEXT_SECTION,
    (_Key.Key_Escape, ""): Action.RESTORE,
    (_Key.Key_F1, ""): Action.KEYS,
    (_Key.Key_F2, ""): Action.NOTE,
    (_Key.Key_F2, "shift"): Action.PAPER_NOTE,
    (_Key.Key_F3, ""): Action.NONRESPONSE,
    (_Key.Key_F4, ""): Action.LIST,
    (_Key.Key_F5, ""): Action.DITTO,
    (_Key.Key_F5, "shift"): Action.DITTO_SECTION,
    (_Key.Key_F6, ""): Action.END_SECTION,
    (_Key.Key_F7, ""): Action.AS_ON_PAPER,
    (_Key.Key_F9, ""): Action.LOOK,
    (_Key.Key_Up, "shift"): Action.LINE_ABOVE,
    (_Key.Key_Down, "shift"): Action.LINE_BELOW,
    (_Key.Key_Plus, "control"): Action.INSERT_LINE,
    (_Key.Key_Minus, "control"): Action.REMOVE_LINE,
    (_Key.Key_Up, "control"): Action.STEP_BACK,
    (_Key.Key_Down, "control"): Action.STEP_FORWARD,
    (_Key.Key_Z, "control"): Action.UNDO,
    (_Key.Key_Y, "control"): Action.REDO,
    (_Key.Key_Return, "control"): Action.FINISH,
    (_Key.Key_Enter, "control"): Action.FINISH,
}

_KEYS = {(named.value, held): action for (named, held), action in _NAMED.items()}
_SIGNS = {"-": Action.NONRESPONSE, "/": Action.END_SECTION, "+": Action.LIST, "*": Action.DITTO}
_OF_THE_TEXT = frozenset({Action.UNDO, Action.REDO})
"""In a field being typed these are the field's own."""
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})


def action(
    key: int, modifiers: _Modifier, text: str, question: Question, *, touched: bool, listed: bool
) -> Action:
    """Return what a key press asks for in the field of `question`.

    `text` is what the key types; `touched`: something was typed since the field was entered; `listed`: its
    choices come from a file, and its text is searched in them.
    """
    held = _held(modifiers)
    if (named := _KEYS.get((key, held))) is not None:
        return Action.TYPE if touched and named in _OF_THE_TEXT else named
    sign = _SIGNS.get(text) if held != "control" else None
    if sign is None:
        return Action.TYPE
    return sign if _sign_acts(sign, question, touched=touched, listed=listed) else Action.TYPE


def _held(modifiers: _Modifier) -> str:
    if modifiers & _Modifier.ControlModifier:
        return "control"
    return "shift" if modifiers & _Modifier.ShiftModifier else ""


def _sign_acts(sign: Action, question: Question, *, touched: bool, listed: bool) -> bool:
    choice = question.type in CHOICE_TYPES
    if sign is Action.LIST:
        return choice
    coded = (choice and not listed) or question.type in _NUMBERS
    return coded or not touched
