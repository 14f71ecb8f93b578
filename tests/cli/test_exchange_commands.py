"""exchange read --refuse, rehearse --output, status; conflicts resolve --note: by their names, in JSON."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.__main__ import main
from teleactivites_desktop.exchange import invitation, sealing

Run = Callable[..., tuple[int, Any, str]]
SAMPLES = shipped_data.path("resources/samples/papers.ndjson")
CHEAP = sealing.Cost(memory_kib=16, iterations=1, lanes=1)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Two sites, HD and GBEQ, that hold each other's paper; both change what the other changes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEACTIVITES_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TELEACTIVITES_INVITATION", "sapin mélèze bouleau épicéa")

    def call(site: str, *words: str) -> tuple[int, Any, str]:
        monkeypatch.setattr(sys, "argv", ["teleactivites", "--database", f"{site}.tldb", "--json", *words])
        code = main()
        told = capsys.readouterr()
        return code, json.loads(told.out), told.err

    lines = SAMPLES.read_text(encoding="utf-8").splitlines()
    for site in ("GBEQ", "HD"):
        own = [line for line in lines if f'"territory": "{site}"' in line][:2]
        Path(f"{site}.ndjson").write_text("\n".join(own), encoding="utf-8")
    with mock.patch.object(invitation, "INVITING", CHEAP):
        call("GBEQ", "create", "--territory", "GBEQ", "--officer", "MD", "--plain")
        call("GBEQ", "invite", "--to", "invitation.tli")
        call("HD", "join", "invitation.tli", "--territory", "HD", "--officer", "PR", "--plain")
    for site in ("GBEQ", "HD"):
        call(site, "key", f"{site}.ndjson")
    send(call, "HD", "GBEQ")
    send(call, "GBEQ", "HD")
    return call


def send(run: Run, site: str, to: str, *words: str) -> tuple[int, Any, str]:
    assert run(site, "exchange", "write", "--to", f"{site}.tlx", "--for", to)[0] == 0
    return run(to, "exchange", "read", f"{site}.tlx", "--trust-new", *words)


def test_lines_are_rehearsed_printed_and_refused(run: Run) -> None:
    run("HD", "edit", "GBEQ-0002", "heures=31")
    run("HD", "withdraw", "HD-0001", "--reason", "double")
    run("GBEQ", "edit", "HD-0002", "heures=12")
    run("HD", "exchange", "write", "--to", "file.tlx", "--for", "GBEQ")
    code, told, _err = run("GBEQ", "exchange", "rehearse", "file.tlx", "--output", "essai.pdf")
    assert code == 0
    effects = {each["name"]: each["effect"] for each in told["files"][0]["lines"]}
    assert effects == {"GBEQ-0002": "changed", "HD-0001": "withdrawn"}
    assert told["files"][0]["ahead"] == 1
    assert Path("essai.pdf").read_bytes().startswith(b"%PDF")
    refusing = ("--refuse", "GBEQ-0002", "--refuse", "hd-0001", "--note", "lu sur le papier")
    code, told, _err = run("GBEQ", "exchange", "read", "file.tlx", *refusing)
    assert (code, told["files"][0]["refused"], told["changed"]) == (0, 2, 0)
    assert send(run, "GBEQ", "HD")[0] == 0
    assert run("HD", "show", "HD-0001")[1]["status"] != "withdrawn"
    assert "lu sur le papier" in json.dumps(run("HD", "history", "GBEQ-0002")[1], ensure_ascii=False)
    for words in (("file.tlx", "--refuse", "GBEQ-0009"), ("file.tlx", "file.tlx", "--refuse", "GBEQ-0002")):
        code, _told, err = run("GBEQ", "exchange", "read", *words)
        assert (code, bool(err.strip())) == (1, True)
    assert run("GBEQ", "exchange", "rehearse", "file.tlx", "file.tlx", "--output", "x.pdf")[0] == 1


def test_a_note_goes_with_a_decision_and_status_tells_batches_and_codes(run: Run) -> None:
    run("HD", "edit", "GBEQ-0002", "heures=31")
    run("GBEQ", "edit", "GBEQ-0002", "heures=32")
    send(run, "HD", "GBEQ")
    deciding = ("resolve", "GBEQ-0002", "heures", "--keep", "32", "--note", "appelée le 12")
    assert run("GBEQ", "conflicts", *deciding)[0] == 0
    send(run, "GBEQ", "HD")
    assert run("HD", "conflicts", "list")[1] == {"conflicts": []}
    decision = run("HD", "history", "GBEQ-0002")[1]["history"][-1]
    assert "appelée le 12" in json.dumps(decision, ensure_ascii=False)
    assert decision["set_aside"] == {"answers.heures": [31]}
    told = run("HD", "exchange", "status")[1]
    assert set(told["codes"].values()) == {told["code"]}
    assert [(each["code"], each["here"]) for each in told["batches"]] == [("GBEQ-A", 2), ("HD-A", 2)]
    assert all(each["elsewhere"][0]["lacks"] == 0 for each in told["batches"])
    assert told["missing"] == []
