"""The small parts: chips, comparison, passphrase, progress, strip, empty state."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from teleactivites_desktop.ui.entry.layout import GREATEST_PITCH, LEAST_PITCH, MESSAGE, SheetLayout
from teleactivites_desktop.ui.entry.rows import split_number
from teleactivites_desktop.ui.entry.sections import fit
from teleactivites_desktop.ui.theme import Theme
from teleactivites_desktop.ui.widgets.chips import Chips
from teleactivites_desktop.ui.widgets.compare import Line, SideBySide
from teleactivites_desktop.ui.widgets.empty import EmptyState
from teleactivites_desktop.ui.widgets.passphrase import PassphraseField
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level


def test_chips_keep_what_is_on_when_the_choices_change(qtbot: QtBot) -> None:
    chips = Chips("Territoire")
    qtbot.addWidget(chips)
    chips.set_choices([("a", "A"), ("b", "B")])
    chips.choose(frozenset({"a", "b"}))
    chips.set_choices([("b", "B"), ("c", "C")])
    assert chips.chosen() == {"b"}


def test_single_chips_let_one_be_on_at_most(qtbot: QtBot) -> None:
    chips = Chips("", single=True)
    qtbot.addWidget(chips)
    chips.set_choices([("a", "A"), ("b", "B")])
    for value in ("a", "b"):
        with qtbot.waitSignal(chips.changed):
            chips._chips[value].click()
    assert chips.chosen() == {"b"}
    chips._chips["b"].click()
    assert chips.chosen() == frozenset()


def test_what_differs_carries_a_sign_and_not_only_a_colour(qtbot: QtBot) -> None:
    both = SideBySide()
    qtbot.addWidget(both)
    both.compare("GBD", "HD", [Line("Heures", "33", "41"), Line("Nom", "Faure", "Faure")])
    texts = [found.text() for found in both.findChildren(QLabel)]
    assert "≠ 33" in texts
    assert "≠ 41" in texts
    assert texts.count("Faure") == 2


def test_a_passphrase_is_hidden_until_it_is_asked_for(qtbot: QtBot, theme: Theme) -> None:
    field = PassphraseField(theme)
    qtbot.addWidget(field)
    field.edit.setText("secret")
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    field._eye.click()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    field.clear()
    assert (field.text, field.edit.echoMode()) == ("", QLineEdit.EchoMode.Password)


def test_a_new_message_takes_the_place_of_the_old_one_and_its_actions(qtbot: QtBot, theme: Theme) -> None:
    strip = Strip(theme)
    qtbot.addWidget(strip)
    done: list[str] = []
    strip.tell("Un", Level.WARNING)
    strip.add_action("Réparer", lambda: done.append("un")).click()
    strip.tell("Deux", Level.GOOD)
    assert (strip.text, done, strip._actions) == ("Deux", ["un"], [])
    strip.clear()
    assert strip.text == ""


def test_an_empty_page_says_what_to_do(qtbot: QtBot, theme: Theme) -> None:
    empty = EmptyState(theme, "Rien encore.", "home")
    qtbot.addWidget(empty)
    done: list[bool] = []
    empty.add_action("Commencer", lambda: done.append(True)).click()
    assert done == [True]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("8. Commune de résidence", ("8", "Commune de résidence")),
        ("38 quater. Autre raison", ("38 quater", "Autre raison")),
        ("Date de réception", ("", "Date de réception")),
        ("3.5 fois par jour", ("", "3.5 fois par jour")),
    ],
)
def test_the_number_on_the_paper_is_parted_from_the_words(label: str, parts: tuple[str, str]) -> None:
    assert split_number(label) == parts


@given(natural=st.lists(st.integers(1, 400), max_size=20), room=st.integers(1, 2_000))
def test_titles_fit_and_only_the_widest_are_cut(natural: list[int], room: int) -> None:
    widths = fit(natural, room)
    assert len(widths) == len(natural)
    assert sum(widths) <= max(room, 0) or sum(natural) <= room
    cut = [width for width, wanted in zip(widths, natural, strict=True) if width < wanted]
    assert len(set(cut)) <= 1
    assert all(width <= wanted for width, wanted in zip(widths, natural, strict=True))
    assert not cut or all(width <= cut[0] for width in widths)


@given(
    count=st.integers(1, 40),
    height=st.integers(200, 1_400),
    data=st.data(),
)
def test_walking_down_the_sheet_moves_only_the_row_one_comes_to(
    count: int, height: int, data: st.DataObject
) -> None:
    current = data.draw(st.integers(0, count - 1))
    here = SheetLayout(800, height, count, current)
    assert LEAST_PITCH <= here.pitch <= GREATEST_PITCH
    if height >= here.needed:
        last = here.row(count - 1)
        assert last.y + last.height <= height
    there = SheetLayout(800, height, count, current + 1) if current + 1 < count else here
    moved = [index for index in range(count) if here.row(index).y != there.row(index).y]
    assert moved == ([current + 1] if there is not here else [])
    assert here.row(current).height == here.pitch + MESSAGE
    assert [here.at(0, here.row(index).y) for index in range(count)] == list(range(count))
