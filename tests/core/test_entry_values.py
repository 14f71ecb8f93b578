"""Typed text -> stored value for every type, and back."""

import string
from datetime import date

import pytest
from entry_builders import FORMATS, T, ask, choices, questionnaire
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.entry.display import as_read, as_typed
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.entry.normalise import MAX_TEXT, Normaliser, clean
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.entry.telephone import show_phone
from teleactivites_desktop.core.questionnaire import Question
from teleactivites_desktop.core.values import Value

COLOURS = choices("colours", " ".join(f"c{place}" for place in range(1, 13)))
TOWNS = choices("towns", "gap embrun veynes", from_file=True)
MADE = questionnaire(lists=[COLOURS, TOWNS])
LISTS = {found.name: CodedList(MADE, found) for found in (COLOURS, TOWNS)}


def normalise(question: Question, typed: str) -> Value:
    return Normaliser(LISTS, FORMATS, date(2007, 12, 3)).normalise(question, typed)


ONE = ask("one", T.SELECT_ONE, choice_list="colours")
MANY = ask("many", T.SELECT_MULTIPLE, choice_list="colours")
RANKS = ask("ranks", T.RANK, choice_list="colours")
TOWN = ask("town", T.SELECT_ONE, choice_list="towns")
HALVES = ask("halves", T.RANGE, parameters={"start": "0", "end": "5", "step": "0.5"})
LEVEL = ask("level", T.RANGE, parameters={"start": "1", "end": "10", "step": "1"})
POINT = ask("point", T.GEOPOINT)
TICK = ask("tick", T.ACKNOWLEDGE)


@pytest.mark.parametrize(
    ("question", "typed", "value"),
    [
        (ask("text"), "  deux  mots ", "deux  mots"),
        (ask("loud", format="shout"), " bonjour ", "BONJOUR"),
        (ask("whole", T.INTEGER), "1968", 1968),
        (ask("part", T.DECIMAL), "2,5", 2.5),
        (ask("part", T.DECIMAL), "2", 2.0),
        (ask("day", T.DATE), "121107", "2007-11-12"),
        (ask("hour", T.TIME), "830".zfill(4), "08:30"),
        (ONE, "3", "c3"),
        (MANY, "11 02 2", "c2 c11"),
        (RANKS, "11 02", "c11 c2"),
        (TOWN, "Gap", "gap"),
        (HALVES, "2,5", 2.5),
        (LEVEL, "7", 7),
        (POINT, "44,56 6,08", "44.56 6.08"),
        (POINT, "44.56, 6.08", "44.56 6.08"),
        (POINT, "-44,5 ; 6 ; 1200", "-44.5 6 1200"),
        (TICK, "1", "OK"),
        (TICK, "X", "OK"),
    ],
)
def test_what_is_typed_is_stored(question: Question, typed: str, value: Value) -> None:
    stored = normalise(question, typed)
    assert stored == value
    assert type(stored) is type(value)


@pytest.mark.parametrize(
    ("question", "typed", "rule", "told"),
    [
        (ask("text"), "x" * (MAX_TEXT + 1), "length", "Texte trop long"),
        (ask("loud", format="shout"), "quoi ?", "format", "Sans point"),
        (ask("whole", T.INTEGER), "abc", "type", "Nombre entier"),
        (ask("part", T.DECIMAL), "abc", "type", "Nombre attendu"),
        (ask("day", T.DATE), "310207", "type", "Date attendue"),
        (ask("hour", T.TIME), "2500", "type", "Heure attendue"),
        (ONE, "13", "choice", "de 01 à 12"),
        (MANY, "01 13", "choice", "Code 13"),
        (RANKS, "02 02", "choice", "deux rangs"),
        (TOWN, "Marseille", "choice", "pas dans la liste"),
        (HALVES, "2,7", "constraint", "De 0 à 5, par pas de 0,5"),
        (HALVES, "6", "constraint", "De 0 à 5"),
        (POINT, "44,56", "type", "Latitude"),
        (POINT, "95 6", "type", "Latitude"),
        (TICK, "0", "type", "1 si"),
    ],
)
def test_what_is_refused_names_its_rule(question: Question, typed: str, rule: str, told: str) -> None:
    with pytest.raises(RefusedTextError, match=told) as refused:
        normalise(question, typed)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("cafe\u0301", "café"),
        ("a\x00b\x1bc", "abc"),
        ("un\r\ndeux\tet", "un deux et"),
        ("moitié \ud83d", "moitié ?"),
        ("Pré de l’Œuf\u00a0: 12", "Pré de l’Œuf\u00a0: 12"),
    ],
)
def test_text_is_made_fit_to_store(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept


def test_lines_stay_in_a_question_of_several_lines() -> None:
    assert clean("un\r\ndeux\x00", multiline=True) == "un\ndeux"


@given(st.text())
def test_cleaned_text_can_be_stored_and_stays_clean(typed: str) -> None:
    once = clean(typed)
    assert clean(once) == once
    assert once.encode().decode() == once
    assert "\x00" not in once


def test_an_accent_parted_from_its_letter_by_a_control_character() -> None:
    assert clean("e\x00\u0301") == "é"


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**8), max_value=10**8)
NAMES = st.lists(st.sampled_from([choice.name for choice in COLOURS.choices]), unique=True, min_size=1)
ORDER = {choice.name: place for place, choice in enumerate(COLOURS.choices)}
DEGREES = st.integers(-89, 89)
ANSWERS = st.one_of(
    st.tuples(st.just(ask("text")), st.text(string.printable, min_size=1).map(clean).map(str.strip)),
    st.tuples(st.just(ask("whole", T.INTEGER)), st.integers(-(10**14), 10**14)),
    st.tuples(st.just(ask("part", T.DECIMAL)), NUMBERS.map(lambda number: float(number) + 0.0)),
    st.tuples(st.just(ask("day", T.DATE)), st.dates().map(str)),
    st.tuples(st.just(ONE), NAMES.map(lambda names: names[0])),
    st.tuples(st.just(MANY), NAMES.map(lambda names: " ".join(sorted(names, key=ORDER.__getitem__)))),
    st.tuples(st.just(RANKS), NAMES.map(" ".join)),
    st.tuples(st.just(TOWN), st.sampled_from(["gap", "embrun", "veynes"])),
    st.tuples(st.just(LEVEL), st.integers(1, 10)),
    st.tuples(st.just(HALVES), st.integers(0, 10).map(lambda halves: halves / 2)),
    st.tuples(st.just(POINT), st.tuples(DEGREES, DEGREES).map(lambda pair: f"{pair[0]}.5 {pair[1]}")),
    st.tuples(st.just(TICK), st.just("OK")),
).filter(lambda pair: pair[1] != "")


@given(ANSWERS)
def test_a_stored_value_typed_as_it_is_shown_is_the_same(answer: tuple[Question, Value]) -> None:
    question, value = answer
    again = normalise(question, as_typed(question, value, LISTS))
    assert again == value
    assert type(again) is type(value)


@pytest.mark.parametrize(
    ("question", "value", "read"),
    [
        (ONE, "c3", "C3"),
        (MANY, "c2 c11", "C2, C11"),
        (TOWN, "gap", "Gap"),
        (TOWN, "paris", "paris"),
        (ask("day", T.DATE), "2007-11-02", "02/11/2007"),
        (ask("hour", T.TIME), "08:30", "08 h 30"),
        (ask("part", T.DECIMAL), 2.5, "2,5"),
        (ask("part", T.DECIMAL), 2.0, "2"),
        (ask("whole", T.INTEGER), 1968, "1968"),
        (TICK, "OK", "oui"),
        (ask("phone", format="phone"), "+33492584744", "04 92 58 47 44"),
    ],
)
def test_a_stored_value_as_it_is_read(question: Question, value: Value, read: str) -> None:
    assert as_read(question, value, LISTS) == read


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+33612345678", "06 12 34 56 78"),
        ("+33690154773", "+33 6 90 15 47 73"),
        ("+590690123456", "+590 690 12 34 56"),
        ("+390171690123", "+39 01 71 69 01 23"),
        ("+12025550123", "+1 20 25 55 01 23"),
        ("n'importe", "n'importe"),
    ],
)
def test_telephones_are_shown_in_pairs(stored: str, shown: str) -> None:
    assert show_phone(stored) == shown
