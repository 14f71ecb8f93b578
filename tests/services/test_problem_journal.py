"""The journal of faults, and the report that an officer may send."""

from pathlib import Path

import pytest

from teleactivites_desktop.services import problems
from teleactivites_desktop.services.doctor import Finding


def _fault(key: str) -> BaseException:
    def column(name: str) -> int:
        try:
            return dict[str, int]()[name]
        except KeyError as error:
            raise ValueError(f"no column for {name}") from error

    with pytest.raises(ValueError, match=key) as raised:
        column(key)
    return raised.value


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal of its own."""
    monkeypatch.setattr(problems, "NAME", f"journal of {tmp_path}")
    monkeypatch.setenv("TELEACTIVITES_HOME", str(tmp_path))


def test_a_fault_is_noted_without_what_was_keyed() -> None:
    assert problems.noted() == []
    problems.note(_fault("Zoé Martin"))
    (entry,) = problems.noted()
    assert "Martin" not in entry
    assert "builtins.ValueError" in entry
    assert "builtins.KeyError" in entry
    assert "test_problem_journal.py:" in entry


def test_words_about_the_program_are_kept() -> None:
    assert "no attribute 'x'" in problems.note(AttributeError("'Page' has no attribute 'x'"))


def test_the_report_has_everything_but_the_user_s_folder(tmp_path: Path) -> None:
    problems.note(_fault("Zoé Martin"))
    problems.note(_fault("Thierry"))
    finding = Finding("base", True, str(Path.home() / "campagne.tldb"))
    text = problems.write_report([finding], tmp_path / "r.txt").read_text(encoding="utf-8")
    assert text.count("builtins.ValueError") == 2
    assert "ok base: ~" in text
    assert str(Path.home()) not in text.replace(str(tmp_path), "")
