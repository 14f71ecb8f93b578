"""Files made to harm: each is refused within a second and without filling the memory."""

import errno
import io
import json
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from exchange_samples import CAMPAIGN, CAMPAIGN_KEY, MadeSite, description, write

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.errors import DamagedFileError
from teleactivites_desktop.exchange import archive, envelope, keys
from teleactivites_desktop.exchange.format import open_exchange_file
from teleactivites_desktop.exchange.lines import header_of, line_of, whole_of
from teleactivites_desktop.exchange.strict import MalformedError


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return plain.getvalue()


def _bomb() -> bytes:
    return zipped({"manifest.json": b"{}", "revisions.ndjson": bytes(400_000_000)})


def _many_members() -> bytes:
    return zipped({str(i): b"" for i in range(10_000)}, zipfile.ZIP_STORED)


def _deep_manifest() -> bytes:
    return zipped({"manifest.json": b'{"a":' + b"[" * 500_000})


def _wide_manifest() -> bytes:
    return zipped({"manifest.json": b'{"a":[' + b"[]," * 3_000_000 + b"[]]}"}, zipfile.ZIP_STORED)


def _huge_number() -> bytes:
    return zipped({"manifest.json": b'{"format":"teleactivites-exchange","version":' + b"9" * 500_000 + b"}"})


def _lying_size() -> bytes:
    """A directory that promises 10 bytes for a member that expands to 200 MB."""
    plain = bytearray(zipped({"manifest.json": bytes(200_000_000)}))
    place = plain.rindex(b"PK\1\2")
    plain[place + 24 : place + 28] = struct.pack("<L", 10)
    return bytes(plain)


def _other_method() -> bytes:
    return zipped({"manifest.json": b"{}" * 1000}, zipfile.ZIP_LZMA)


def _encrypted_member() -> bytes:
    plain = bytearray(zipped({"manifest.json": b"{}"}))
    for mark, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        plain[plain.index(mark) + place] |= 1
    return bytes(plain)


def _twice_the_same_name() -> bytes:
    plain = zipped({"manifest.json": b"{}", "manifesu.json": b"{}"})
    return plain.replace(b"manifesu", b"manifest")


def _second_directory() -> bytes:
    """A zip64 directory in front of the plain one, to be believed in its place."""
    plain = zipped({"manifest.json": b"{}"})
    end = plain.rindex(b"PK\5\6")
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1 << 40, 1 << 40, 1 << 40, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, end, 1)
    return plain[:end] + record + locator + plain[end:]


@pytest.mark.parametrize(
    "make",
    [
        _bomb,
        _many_members,
        _deep_manifest,
        _wide_manifest,
        _huge_number,
        _lying_size,
        _other_method,
        _encrypted_member,
        _twice_the_same_name,
        _second_directory,
        lambda: b"",
        lambda: b"PK\5\6" + bytes(18),
        lambda: b"no zip at all" * 100,
        lambda: zipped({"manifest.json": b"{}"}) + b"a comment",
    ],
)
def test_a_trap_is_refused_quickly_and_cheaply(tmp_path: Path, make: Callable[[], bytes]) -> None:
    path = tmp_path / "trap.tlx"
    with path.open("wb") as file:
        envelope.encrypt(io.BytesIO(make()), file, keys.recipient(CAMPAIGN_KEY))
    tracemalloc.start()
    started = time.process_time()
    try:
        with pytest.raises(DamagedFileError), open_exchange_file(path, (CAMPAIGN_KEY,), CAMPAIGN):
            pytest.fail("opened")
        assert time.process_time() - started < 1
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


def _line(**changes: object) -> bytes:
    plain = {
        "site": "ab" * 8,
        "seq": 1,
        "record": "ab" * 16,
        "kind": "response",
        "parents": [],
        "at": "0" * 16,
        "officer": "",
        "salt": "ab" * 16,
        "patch": {"paper": "HD-0001"},
    }
    return canonical_json(plain | changes)


@pytest.mark.parametrize(
    "line",
    [
        _line(site="AB" * 8),
        _line(site=1234567890123456),
        _line(seq=0),
        _line(seq=-1),
        _line(seq=True),
        _line(seq=1.5),
        _line(seq=2),
        _line(record="../../etc/passwd"),
        _line(kind="secret"),
        _line(kind=3),
        _line(parents="x"),
        _line(parents=["ab"]),
        _line(parents=["cd" * 32, "ab" * 32]),
        _line(parents=["ab" * 32] * 2),
        _line(at=0),
        _line(at="f" * 17),
        _line(officer=None),
        _line(salt="ab" * 15),
        _line(salt=None),
        _line(patch=None),
        _line(patch=[]),
        _line(patch={"": 1}),
        _line(patch={"erased": "x", "paper": "HD-0001"}),
        _line(digest="ab" * 32),
        _line(more=1),
        b"",
        b"null",
        b"[]",
        b"{",
        b'{"site":"a","site":"b"}',
        _line().replace(b'"HD-0001"', b"5.0"),
        _line().replace(b'"HD-0001"', b"1e2"),
        _line().replace(b'"HD-0001"', b'"\\u0041"'),
        _line().replace(b'"HD-0001"', b'"a" '),
        _line().replace(b'{"paper":', b'{"paper":"x","paper":'),
        _line().replace(b'"HD-0001"', b"NaN"),
        _line().replace(b'"HD-0001"', b"Infinity"),
        _line().replace(b'"HD-0001"', b"1e999"),
        _line().replace(b'"HD-0001"', b"9007199254740993"),
        _line().replace(b'"HD-0001"', b"9" * 5000),
        _line().replace(b'"HD-0001"', b'"\\ud800"'),
        _line().replace(b'"HD-0001"', b'"\xff"'),
        _line().replace(b'"HD-0001"', b"[" * 40 + b"]" * 40),
        _line().replace(b'"HD-0001"', b"[" * 100_000),
    ],
)
def test_a_line_that_no_site_writes_is_refused(line: bytes) -> None:
    with pytest.raises(MalformedError):
        whole_of(line, header_of(line, ""))


def _blank_line() -> bytes:
    said = json.loads(_line(digest="ab" * 32))
    return canonical_json({name: said[name] for name in said if name not in ("salt", "patch")})


@pytest.mark.parametrize(
    "line",
    [
        _line(),
        _line(parents=["ab" * 32, "cd" * 32], patch={"é": 2.5, "x": {"typed": "\n"}, "n": None}),
        canonical_json(
            {
                key: value
                for key, value in json.loads(_line(digest="ab" * 32)).items()
                if key not in ("salt", "patch")
            }
        ),
    ],
)
def test_a_line_is_canonical_and_comes_back(line: bytes) -> None:
    assert line_of(whole_of(line, header_of(line, ""))) == line + b"\n"


def test_a_line_without_end_is_refused_before_it_is_held() -> None:
    plain = io.BytesIO(zipped({"revisions.ndjson": b"x" * 3_000_000}, zipfile.ZIP_STORED))
    with pytest.raises(MalformedError, match="more than"):
        list(archive.ArchiveReader(plain).lines("revisions.ndjson", 1_000_000))


def test_an_honest_file_of_many_small_changes_is_far_from_a_bomb(tmp_path: Path) -> None:
    """The limit on how much a member shrinks leaves room for the most repetitive honest work."""
    site = MadeSite.make(1)
    for _ in range(2000):
        site.write(record="ab" * 16, patch={"status": "kept"})
    write(tmp_path / "x.tlx", description(site), site)
    with envelope.decrypted(tmp_path / "x.tlx", (CAMPAIGN_KEY,)) as plain, zipfile.ZipFile(plain) as made:
        member = made.getinfo("revisions.ndjson")
    assert member.file_size / member.compress_size < archive.MAX_RATIO / 4


def test_a_full_disk_while_encrypting_is_an_os_error() -> None:
    """The age library makes its own error of it, which no reader of sentences knows."""

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full") as raised:
        envelope.encrypt(io.BytesIO(b"x" * 100_000), Full(), keys.recipient(keys.new_campaign_key()))
    assert raised.value.errno == errno.ENOSPC
