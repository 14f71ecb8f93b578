"""consent, erase --person, erasures, retention, rebuild: by their names, refusing with a sentence."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.__main__ import main

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command on a campaign with two papers keyed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEACTIVITES_HOME", str(tmp_path / "home"))

    def call(*words: str) -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "argv", ["teleactivites", "--database", "base.tldb", "--json", *words])
        code = main()
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    samples = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8").splitlines()
    papers = tmp_path / "papers.ndjson"
    papers.write_text("\n".join(samples[:2]), encoding="utf-8")
    assert call("create", "--territory", "GBEQ", "--officer", "Agent", "--plain")[0] == 0
    assert call("key", str(papers))[0] == 0
    return call


def test_rights_of_persons_from_end_to_end(run: Run) -> None:
    first, second = (each["paper"] for each in run("list")[1]["responses"])
    assert run("consent", "withdraw", first, "statistics", "--reason", "par lettre")[1]["papers"] == [first]
    (statistics, *_others) = run("consent", "list", first)[1]["consents"]
    assert (statistics["agreed"], statistics["reason"]) == (False, "par lettre")
    assert run("consent", "restore", first, "statistics")[0] == 0
    assert run("duplicates", "decide", first, second, "same")[0] == 0
    assert run("erase", first, "--person", "--reason", "par lettre")[0] == 0
    assert run("list")[1]["responses"] == []
    told = run("erasures")[1]
    assert [each["reason"] for each in told["erasures"]] == ["par lettre", "par lettre"]
    assert told["copies"] == []
    assert run("rebuild")[1] == {"ok": True, "problems": []}


def test_retention_is_set_shown_and_done(run: Run) -> None:
    assert run("retention", "show")[1] == {"until": None, "due": []}
    assert run("retention", "anonymise")[0] == 1
    assert run("retention", "set", "31/12/2008")[1] == {"until": "2008-12-31"}
    assert len(run("retention", "show")[1]["due"]) == 2
    assert run("retention", "anonymise")[1] == {"anonymised": 2, "erased": 0, "drafts": 0}
    assert [each["name"] for each in run("list")[1]["responses"]] == ["", ""]


def test_what_makes_no_sense_is_refused_with_a_sentence(run: Run) -> None:
    for words in (
        ("consent", "withdraw", "GBEQ-0001", "publicité", "--reason", "x"),
        ("consent", "restore", "GBEQ-0001", "contact"),
        ("consent", "list", "XX-1"),
        ("consent", "withdraw", "GBEQ-0001", "contact", "--reason", "x", "--on", "hier"),
        ("retention", "set", "bientôt"),
    ):
        code, _document, told = run(*words)
        assert (code, bool(told.strip())) == (1, True), words
