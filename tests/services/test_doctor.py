"""What `doctor` finds on a machine in order, and on one that is not."""

from pathlib import Path

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.services import doctor


def _bad(findings: list[doctor.Finding]) -> dict[str, str]:
    return {found.part: found.message for found in findings if not found.good}


def test_nothing_is_wrong_where_everything_is_there(tmp_path: Path) -> None:
    findings = doctor.examine(tmp_path / "campagne.tldb")
    assert _bad(findings) == {}
    assert "pas encore de campagne" in findings[-1].message


def test_a_missing_shipped_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources").symlink_to(shipped_data.path("resources"))
    monkeypatch.setattr(shipped_data, "_root", lambda: tmp_path)
    assert "db/schema.sql, db/migrations" in _bad(doctor.examine(tmp_path / "a.tldb"))["fichiers livrés"]


def test_a_full_disk_and_lost_keys_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ROOM", 10**9)
    base = tmp_path / "campagne.tldb"
    base.write_bytes(b"encrypted bytes, whose keys are gone")
    bad = _bad(doctor.examine(base))
    assert "Libérez de la place" in bad["place sur le disque"]
    assert "campagne.tldb.keys" in bad["base"]


def test_a_library_that_does_not_load_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_LIBRARIES", ("no_such_library",))
    assert "no_such_library" in _bad(doctor.examine(tmp_path / "a.tldb"))["bibliothèques"]
