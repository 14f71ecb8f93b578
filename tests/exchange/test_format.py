"""The exchange file: what goes in comes out, and whatever else is handed over is refused with a sentence."""

import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from exchange_samples import (
    CAMPAIGN,
    CAMPAIGN_KEY,
    PACKAGE,
    MadeSite,
    altered,
    description,
    revisions_of,
    write,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import DamagedFileError, NewerFormatError, UserError
from teleactivites_desktop.exchange import envelope, keys
from teleactivites_desktop.exchange.contents import Manifest, SignedHead
from teleactivites_desktop.exchange.format import open_exchange_file

Read = tuple[Manifest, tuple[SignedHead, ...], list[Revision], list[QuestionnairePackage]]


def read(path: Path, campaign: str = CAMPAIGN, key: str = CAMPAIGN_KEY) -> Read:
    with open_exchange_file(path, (key,), campaign) as file:
        return file.manifest, file.heads, list(file.revisions()), list(file.questionnaires())


@pytest.fixture
def site() -> MadeSite:
    made = MadeSite.make(1)
    for _ in range(3):
        made.write()
    return made


@pytest.fixture
def other() -> MadeSite:
    made = MadeSite.make(2)
    made.write(Kind.RESPONSE, "", {"erased": "demande de la personne"})
    return made


@pytest.fixture
def path(tmp_path: Path, site: MadeSite, other: MadeSite) -> Path:
    file = tmp_path / "HD-1.tlx"
    write(file, description(site, other), site, other, packages=(PACKAGE,))
    return file


def plain_of(path: Path) -> bytes:
    with envelope.decrypted(path, (CAMPAIGN_KEY,)) as plain:
        return plain.read()


def sealed(path: Path, plain: bytes) -> Path:
    """Write `plain` as somebody who has the campaign's key would, whatever it is."""
    forged = path.with_name("forged.tlx")
    with forged.open("wb") as file:
        envelope.encrypt(io.BytesIO(plain), file, keys.recipient(CAMPAIGN_KEY))
    return forged


def rezipped(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write the file again with members changed."""
    with zipfile.ZipFile(io.BytesIO(plain_of(path))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sealed(path, plain.getvalue())


def replaced(members: dict[str, bytes], name: str, old: bytes, new: bytes) -> None:
    assert old in members[name]
    members[name] = members[name].replace(old, new, 1)


# --- round trips


def test_what_goes_in_comes_out(path: Path, site: MadeSite, other: MadeSite) -> None:
    said = description(site, other)
    manifest, heads, revisions, packages = read(path)
    assert manifest.description == said
    assert revisions == list(revisions_of(said, site, other))
    assert packages == [PACKAGE]
    assert set(heads) == {site.head(), other.head()}


def test_a_range_may_begin_anywhere(tmp_path: Path, site: MadeSite) -> None:
    said = description(site, first={site.id: 3})
    write(tmp_path / "delta.tlx", said, site)
    assert read(tmp_path / "delta.tlx")[2] == site.chain[2:]


def test_a_file_without_revisions_is_a_receipt(tmp_path: Path, site: MadeSite) -> None:
    said = altered(description(site), ranges=())
    write(tmp_path / "receipt.tlx", said, site)
    manifest, _, revisions, _ = read(tmp_path / "receipt.tlx")
    assert revisions == []
    assert manifest.description.vector == {site.id: 4}


def test_an_erased_revision_travels_blank_and_keeps_its_place(tmp_path: Path, site: MadeSite) -> None:
    site.chain[2] = site.chain[2].blanked()
    write(tmp_path / "blank.tlx", description(site), site)
    assert read(tmp_path / "blank.tlx")[2] == site.chain


_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_values = st.recursive(
    st.none() | st.booleans() | _texts | st.integers(-(2**53), 2**53) | st.floats(-1e15, 1e15),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=5,
)
_patches = st.dictionaries(_texts.filter(lambda path: path not in ("", "erased")), _values, max_size=5)


@pytest.mark.fuzz
@given(patches=st.lists(_patches, max_size=4), first=st.integers(1, 5))
def test_any_patch_makes_the_round_trip(patches: list[dict[str, str]], first: int) -> None:
    site = MadeSite.make(3)
    for patch in patches:
        site.write(patch=patch)
    first = min(first, len(site.chain))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.tlx"
        write(path, description(site, first={site.id: first}), site)
        assert read(path)[2] == site.chain[first - 1 :]


# --- nothing is left, nothing half-written


def test_the_file_is_private_and_alone(path: Path) -> None:
    assert [file.name for file in path.parent.iterdir()] == ["HD-1.tlx"]
    assert path.stat().st_mode & 0o077 == 0


def test_reading_leaves_no_plaintext_behind(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    read(path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedFileError):
        read(path)
    assert not list(temporary.iterdir())


def test_a_failed_writing_leaves_the_old_file(path: Path, site: MadeSite) -> None:
    before = path.read_bytes()
    said = altered(description(site), vector={"not a site": object()})
    with pytest.raises(ValueError, match="canonical"):
        write(path, said, site)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["HD-1.tlx"]


def test_a_folder_that_is_gone_is_said(tmp_path: Path, site: MadeSite) -> None:
    with pytest.raises(UserError, match="ne peut pas être écrit"):
        write(tmp_path / "absent" / "x.tlx", description(site), site)


# --- refused before anything is decrypted


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide"),
        ("Bonjour, voici le fichier demandé.\n".encode(), "un fichier de texte"),
        (b"PK\x03\x04 a workbook", "un classeur ou une archive"),
        (b"SQLite format 3\0...", "une base de données"),
        (b"%PDF-1.4\0", "un document PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "une autre sorte"),
        (b"teleactivites-invitation/1\n{}\n", "est une invitation"),
        (b"age-encryption.org/v1\n", "tronqué ou a été altéré"),
        (b"age-encr", "tronqué ou a été altéré"),
        (b"age-encryption.org/v1\n" + b"x" * 100_000, "tronqué ou a été altéré"),
    ],
)
def test_what_is_no_exchange_file_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "reçu.tlx"
    path.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        read(path)


def test_a_future_outside_is_told_from_damage(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"age-encryption.org/v1", b"age-encryption.org/v2"))
    with pytest.raises(NewerFormatError, match="version plus récente"):
        read(path)


def test_a_folder_and_an_absent_file_are_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="est un dossier"):
        read(tmp_path)
    with pytest.raises(UserError, match="n'existe pas"):
        read(tmp_path / "absent.tlx")


def test_another_key_opens_nothing(path: Path) -> None:
    with pytest.raises(UserError, match="pas été écrit pour cette campagne"):
        read(path, key=keys.new_campaign_key())


def test_another_campaign_under_the_same_key_is_refused(path: Path) -> None:
    with pytest.raises(UserError, match="autre campagne, «\xa0Recensement 2007\xa0»"):
        read(path, campaign="cb" * 16)


# --- altered from outside


def test_every_truncation_is_refused(path: Path) -> None:
    content = path.read_bytes()
    for kept in range(1, len(content), 37):
        path.write_bytes(content[:kept])
        with pytest.raises(DamagedFileError):
            read(path)


def test_every_altered_byte_is_refused(path: Path) -> None:
    content = path.read_bytes()
    for place in range(0, len(content), 11):
        path.write_bytes(content[:place] + bytes((content[place] ^ 1,)) + content[place + 1 :])
        with pytest.raises(UserError):
            read(path)


def test_something_added_is_refused(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(DamagedFileError):
        read(path)


# --- altered by somebody who has the campaign's key


@pytest.mark.fuzz
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 100_000), flip=st.integers(1, 255))
def test_an_altered_byte_inside_is_refused_or_changes_nothing(path: Path, place: int, flip: int) -> None:
    plain = bytearray(plain_of(path))
    plain[place % len(plain)] ^= flip
    honest = read(path)
    try:
        found = read(sealed(path, bytes(plain)))
    except DamagedFileError:
        return
    assert found == honest  # a date or an attribute of the zip, which says nothing


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("revisions.ndjson", "Bérard".encode(), b"Bernard"),
        ("revisions.ndjson", b'"at":"0', b'"at":"1'),
        ("revisions.ndjson", b'"seq":2', b'"seq":3'),
        ("manifest.json", b'"number":1', b'"number":2'),
        ("manifest.json", b'"seq":4', b'"seq":5'),
        ("manifest.json", b'"territory":"HD"', b'"territory":"HAD"'),
        ("signatures.json", b'"manifest":"', b'"manifest":"0'),
        ("signatures.json", b'"seq":4', b'"seq":3'),
    ],
)
def test_a_member_that_was_rewritten_is_refused(path: Path, name: str, old: bytes, new: bytes) -> None:
    if old == b'"seq":4':
        old = b'"seq":4' if name == "signatures.json" else b'"last":4'
    with pytest.raises(DamagedFileError):
        read(rezipped(path, lambda members: replaced(members, name, old, new)))


def test_members_are_those_of_the_manifest(path: Path) -> None:
    def add(members: dict[str, bytes]) -> None:
        members["../../.profile"] = b"echo"

    def drop(members: dict[str, bytes]) -> None:
        del members[next(name for name in members if name.startswith("questionnaires/"))]

    for change in (add, drop):
        with pytest.raises(DamagedFileError):
            read(rezipped(path, change))


def test_a_questionnaire_of_another_content_is_refused(path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members[next(name for name in members if name.startswith("questionnaires/"))] += b" "

    with pytest.raises(DamagedFileError):
        read(rezipped(path, change))


def test_a_revision_slipped_in_at_the_end_is_refused(path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        members["revisions.ndjson"] += members["revisions.ndjson"].splitlines(keepends=True)[-1]

    with pytest.raises(DamagedFileError):
        read(rezipped(path, change))


def test_a_newer_manifest_is_told_from_damage(path: Path) -> None:
    def change(members: dict[str, bytes]) -> None:
        said = json.loads(members["manifest.json"]) | {"version": 2, "unheard of": True}
        members["manifest.json"] = json.dumps(said).encode()

    with pytest.raises(NewerFormatError, match="version plus récente"):
        read(rezipped(path, change))


# --- sites that lie with their own keys


def test_a_chain_signed_by_another_site_is_refused(tmp_path: Path, site: MadeSite, other: MadeSite) -> None:
    """What `other` would have said cannot be made up by `site`."""
    forger = MadeSite(other.seed, other.random, other.chain[:1])
    forger.write()
    head = site.head()
    forged = SignedHead(other.id, 2, forger.chain[-1].id, head.public_key, head.signature)
    said = description(site, forger)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forger, "head", lambda _campaign: forged)
        write(tmp_path / "forged.tlx", said, site, forger)
    with pytest.raises(DamagedFileError):
        read(tmp_path / "forged.tlx")


def test_a_head_signed_for_another_campaign_is_refused(tmp_path: Path, site: MadeSite) -> None:
    with pytest.MonkeyPatch.context() as patch:
        moved = site.head("cb" * 16)
        patch.setattr(site, "head", lambda _campaign: moved)
        write(tmp_path / "moved.tlx", description(site), site)
    with pytest.raises(DamagedFileError):
        read(tmp_path / "moved.tlx")


def test_a_site_presents_itself_first(tmp_path: Path) -> None:
    nameless = MadeSite.make(5)
    nameless.chain.clear()
    nameless.write()
    impostor = MadeSite.make(6)
    impostor.chain.clear()
    impostor.write(Kind.SITE, impostor.id, {"public_key": keys.public_key(bytes(32))})
    for liar in (nameless, impostor):
        write(tmp_path / "x.tlx", description(liar), liar)
        with pytest.raises(DamagedFileError):
            read(tmp_path / "x.tlx")


def test_a_manifest_that_says_more_than_it_brings_is_refused(tmp_path: Path, site: MadeSite) -> None:
    said = description(site)
    part = said.ranges[0]
    for ranges, vector in (
        ((part,), {site.id: 3}),
        ((part, part), said.vector),
    ):
        write(tmp_path / "x.tlx", altered(said, ranges=ranges, vector=vector), site)
        with pytest.raises(DamagedFileError):
            read(tmp_path / "x.tlx")
