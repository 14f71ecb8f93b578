import pytest
from PySide6.QtCore import Qt

from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.ui.entry.keymap import Action, action

NONE = Qt.KeyboardModifier.NoModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def question(type_: QuestionType) -> Question:
    return Question(name="q", type=type_, labels={"": "q"}, section="s", choice_list="c")


def press(
    key: Qt.Key,
    text: str,
    type_: QuestionType,
    *,
    touched: bool = False,
    listed: bool = False,
    held: Qt.KeyboardModifier = NONE,
) -> Action:
    return action(key.value, held, text, question(type_), touched=touched, listed=listed)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
@pytest.mark.parametrize("held", [NONE, KEYPAD])
def test_enter_of_either_block_goes_on(key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    assert press(key, "\r", QuestionType.TEXT, held=held) is Action.ENTER


@pytest.mark.parametrize(
    ("key", "text", "wanted"),
    [
        (Qt.Key.Key_Minus, "-", Action.NONRESPONSE),
        (Qt.Key.Key_Slash, "/", Action.END_SECTION),
        (Qt.Key.Key_Plus, "+", Action.LIST),
        (Qt.Key.Key_Asterisk, "*", Action.DITTO),
    ],
)
@pytest.mark.parametrize("touched", [False, True])
def test_signs_always_act_on_a_coded_question(key: Qt.Key, text: str, wanted: Action, touched: bool) -> None:
    assert press(key, text, QuestionType.SELECT_ONE, touched=touched) is wanted


def test_signs_inside_a_text_are_text() -> None:
    for key, text in ((Qt.Key.Key_Minus, "-"), (Qt.Key.Key_Slash, "/"), (Qt.Key.Key_Asterisk, "*")):
        assert press(key, text, QuestionType.TEXT, touched=True) is Action.TYPE
        assert press(key, text, QuestionType.TEXT) is not Action.TYPE


def test_a_slash_parts_a_date_once_it_is_begun() -> None:
    assert press(Qt.Key.Key_Slash, "/", QuestionType.DATE, touched=True) is Action.TYPE
    assert press(Qt.Key.Key_Slash, "/", QuestionType.DATE) is Action.END_SECTION


def test_a_plus_begins_a_telephone_number_and_opens_a_list() -> None:
    assert press(Qt.Key.Key_Plus, "+", QuestionType.TEXT) is Action.TYPE
    assert press(Qt.Key.Key_Plus, "+", QuestionType.SELECT_ONE, touched=True, listed=True) is Action.LIST


def test_a_hyphen_inside_a_searched_name_is_text() -> None:
    assert press(Qt.Key.Key_Minus, "-", QuestionType.SELECT_ONE, touched=True, listed=True) is Action.TYPE
    assert press(Qt.Key.Key_Minus, "-", QuestionType.SELECT_ONE, listed=True) is Action.NONRESPONSE


def test_a_sign_made_with_shift_acts_too() -> None:
    shift = Qt.KeyboardModifier.ShiftModifier
    assert press(Qt.Key.Key_Slash, "/", QuestionType.INTEGER, held=shift) is Action.END_SECTION


def test_letters_and_unknown_keys_type() -> None:
    assert (
        action(0x01000FFF, NONE, "é", question(QuestionType.TEXT), touched=False, listed=False) is Action.TYPE
    )
