"""The command line as an officer's script meets it: real processes, real files, exit codes."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.__main__ import main

SAMPLES = shipped_data.path("resources/samples")
TOLD = {"TELEACTIVITES_INVITATION": "sapin mélèze bouleau"}


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Done]


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """Run the program as a process of its own, in an empty folder that knows of no other campaign."""

    def run(*words: object, site: str = "GBEQ", variables: Mapping[str, str] | None = None) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "teleactivites_desktop", "--database", f"{site}.tldb", *map(str, words)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TELEACTIVITES_HOME": str(tmp_path / "home"), **(variables or {})},
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert "Traceback" not in done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the program's door in this process: the same code, a second sooner for each command."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEACTIVITES_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    def run(*words: object, site: str = "GBEQ", variables: Mapping[str, str] | None = None) -> Done:
        with monkeypatch.context() as patch:
            for name, value in (variables or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["teleactivites", "--database", f"{site}.tldb", *map(str, words)])
            capsys.readouterr()
            try:
                code = main()
            except SystemExit as usage:
                code = int(usage.code or 0)
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return run


def create(run: Run, territory: str = "GBEQ") -> None:
    done = run("create", "--territory", territory, "--officer", "agent", "--plain", site=territory)
    assert done.code == 0


def join(run: Run, territory: str) -> None:
    assert run("invite", "--to", "invitation.tli", variables=TOLD).code == 0
    words = ("join", "invitation.tli", "--territory", territory, "--officer", "agent", "--plain")
    assert run(*words, site=territory, variables=TOLD).code == 0


def digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def test_all_sample_papers_give_exactly_what_is_expected(run: Run) -> None:
    create(run)
    done = run("key", SAMPLES / "papers.ndjson", "--json")
    lines = (SAMPLES / "expected.ndjson").read_text(encoding="utf-8").splitlines()
    expected = [json.loads(line) for line in lines]
    papers = done.document["papers"]
    assert done.code == 0
    assert [paper["paper"] for paper in papers] == [paper["paper"] for paper in expected]
    for paper, wanted in zip(papers, expected, strict=True):
        assert paper["outcome"] == wanted["outcome"]
        if paper["outcome"] == "saved":
            assert paper["status"] == wanted["status"]
            assert json.dumps(paper["answers"], sort_keys=True) == json.dumps(
                wanted["answers"], sort_keys=True
            )
            assert paper["nonresponse"] == wanted.get("nonresponse", {})
            assert [problem["question"] for problem in paper["problems"]] == wanted["problems"]
        else:
            assert paper["why"]


def test_two_sites_exchange_by_files_and_decide_a_conflict(process: Run, run: Run) -> None:
    """Files are written and read by processes of their own; what is asked in between is asked in this one."""
    create(run)
    join(run, "HD")
    run("key", SAMPLES / "papers.ndjson")
    process("exchange", "write", "--to", "a.tlx")
    first = process("exchange", "read", "a.tlx", "--trust-new", "--json", site="HD")
    assert (first.code, first.document["new"], first.document["conflicts"]) == (0, 60, 0)
    run("edit", "GBD-0006", "heures=33")
    run("edit", "GBD-0006", "heures=41", site="HD")
    process("exchange", "write", "--to", "b.tlx", site="HD")
    rehearsed = run("exchange", "rehearse", "b.tlx", "--json")
    assert rehearsed.document["conflicts"] == 1
    assert run("conflicts", "list", "--json").document == {"conflicts": []}
    process("exchange", "read", "b.tlx", "--trust-new")
    (conflict,) = run("conflicts", "list", "--json").document["conflicts"]
    assert (conflict["paper"], sorted(conflict["values"])) == ("GBD-0006", [33, 41])
    assert process("conflicts", "resolve", "GBD-0006", conflict["path"], "--keep", "33").code == 0
    process("exchange", "write", "--to", "c.tlx")
    process("exchange", "read", "c.tlx", site="HD")
    assert run("conflicts", "list", "--json", site="HD").document == {"conflicts": []}
    assert run("show", "GBD-0006", "--json", site="HD").document["answers"]["heures"] == 33
    for site in ("GBEQ", "HD"):
        assert run("check", "--json", site=site).document == {"ok": True, "problems": []}
    codes = {run("exchange", "status", "--json", site=site).document["code"] for site in ("GBEQ", "HD")}
    assert len(codes) == 1


def test_a_file_that_cannot_be_read_is_refused_and_nothing_changes(run: Run, tmp_path: Path) -> None:
    create(run)
    create(run, "GBD")
    run("exchange", "write", "--to", "stranger.tlx", site="GBD")
    run("exchange", "write", "--to", "ours.tlx")
    (tmp_path / "cut.tlx").write_bytes((tmp_path / "ours.tlx").read_bytes()[:-40])
    (tmp_path / "text.tlx").write_text("Bonjour, voici le fichier demandé.", encoding="utf-8")
    before = digest(tmp_path / "GBEQ.tldb")
    sentences = set()
    for name in ("stranger.tlx", "cut.tlx", "text.tlx", "missing.tlx"):
        done = run("exchange", "read", name, "--trust-new")
        assert done.code == 1
        assert name in done.err
        sentences.add(done.err.replace(name, ""))
        assert digest(tmp_path / "GBEQ.tldb") == before
    assert len(sentences) == 4


def test_the_passphrase_is_asked_of_the_environment_and_a_wrong_one_opens_nothing(
    run: Run, tmp_path: Path
) -> None:
    right = {"TELEACTIVITES_PASSPHRASE": "une phrase assez longue"}
    made = run("create", "--territory", "HD", "--officer", "moi", "--json", variables=right)
    assert made.document["recovery_code"]
    before = digest(tmp_path / "GBEQ.tldb")
    wrong = run("list", variables={"TELEACTIVITES_PASSPHRASE": "une autre phrase"})
    none = run("list")
    assert (wrong.code, none.code) == (1, 1)
    assert wrong.err != none.err
    assert digest(tmp_path / "GBEQ.tldb") == before
    assert run("list", variables=right).code == 0
    by_code = {"TELEACTIVITES_PASSPHRASE": made.document["recovery_code"]}
    assert run("list", variables=by_code).code == 0


def test_a_report_and_an_export_are_written(run: Run, tmp_path: Path) -> None:
    create(run)
    run("key", SAMPLES / "papers.ndjson")
    assert run("report", "summary", "--output", "s.pdf").code == 0
    assert (tmp_path / "s.pdf").read_bytes().startswith(b"%PDF")
    assert run("report", "response", "--paper", "GBEQ-0006", "--output", "r.pdf").code == 0
    assert run("export", "--format", "csv", "--output", "e.csv").code == 0
    assert len((tmp_path / "e.csv").read_text(encoding="utf-8-sig").splitlines()) == 61
    unknown = run("report", "resume", "--output", "x.pdf")
    assert unknown.code == 1
    assert "summary" in unknown.err


def test_the_likely_doubles_are_listed_until_they_are_decided(run: Run) -> None:
    create(run)
    run("key", SAMPLES / "papers.ndjson")
    known = json.loads((SAMPLES / "same_person.json").read_text(encoding="utf-8"))
    pairs = run("duplicates", "list", "--json").document["pairs"]
    assert {frozenset(pair["papers"]) for pair in pairs} == {frozenset(pair[:2]) for pair in known}
    run("duplicates", "decide", *known[0][:2], "same")
    run("duplicates", "decide", *known[1][:2], "different")
    (left,) = run("duplicates", "list", "--json").document["pairs"]
    assert set(left["papers"]) == set(known[2][:2])


def test_a_backup_is_put_back_and_the_site_goes_on_under_a_new_name(run: Run) -> None:
    create(run)
    run("key", SAMPLES / "papers.ndjson")
    copy = run("backup", "--json").document["file"]
    run("edit", "GBEQ-0006", "heures=12")
    assert run("restore", copy).code == 0
    assert run("show", "GBEQ-0006", "--json").document["answers"]["heures"] != 12
    sites = {entry["site"] for entry in run("history", "GBEQ-0006", "--json").document["history"]}
    run("edit", "GBEQ-0006", "heures=13")
    after = {entry["site"] for entry in run("history", "GBEQ-0006", "--json").document["history"]}
    assert len(after - sites) == 1
    assert run("check").code == 0


@pytest.mark.parametrize(
    "words", [("unknown",), ("show",), ("exchange",), ("export", "--format", "doc", "--output", "x")]
)
def test_wrong_usage_exits_with_2(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).code == 2


def test_bad_input_gets_a_sentence(run: Run, tmp_path: Path) -> None:
    create(run)
    (tmp_path / "latin.ndjson").write_bytes('{"paper": "é"}'.encode("latin-1"))
    for words in (
        ("key", "missing.ndjson"),
        ("key", "latin.ndjson"),
        ("show", "GBEQ-9999"),
        ("edit", "GBEQ-9999", "heures=3"),
        ("edit", "GBEQ-9999", "heures"),
        ("withdraw", "GBEQ-9999", "--reason", "x"),
        ("conflicts", "resolve", "GBEQ-9999", "heures", "--keep", "3"),
        ("exchange", "undo"),
        ("restore", "missing.tldb"),
        ("create", "--territory", "GBEQ", "--officer", "x", "--plain"),
    ):
        done = run(*words)
        assert (words, done.code) == (words, 1)
        assert done.err.strip()


def test_a_partner_is_shut_out_and_the_others_get_the_new_key(run: Run) -> None:
    create(run)
    for territory in ("HD", "GBD"):
        join(run, territory)
        assert run("exchange", "write", "--to", f"{territory}.tlx", site=territory).code == 0
        assert run("exchange", "read", "--trust-new", f"{territory}.tlx").code == 0
    done = run("partners", "shut-out", "hd", "--reason", "portable volé", "--json")
    (partner,) = [
        each for each in run("partners", "list", "--json").document["partners"] if each["territory"] == "HD"
    ]
    assert (partner["site"], partner["shut_out"]["reason"]) == (done.document["shut_out"], "portable volé")
    assert run("invite", "--to", "renewal.tli", variables=TOLD).code == 0
    assert run("exchange", "write", "--to", "new.tlx").code == 0
    refused = run("exchange", "read", "--trust-new", "new.tlx", site="GBD")
    assert (refused.code, "demandez une invitation" in refused.err) == (1, True)
    assert run("renew", "renewal.tli", "--json", site="GBD", variables=TOLD).document == {"renewed": True}
    assert run("exchange", "read", "--trust-new", "new.tlx", site="GBD").code == 0
    late = run("exchange", "read", "--trust-new", "HD.tlx", site="GBD")
    assert late.code == 0  # written before
    assert run("partners", "accept", "HD", site="GBD").code == 0
    assert run("partners", "readmit", "HD", site="GBD").code == 0
    assert run("partners", "readmit", "HD", site="GBD").code == 1
