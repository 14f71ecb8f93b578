"""The inside of exchange files and invitations: a zip whose members are known beforehand.

Whoever reads one may have been handed a trap, so its directory is bounded before Python's reader sees it,
and what its members promise is bounded before any of them is expanded.
"""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Self

from teleactivites_desktop.exchange.strict import MalformedError

MAX_MEMBERS = 4000
MAX_DIRECTORY = 1024 * 1024
MAX_EXPANDED = 8 * 1024**3
MAX_RATIO = 40
"""Every revision carries 48 random bytes and more in some 300: no honest file shrinks to a fortieth."""
_RATIO_SLACK = 4 * 1024 * 1024
"""Small members may: below 4 MiB the ratio does not matter."""
_CHUNK = 256 * 1024
_END = struct.Struct("<4s4H2LH")
_DATE = (1980, 1, 1, 0, 0, 0)
"""The same content always makes the same bytes; the date is in the manifest."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    struct.error,
    KeyError,
    OverflowError,
)
"""What Python's zip reader raises for what is no zip, is cut, encrypted, or of an unknown method."""


@dataclass(frozen=True)
class Member:
    """One member as written: its `size` in bytes and the SHA-256 of its content (64 hex digits)."""

    name: str
    size: int
    sha256: str


class ArchiveWriter:
    """Writes members one after the other; leaving its `with` block writes the directory."""

    def __init__(self, file: IO[bytes]) -> None:
        """Write into `file`, from its position."""
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, content: Iterator[bytes]) -> Member:
        """Add a member made of the pieces of `content`; they are not held together in memory."""
        information = zipfile.ZipInfo(name, _DATE)
        information.compress_type = zipfile.ZIP_DEFLATED
        information.external_attr = 0o600 << 16
        size, digest = 0, hashlib.sha256()
        with self._zip.open(information, "w", force_zip64=True) as member:
            for piece in content:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
        return Member(name, size, digest.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()


class ArchiveReader:
    """Reads the members of a zip that nobody vouches for yet. Every fault is a MalformedError."""

    def __init__(self, file: IO[bytes]) -> None:
        """Look at the directory of `file` (seekable) and refuse what promises too much."""
        size = _check_directory(file)
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise MalformedError(f"zip: {error}") from error
        self._members = {member.filename: member for member in self._zip.infolist()}
        if len(self._members) != len(self._zip.infolist()):
            raise MalformedError("zip: a member given twice")
        _check_promises(self._zip.infolist(), size)

    @property
    def names(self) -> frozenset[str]:
        """Return the names of the members."""
        return frozenset(self._members)

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a member of at most `limit` bytes."""
        return b"".join(self.pieces(name, limit))

    def pieces(self, name: str, limit: int = MAX_EXPANDED) -> Iterator[bytes]:
        """Yield the content of a member, of at most `limit` bytes, in pieces of bounded size."""
        member = self._members.get(name)
        if member is None:
            raise MalformedError(f"zip: no member {name}")
        if member.file_size > limit:
            raise MalformedError(f"zip: {name} has more than {limit} bytes")
        read = 0
        try:
            with self._zip.open(member) as content:
                while piece := content.read(_CHUNK):
                    read += len(piece)
                    yield piece
        except _BROKEN as error:
            raise MalformedError(f"zip: {name}: {error}") from error
        if read != member.file_size:
            raise MalformedError(f"zip: {name} is cut")

    def lines(self, name: str, limit: int) -> Iterator[bytes]:
        """Yield the lines of a member, without their newline; each has at most `limit` bytes."""
        rest = b""
        for piece in self.pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                if len(line) > limit:
                    raise MalformedError(f"zip: {name}: a line of more than {limit} bytes")
                yield line
            if len(rest) > limit:
                raise MalformedError(f"zip: {name}: a line of more than {limit} bytes")
        if rest:
            raise MalformedError(f"zip: {name}: the last line is cut")


def _check_directory(file: IO[bytes]) -> int:
    """Return the size of `file` after a look at its end of directory: bounded, no comment, one disk."""
    size = file.seek(0, 2)
    if size < _END.size:
        raise MalformedError("zip: too short")
    file.seek(size - _END.size)
    signature, disk, first, here, entries, length, start, comment = _END.unpack(file.read(_END.size))
    file.seek(0)
    if signature != b"PK\5\6" or disk or first or comment or here != entries:
        raise MalformedError("zip: no plain end of directory")
    if entries > MAX_MEMBERS or length > MAX_DIRECTORY:
        raise MalformedError("zip: directory too big")
    if start + length + _END.size != size:
        # Nothing before, between or after: no second directory (zip64) can take the place of this one.
        raise MalformedError("zip: directory elsewhere")
    return size


def _check_promises(members: list[zipfile.ZipInfo], size: int) -> None:
    if sum(member.compress_size for member in members) > size:
        raise MalformedError("zip: members overlap")
    if sum(member.file_size for member in members) > MAX_EXPANDED:
        raise MalformedError("zip: expands to too much")
    for member in members:
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or member.flag_bits & 0x1:
            raise MalformedError(f"zip: method of {member.filename!r}")
        if member.file_size > _RATIO_SLACK + MAX_RATIO * member.compress_size:
            raise MalformedError(f"zip: {member.filename!r} expands too much")
