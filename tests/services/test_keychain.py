"""The system's keychain may hold the key; without one, or when it fails, the passphrase opens as before."""

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import keyring
import pytest
from exchange_sites import CHEAP, made_environment
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked

from teleactivites_desktop.errors import UserError, WrongPassphraseError
from teleactivites_desktop.exchange import vault
from teleactivites_desktop.services import campaigns, keychain, locations

PASSPHRASE = "trois mots choisis"


class InMemory(KeyringBackend):
    """A keychain that forgets with the test."""

    priority = 5.0

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.held: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked("verrouillé")
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[InMemory]:
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path / "home"))
    before, made = keyring.get_keyring(), InMemory()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.tldb"
    with mock.patch.object(vault, "UNLOCKING", CHEAP):
        created = campaigns.create(
            path, territory="HD", officer="Marie", passphrase=PASSPHRASE, environment=made_environment(1)
        )
    created.workspace.close()
    return path


def test_a_kept_key_opens_under_the_officers_name_and_is_forgotten(backend: InMemory, database: Path) -> None:
    assert keychain.recall(database) is None
    keychain.keep(database, PASSPHRASE, made_environment(2))
    assert keychain.is_kept(database)
    unlocked = keychain.recall(database)
    assert unlocked is not None
    assert unlocked.officer == "Marie"
    campaigns.open_workspace(database, None, made_environment(3), unlocked=unlocked).close()
    keychain.forget(database)
    assert not backend.held
    assert keychain.recall(database) is None
    keychain.forget(database)  # twice does no harm
    with pytest.raises(WrongPassphraseError):
        campaigns.open_workspace(database, None, made_environment(3))


def test_a_wrong_passphrase_keeps_nothing(backend: InMemory, database: Path) -> None:
    with pytest.raises(WrongPassphraseError):
        keychain.keep(database, "trois mots perdus", made_environment(2))
    assert not backend.held
    assert not keychain.is_kept(database)


def test_a_machine_without_keychain_says_so(backend: InMemory, database: Path) -> None:
    keyring.set_keyring(NoKeyring())  # type: ignore[no-untyped-call]
    with pytest.raises(UserError, match="pas de trousseau utilisable"):
        keychain.keep(database, PASSPHRASE, made_environment(2))
    assert not keychain.is_kept(database)


def test_a_keychain_that_is_locked_or_holds_another_key_opens_nothing(
    backend: InMemory, database: Path
) -> None:
    keychain.keep(database, PASSPHRASE, made_environment(2))
    backend.locked = True
    assert keychain.recall(database) is None
    with pytest.raises(UserError, match="refuse"):
        keychain.forget(database)
    backend.locked = False
    (name,) = backend.held
    for held in ("", "[]", "{}", '{"key": "zz", "officer": ""}', f'{{"key": "{"00" * 32}", "officer": "x"}}'):
        backend.held[name] = held
        assert keychain.recall(database) is None
