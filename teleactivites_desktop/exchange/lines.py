"""`revisions.ndjson`: one revision a line, canonical JSON, without what the reader can work out.

`id`, `previous` and the digest of a patch that is there follow from the line and the one before it. Leaving
them out saves a fifth of a file, and what is not written cannot lie: the signature of the head at the end of
each range proves every line of it.

A line is read in two steps. `header_of` works out who, where and which id, without looking into the patch:
enough to verify chains and to plan an import of any size. `whole_of` reads what it says, when it is wanted.
"""

import json
import re
from hashlib import sha256
from sys import intern

from teleactivites_desktop.core.history.canonical import Canonical, canonical_json
from teleactivites_desktop.core.history.chain import is_patch, rebuild_revision
from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind, Patch, Revision
from teleactivites_desktop.exchange.strict import MalformedError

MAX_LINE = 1024 * 1024
UNREAD: Patch = {}
"""The patch of a revision of which only the header was read."""

_ID = rb'"[0-9a-f]{64}"'
_LINE = re.compile(
    rb'\{"at":"(?P<at>[0-9a-f]{16})"'
    rb'(?:,"digest":"(?P<digest>[0-9a-f]{64})")?'
    rb',"kind":"(?P<kind>[a-z]{1,20})"'
    rb',"officer":"(?P<officer>[0-9a-f]{0,64})"'
    rb',"parents":\[(?P<parents>(?:' + _ID + rb"(?:," + _ID + rb"){0,999})?)\]"
    rb'(?:,"patch":(?P<patch>\{.*\}))?'
    rb',"record":"(?P<record>[0-9a-f]{16,64})"'
    rb'(?:,"salt":"(?P<salt>[0-9a-f]{32})")?'
    rb',"seq":(?P<seq>[1-9][0-9]{0,14})'
    rb',"site":"(?P<site>[0-9a-f]{16})"\}',
    re.DOTALL,
)
_HEADER = ("at", "digest", "kind", "officer", "parents", "record", "salt", "seq", "site")
_PATCH = b',"patch":'
_RECORD = b',"record":"'
_decode = json.JSONDecoder().decode
_ERASING = f'{{"{ERASED_PATH}":'.encode()


def line_of(revision: Revision) -> bytes:
    """Return the line of `revision`, with its newline: canonical JSON, its names in their order.

    All but the patch is hexadecimal or of our own words, so that nothing needs to be escaped.
    """
    parents = '","'.join(revision.parents)
    listed = f'["{parents}"]' if parents else "[]"
    blank = revision.patch is None
    head = f'{{"at":"{revision.at}",' + (f'"digest":"{revision.digest}",' if blank else "")
    who = f'"kind":"{revision.kind}","officer":"{revision.officer}","parents":{listed},'
    tail = f'"record":"{revision.record}",' + ("" if blank else f'"salt":"{revision.salt}",')
    where = f'"seq":{revision.seq},"site":"{revision.site}"}}\n'
    if revision.patch is None:
        return (head + who + tail + where).encode()
    said = canonical_json(revision.patch)
    return b"".join(((head + who + '"patch":').encode(), said, b",", (tail + where).encode()))


def header_of(line: bytes, previous: str) -> Revision:
    """Return the revision of a `line` (without its newline) that follows the revision `previous` of its site.

    Its patch is `UNREAD`, unless it erases. Raises MalformedError for what no site writes. Whether the site
    wrote it is for the signed head to say.
    """
    found = _LINE.fullmatch(line)
    if found is None:
        raise MalformedError("revision: not a line of a revision")
    said: bytes | None = found["patch"]
    at, digest, kind, officer, parents, record, salt, seq, site = (
        "" if part is None else part.decode() for part in found.group(*_HEADER)
    )
    if not (bool(said) == bool(salt) != bool(digest)):
        raise MalformedError("revision: neither whole nor blank")
    whole = said is not None and not said.startswith(_ERASING)
    try:
        header = rebuild_revision(
            site=intern(site),
            seq=int(seq),
            previous=previous,
            record=record,
            kind=Kind(kind),
            parents=tuple(parents[1:-1].split('","')) if parents else (),
            at=at,
            officer=intern(officer),
            digest=_digest(salt, said) if whole and said is not None else digest or None,
            salt=None if whole else salt or None,
            # Of an erasing one the patch is read now: the plan of an import depends on it.
            patch=None if whole or said is None else _patch_of(said),
        )
    except ValueError as error:
        raise MalformedError(f"revision: {error}") from error
    return _saying(header, salt, UNREAD) if whole else header


def whole_of(line: bytes, header: Revision) -> Revision:
    """Return the whole revision of a `line` whose `header` was read before. Raises MalformedError."""
    if header.patch is not UNREAD:
        return header
    patch = _patch_of(line[line.index(_PATCH) + len(_PATCH) : line.rindex(_RECORD)])
    if ERASED_PATH in patch or not is_patch(patch):
        raise MalformedError("revision: patch")
    return _saying(header, header.salt, patch)


def _digest(salt: str, said: bytes) -> str:
    """Return the digest of a patch not read yet: only its canonical text has the one that its site signed."""
    return sha256(bytes.fromhex(salt) + said).hexdigest()


def _saying(header: Revision, salt: str | None, patch: Patch) -> Revision:
    return Revision(
        header.site,
        header.seq,
        header.id,
        header.previous,
        header.record,
        header.kind,
        header.parents,
        header.at,
        header.officer,
        header.digest,
        salt,
        patch,
    )


def _patch_of(said: bytes) -> Patch:
    """Return the patch of its own canonical JSON: a name given twice, or a space, would change the text."""
    try:
        patch = _decode(said.decode())
        return Canonical({intern(path): value for path, value in patch.items()}, said)
    except (ValueError, RecursionError) as error:
        raise MalformedError(f"revision: {error}") from error
