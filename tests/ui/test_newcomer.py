"""A newcomer's path by the keyboard alone: from no campaign to the summary of two territories."""

from contextlib import ExitStack, closing
from pathlib import Path
from unittest import mock

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication

from teleactivites_desktop.app.demo.hands import Keyboard
from teleactivites_desktop.app.demo.newcomer import FIRST, SECOND, Step, walk
from teleactivites_desktop.exchange import invitation, sealing, vault
from teleactivites_desktop.services import locations

CHEAP = sealing.Cost(memory_kib=16, iterations=1, lanes=1)
MOST_KEYS = 360
"""Keys of the whole path without the papers' own and the names of files: seven passphrases among them."""


def test_a_newcomer_walks_from_nothing_to_a_summary_by_the_keyboard_alone(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path))
    steps: list[Step] = []
    with ExitStack() as cheap:
        cheap.enter_context(mock.patch.object(vault, "UNLOCKING", CHEAP))
        cheap.enter_context(mock.patch.object(invitation, "INVITING", CHEAP))
        summary = walk(tmp_path, Keyboard, lambda step, _window: steps.append(step))
    assert [step.territory for step in steps] == [FIRST] * 8 + [SECOND] * 7 + [FIRST] * 5
    assert sum(step.clicks for step in steps) == 0
    assert sum(step.keys for step in steps) <= MOST_KEYS
    with closing(pypdfium2.PdfDocument(summary)) as document:
        words = document[0].get_textpage().get_text_bounded()
    assert "2\r\nfiches" in words or "2\nfiches" in words
