"""The invitation: what it brings, and what is refused."""

import io
import json
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from exchange_samples import CAMPAIGN, CAMPAIGN_KEY, PACKAGE, MadeSite, environment
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleactivites_desktop.errors import DamagedFileError, NewerFormatError, UserError, WrongPassphraseError
from teleactivites_desktop.exchange import invitation, sealing
from teleactivites_desktop.exchange.archive import ArchiveReader
from teleactivites_desktop.exchange.invitation import Invitation, read_invitation, write_invitation
from teleactivites_desktop.exchange.strict import MalformedError

INVITATION = Invitation(
    campaign=CAMPAIGN,
    title="Recensement des télétravailleurs",
    campaign_key=CAMPAIGN_KEY,
    territories={"HD": "Haute-Durance"},
    questionnaire=PACKAGE.version,
    packages=(PACKAGE,),
    inviter=MadeSite.make(1).sender,
)
WORDS = "sapin mélèze bouleau"


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tested here is not the price of a guess."""
    monkeypatch.setattr(invitation, "INVITING", sealing.Cost(memory_kib=16, iterations=1, lanes=1))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "invitation.tli"
    write_invitation(file, INVITATION, WORDS, environment())
    return file


def test_it_brings_all_that_it_was_given(path: Path) -> None:
    assert read_invitation(path, WORDS) == INVITATION


def test_nothing_of_it_can_be_read_without_the_words(path: Path) -> None:
    content = path.read_bytes()
    for secret in (CAMPAIGN_KEY, CAMPAIGN, "Haute-Durance"):
        assert secret.encode() not in content
    with pytest.raises(WrongPassphraseError, match="téléphone"):
        read_invitation(path, "sapin")


@pytest.mark.parametrize("weak", [" ", "sapin", "sapinsapinsapin"])
def test_a_passphrase_that_protects_nothing_is_refused(tmp_path: Path, weak: str) -> None:
    with pytest.raises(UserError, match="ne protège pas"):
        write_invitation(tmp_path / "i.tli", INVITATION, weak, environment())
    assert not list(tmp_path.iterdir())


def test_what_is_no_invitation_is_refused(path: Path) -> None:
    path.write_bytes(b"age-encryption.org/v1\n...")
    with pytest.raises(DamagedFileError, match="n'est pas une invitation"):
        read_invitation(path, WORDS)
    path.write_bytes(b"teleactivites-invitation/2\n{}\n")
    with pytest.raises(NewerFormatError, match="plus récente"):
        read_invitation(path, WORDS)
    path.unlink()
    with pytest.raises(UserError, match="ne peut pas être lue"):
        read_invitation(path, WORDS)
    with pytest.raises(UserError, match="ne peut pas être lue"):
        read_invitation(path.parent, WORDS)


@pytest.mark.fuzz
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_an_altered_byte_is_refused_or_changes_nothing(path: Path, place: int, flip: int) -> None:
    content = bytearray(path.read_bytes())
    content[place % len(content)] ^= flip
    mutated = path.with_name("altered.tli")
    mutated.write_bytes(content)
    with suppress(UserError):
        assert read_invitation(mutated, WORDS) == INVITATION


@pytest.mark.fuzz
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.integers(0, 10_000))
def test_a_truncated_one_is_refused(path: Path, kept: int) -> None:
    content = path.read_bytes()
    cut = path.with_name("cut.tli")
    cut.write_bytes(content[: kept % len(content)])
    with pytest.raises(UserError):
        read_invitation(cut, WORDS)


@pytest.mark.parametrize(("memory_kib", "iterations"), [(256 * 1024, 1), (128 * 1024, 9), (8, 2**40)])
def test_no_invitation_costs_more_than_an_honest_one(path: Path, memory_kib: int, iterations: int) -> None:
    """Whoever sends one may write any cost in its header, which is read before anything is proved."""
    magic, header, sealed = path.read_bytes().split(b"\n", 2)
    said = {**json.loads(header), "memory_kib": memory_kib, "iterations": iterations}
    path.write_bytes(b"\n".join((magic, json.dumps(said).encode(), sealed)))
    begun = time.process_time()
    with pytest.raises(DamagedFileError):
        read_invitation(path, WORDS)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize("code", ["\ud800", "x" * 21])
def test_a_code_of_a_territory_is_a_short_text(path: Path, code: str) -> None:
    """An inviter whose program is another one may have sealed anything."""
    archive = invitation._archive_of(INVITATION)
    said = json.dumps({code: "nom"}).encode()
    with zipfile.ZipFile(io.BytesIO(archive)) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    members["invitation.json"] = members["invitation.json"].replace(b'{"HD":"Haute-Durance"}', said)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    with pytest.raises(MalformedError, match="territories"):
        invitation._invitation_of(ArchiveReader(io.BytesIO(plain.getvalue())))
