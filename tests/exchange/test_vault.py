"""Keys at rest: several officers, a changed passphrase, the recovery code, what is refused."""

import json
from pathlib import Path

import pytest
from exchange_samples import environment
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.errors import DamagedFileError, NewerFormatError, UserError, WrongPassphraseError
from teleactivites_desktop.exchange import recovery, sealing, vault

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is not the price of a guess."""
    monkeypatch.setattr(vault, "UNLOCKING", sealing.Cost(memory_kib=16, iterations=1, lanes=1))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "campagne.tldb"
    vault.create_vault(path, KEY, "Marie", "trois mots choisis", environment())
    return path


def test_the_passphrase_opens_and_another_does_not(database: Path) -> None:
    assert vault.has_vault(database)
    assert vault.unlock(database, "trois mots choisis").key == KEY
    with pytest.raises(WrongPassphraseError, match=r"n'ouvre pas « campagne\.tldb »"):
        vault.unlock(database, "trois mots choisi")


def test_the_same_words_typed_otherwise_are_the_same_passphrase(database: Path) -> None:
    vault.set_passphrase(database, KEY, "Marie", "été à la neige", environment())
    assert vault.unlock(database, "  e\u0301te\u0301  a\u0300 la neige ").key == KEY


def test_several_officers_open_the_same_database(database: Path) -> None:
    vault.set_passphrase(database, KEY, "Denis", "une autre phrase", environment(2))
    assert vault.officers(database) == ("Marie", "Denis")
    assert vault.unlock(database, "une autre phrase") == vault.Unlocked(KEY, "Denis")
    assert vault.unlock(database, "trois mots choisis") == vault.Unlocked(KEY, "Marie")
    vault.remove_passphrase(database, "Marie")
    with pytest.raises(WrongPassphraseError):
        vault.unlock(database, "trois mots choisis")
    with pytest.raises(UserError, match="Denis"):
        vault.remove_passphrase(database, "Denis")


def test_a_changed_passphrase_keeps_the_key(database: Path) -> None:
    vault.set_passphrase(database, KEY, "Marie", "nouvelle phrase", environment(2))
    assert vault.unlock(database, "nouvelle phrase").key == KEY
    with pytest.raises(WrongPassphraseError):
        vault.unlock(database, "trois mots choisis")


def test_a_passphrase_that_protects_nothing_is_refused(database: Path) -> None:
    before = vault.vault_path(database).read_bytes()
    for weak in ("   ", "marie", "123456789012"):
        with pytest.raises(UserError, match="ne protège pas"):
            vault.set_passphrase(database, KEY, "Marie", weak, environment())
    assert vault.vault_path(database).read_bytes() == before


def test_the_recovery_code_opens_even_without_the_keys_file(database: Path) -> None:
    code = recovery.code_of(KEY)
    assert vault.unlock(database, code).key == KEY
    vault.vault_path(database).unlink()
    assert vault.unlock(database, code.lower().replace("-", " ")).key == KEY
    with pytest.raises(UserError, match="code de secours"):
        vault.unlock(database, "trois mots choisis")


def test_the_recovery_code_of_another_database_does_not_open(database: Path) -> None:
    with pytest.raises(WrongPassphraseError):
        vault.unlock(database, recovery.code_of(bytes(32)))


@given(
    st.binary(min_size=32, max_size=32),
    st.integers(0, 69),
    st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"),
)
def test_a_recovery_code_spells_its_key_and_a_slip_is_noticed(key: bytes, place: int, letter: str) -> None:
    code = recovery.code_of(key)
    assert len(code) == 69
    assert recovery.key_of(code) == key
    slipped = code[:place] + letter + code[place + 1 :]
    assert recovery.key_of(slipped) in ((key,) if slipped == code else (None,))


def test_no_word_of_the_secret_is_in_the_file(database: Path) -> None:
    content = vault.vault_path(database).read_bytes()
    assert KEY not in content
    assert KEY.hex().encode() not in content
    assert vault.vault_path(database).stat().st_mode & 0o077 == 0


def test_an_officer_cannot_be_renamed_in_the_file(database: Path) -> None:
    path = vault.vault_path(database)
    path.write_text(path.read_text().replace("Marie", "Mario"))
    with pytest.raises(WrongPassphraseError):
        vault.unlock(database, "trois mots choisis")


@pytest.mark.parametrize(
    "change",
    [
        {"locks": [{}]},
        {"check": "zz"},
        {"locks": "none"},
        {"more": 1},
    ],
)
def test_damaged_keys_say_so(database: Path, change: dict[str, object]) -> None:
    path = vault.vault_path(database)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(DamagedFileError, match="code de secours"):
        vault.unlock(database, "trois mots choisis")


def test_a_cost_that_would_stall_the_machine_is_refused(database: Path) -> None:
    path = vault.vault_path(database)
    content = json.loads(path.read_text())
    content["locks"][0]["seal"]["memory_kib"] = 2**40
    path.write_text(json.dumps(content))
    with pytest.raises(DamagedFileError):
        vault.unlock(database, "trois mots choisis")


def test_newer_keys_are_told_apart(database: Path) -> None:
    path = vault.vault_path(database)
    path.write_text(path.read_text().replace('"version": 1', '"version": 2'))
    with pytest.raises(NewerFormatError):
        vault.unlock(database, "trois mots choisis")


def test_the_price_of_a_guess_is_paid() -> None:
    """A guess costs at least what RFC 9106 recommends where memory is scarce: 64 MiB, 3 passes."""
    for cost in (sealing.UNLOCKING, sealing.INVITING):
        assert cost.memory_kib >= 64 * 1024
        assert cost.iterations >= 3
    assert sealing.seal(b"secret", "mots", b"", sealing.UNLOCKING, environment()).cost == sealing.UNLOCKING
