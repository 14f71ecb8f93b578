"""Comparing and adopting a questionnaire, and checking the base again, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_workbooks import FIRST, SECOND, write

from teleactivites_desktop.cli.arguments import parse
from teleactivites_desktop.cli.main import run

Cli = Callable[..., tuple[int, Any]]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on a campaign with one paper; gives the exit code and the document."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "preferences"))
    database = str(tmp_path / "a.tldb")

    def call(*words: object) -> tuple[int, Any]:
        code = run(parse(["--database", database, "--json", *map(str, words)]))
        return code, json.loads(capsys.readouterr().out)

    first = write(tmp_path / "premier.xlsx", FIRST, "1")
    write(tmp_path / "second.xlsx", SECOND, "2")
    call("create", "--territory", "GBEQ", "--officer", "MD", "--plain", "--questionnaire", first)
    answers = {"nom": "Faure", "naissance": "1960", "loue": "1"}
    line = json.dumps({"paper": "A-1", "territory": "GBEQ", "answers": answers})
    (tmp_path / "a.ndjson").write_text(line, encoding="utf-8")
    call("key", tmp_path / "a.ndjson")
    return call


def test_compare_then_adopt(cli: Cli, tmp_path: Path) -> None:
    second = tmp_path / "second.xlsx"
    code, compared = cli("questionnaire", "compare", second)
    assert code == 0
    assert compared["probable"] == {"nom": "patronyme", "age": "ans"}
    code, refused = cli("questionnaire", "adopt", second)
    assert code == 1
    assert "nom → patronyme" in refused["error"]
    code, adopted = cli("questionnaire", "adopt", second, "--renamed", "nom=patronyme", "age=ans", "loue=")
    assert code == 0
    assert adopted["answered"] == {"loue": 1}
    assert {change["kind"] for change in adopted["questions"]} == {"renamed", "removed", "added", "changed"}
    assert cli("show", "A-1")[1]["answers"] == {"nom": "Faure", "naissance": 1960, "loue": "oui"}
    assert cli("check") == (0, {"ok": True, "problems": []})


def test_a_rename_without_its_sign_is_refused(cli: Cli, tmp_path: Path) -> None:
    code, refused = cli("questionnaire", "adopt", tmp_path / "second.xlsx", "--renamed", "nom")
    assert code == 1
    assert "ANCIEN=NOUVEAU" in refused["error"]


def test_recheck_says_what_it_looked_at(cli: Cli) -> None:
    assert cli("recheck", "--mend") == (
        0,
        {"checked": 1, "found": 0, "mendable": 0, "mended": 0, "findings": []},
    )
