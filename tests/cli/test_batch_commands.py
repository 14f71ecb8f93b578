"""batch list, set, lost, found, close, reopen: what the card of the Saisie page does, without a window."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teleactivites_desktop.__main__ import main

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("TELEACTIVITES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TELEACTIVITES_DATABASE", str(tmp_path / "base.tldb"))

    def call(*words: str) -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "argv", ["teleactivites", "--json", *words])
        code = main()
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    assert call("create", "--territory", "GBEQ", "--officer", "Agent", "--plain")[0] == 0
    return call


def test_a_batch_is_set_up_loses_a_paper_closes_and_opens_again(run: Run) -> None:
    pile = ("GBEQ", "A")
    _code, made, _told = run("batch", "set", *pile, "--first", "GBEQ-0001", "--last", "GBEQ-0003")
    assert (made["expected"], made["missing"]) == (3, ["GBEQ-0001", "GBEQ-0002", "GBEQ-0003"])
    lost = run("batch", "lost", *pile, "GBEQ-0002", "--reason", "mouillée")[1]
    assert (lost["lost"], lost["missing"]) == ({"GBEQ-0002": "mouillée"}, ["GBEQ-0001", "GBEQ-0003"])
    assert run("batch", "found", *pile, "GBEQ-0002")[1]["lost"] == {}
    code, _nothing, told = run("batch", "close", *pile)
    assert code == 1
    assert "0 fiche saisie sur 3 attendues" in told
    assert run("batch", "close", *pile, "--reason", "jamais rendues")[1]["closed"] == "jamais rendues"
    assert run("batch", "reopen", *pile)[1]["closed"] == ""
    assert [each["batch"] for each in run("batch", "list")[1]["batches"]] == ["A"]


@pytest.mark.parametrize(
    "words",
    [
        ("set", "XX", "A", "--expected", "3"),
        ("set", "GBEQ", "A", "--expected", "-1"),
        ("close", "GBEQ", "inconnu", "--reason", "fini"),
        ("lost", "GBEQ", "inconnu", "GBEQ-0001", "--reason", "perdue"),
        ("reopen", "GBEQ", "inconnu"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(run: Run, words: tuple[str, ...]) -> None:
    code, _nothing, told = run("batch", *words)
    assert code == 1
    assert told.strip()
    assert "Traceback" not in told
