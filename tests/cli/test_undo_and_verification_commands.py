"""undo, redo, verification: by their names, with their JSON, refusing with a sentence."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.__main__ import main

Run = Callable[..., tuple[int, Any, str]]
SAMPLES = shipped_data.path("resources/samples/papers.ndjson")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEACTIVITES_HOME", str(tmp_path / "home"))

    def call(*words: str) -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "argv", ["teleactivites", "--database", "base.tldb", "--json", *words])
        code = main()
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    papers = tmp_path / "papers.ndjson"
    lines = SAMPLES.read_text(encoding="utf-8").splitlines()
    papers.write_text("\n".join(lines[:12]), encoding="utf-8")
    assert call("create", "--territory", "GBEQ", "--officer", "Agent", "--plain")[0] == 0
    assert call("key", str(papers))[0] == 0
    return call


def answer(run: Run, paper: str, question: str) -> object:
    return run("show", paper)[1]["answers"].get(question)


def test_undo_redo_and_back_to_a_line_of_the_history(run: Run) -> None:
    paper = run("list")[1]["responses"][0]["paper"]
    before = answer(run, paper, "heures")
    run("edit", paper, "heures=31")
    run("edit", paper, "heures=32")
    assert run("undo", paper)[:2] == (0, {"paper": paper, "kept": []})
    assert answer(run, paper, "heures") == 31
    assert run("redo", paper)[0] == 0
    assert answer(run, paper, "heures") == 32
    assert run("undo", paper, "--to", "1")[0] == 0
    assert answer(run, paper, "heures") == before


def test_what_cannot_be_undone_is_refused_with_a_sentence(run: Run) -> None:
    paper = run("list")[1]["responses"][0]["paper"]
    for words in (("undo", paper), ("redo", paper), ("undo", paper, "--to", "9"), ("undo", "XX-1")):
        code, _document, told = run(*words)
        assert (code, bool(told.strip())) == (1, True)


def test_a_batch_is_drawn_listed_and_handed_over(run: Run) -> None:
    line = run("list")[1]["responses"][0]
    lot = (line["territory"], line["batch"])
    code, drawn, _told = run("verification", "draw", *lot)
    assert (code, drawn["one_in"], drawn["verify_at"]) == (0, 10, line["territory"])
    assert len(run("verification", "list")[1]["due"]) <= 2  # a small batch may have none: the start is drawn
    assert run("verification", "ask", *lot, "--by", "HD")[1]["verify_at"] == "HD"
    assert run("verification", "list")[1] == {"due": []}
    assert run("verification", "differences")[1] == {"differences": [], "questions": []}
    assert run("verification", "draw", "GBEQ", "inconnu")[0] == 1


def test_a_pile_is_keyed_a_second_time_from_a_file(run: Run, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in (tmp_path / "papers.ndjson").read_text("utf-8").splitlines()]
    listed = {each["paper"] for each in run("list")[1]["responses"]}
    first = next(line for line in lines if line["paper"] in listed)
    again = tmp_path / "second.ndjson"
    given = {**first, "officer": "Autre Agent", "answers": {**first["answers"], "heures": ["31", "31"]}}
    again.write_text(json.dumps(given) + "\nperdu\n", encoding="utf-8")
    code, document, _told = run("verification", "key", str(again))
    verified, refused = document["papers"]
    assert (code, verified["outcome"], refused["outcome"]) == (0, "verified", "refused")
    assert [(each["question"], each["verdict"]) for each in verified["differences"]] == [("heures", "keyer")]
    assert answer(run, first["paper"], "heures") == 31
    assert run("verification", "differences")[1]["differences"] == verified["differences"]
    assert run("verification", "key", str(tmp_path / "absent.ndjson"))[0] == 1
