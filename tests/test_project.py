"""What is written about the project, and what must not be written in it, checked against the project."""

import argparse
import re
import subprocess
from pathlib import Path

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.cli.arguments import _parser

ROOT = Path(__file__).resolve().parent.parent


def commands(parser: argparse.ArgumentParser, prefix: str = "") -> list[str]:
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                deeper = commands(sub, f"{prefix}{name} ")
                found += deeper or [f"{prefix}{name}"]
    return found


def test_every_command_is_documented_and_every_documented_command_exists() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    rows = [row.replace("\\|", "|") for row in re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)]
    documented = {re.split(r" (?=[A-Z\[-])", row)[0] for row in rows}
    assert documented == set(commands(_parser()))


def test_lock_file_holds_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_every_source_file_is_short() -> None:
    sources = [
        *ROOT.glob("teleactivites_desktop/**/*.py"),
        *ROOT.glob("tools/*.py"),
        *ROOT.glob("bench/*.py"),
    ]
    lengths = {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in sources}
    assert {name: length for name, length in lengths.items() if length > 400} == {}


def test_no_path_of_a_machine_is_tracked() -> None:
    tracked = subprocess.run(
        [
            "git",
            "grep",
            "-nIE",
            r"(^|[\"' (=])/(home|Users|work|root)/[a-z]",
            "--",
            ".",
            ":!tests/test_project.py",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert tracked.stdout == ""


def test_a_shipped_file_that_is_missing_fails_loudly() -> None:
    with pytest.raises(FileNotFoundError, match="no/such"):
        shipped_data.path("resources/no/such")
