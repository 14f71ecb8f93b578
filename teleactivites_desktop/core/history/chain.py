"""The hash chain of a site: making revisions, and proving that none was altered, inserted or dropped.

`digest` = SHA-256(salt bytes, canonical JSON of the patch); `id` = SHA-256(canonical JSON of the header, with
the digest and the id of the site's previous revision in it). Erasing salt and patch leaves the chain whole.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256
from math import isfinite
from typing import NamedTuple

from teleactivites_desktop.core.history.canonical import MAX_INTEGER, canonical_json
from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind, Patch, Revision
from teleactivites_desktop.core.values import PatchValue

SALT_BYTES = 16
"""Length of a salt: short patches ("refused") must not be guessed from the digest once erased."""

_SALT = re.compile(f"[0-9a-f]{{{2 * SALT_BYTES}}}")
_ID = '"[0-9a-f]{64}"'
_HEADER = re.compile(
    r'\{"at":"[0-9a-f]{16}"'
    rf',"digest":{_ID}'
    rf',"kind":"(?:{"|".join(Kind)})"'
    r',"officer":"[0-9a-f]{0,64}"'
    rf',"parents":\[(?:{_ID}(?:,{_ID})*)?\]'
    r',"previous":"(?:[0-9a-f]{64})?"'
    r',"record":"[0-9a-f]{16,64}"'
    r',"seq":[1-9][0-9]{0,14}'
    r',"site":"[0-9a-f]{16}"\}'
)
"""What a header's canonical JSON looks like: one match checks the form of every field."""


class ChainProblem(StrEnum):
    """What is wrong with a revision."""

    FORM = "form"
    """A field does not have the form of its kind."""
    SEQUENCE = "sequence"
    """It is not of this site, or not its next number: one was dropped, inserted or repeated."""
    PREVIOUS = "previous"
    """It does not follow the revision before it: this site's chain was written twice."""
    DIGEST = "digest"
    """Its patch or salt was altered."""
    ID = "id"
    """Its header was altered."""


class ChainBreak(NamedTuple):
    """The first wrong revision of a site's run."""

    site: str
    seq: int
    problem: ChainProblem


def make_revision(
    *,
    site: str,
    seq: int,
    previous: str,
    record: str,
    kind: Kind,
    parents: Iterable[str],
    at: str,
    officer: str,
    salt: str,
    patch: Patch,
) -> Revision:
    """Return the revision with its digest and id; parents are sorted, whole floats of the patch made int.

    `salt` is `SALT_BYTES` random bytes in hexadecimal. Raises ValueError where a field or value has no
    stored form (see `canonical_json`), and for an erasing patch that says more than the reason.
    """
    stored = {path: _normal(value) for path, value in patch.items()}
    digest = patch_digest(salt, stored)
    ordered = tuple(sorted(set(parents)))
    header = _header(site, seq, previous, record, kind, ordered, at, officer, digest)
    made = Revision(
        site=site,
        seq=seq,
        id=sha256(header.encode()).hexdigest(),
        previous=previous,
        record=record,
        kind=kind,
        parents=ordered,
        at=at,
        officer=officer,
        digest=digest,
        salt=salt,
        patch=stored,
    )
    problem = verify(made, previous)
    if problem:
        raise ValueError(f"revision with a wrong {problem}: {header}")
    return made


def patch_digest(salt: str, patch: Patch) -> str:
    """Return SHA-256(salt bytes, canonical JSON of `patch`) in hexadecimal."""
    return sha256(bytes.fromhex(salt) + canonical_json(patch)).hexdigest()


def verify(revision: Revision, previous: str | None = None) -> ChainProblem | None:
    """Return what is wrong with `revision`, or None: any altered byte of any field is found.

    `previous` is the id that it must follow ("" for a site's first; None: not looked at). An erased
    revision is proved by its header alone.
    """
    header = _header_of(revision)
    if not (_HEADER.fullmatch(header) and _is_ordered(revision) and _has_form(revision)):
        return ChainProblem.FORM
    if sha256(header.encode()).hexdigest() != revision.id:
        return ChainProblem.ID
    if previous is not None and revision.previous != previous:
        return ChainProblem.PREVIOUS
    if revision.salt is None or revision.patch is None:
        return None
    try:
        digest = patch_digest(revision.salt, revision.patch)
    except ValueError:
        return ChainProblem.FORM
    return None if digest == revision.digest else ChainProblem.DIGEST


def verify_run(
    revisions: Iterable[Revision], *, site: str, seq: int = 0, previous: str = ""
) -> ChainBreak | None:
    """Return the first break in a run of one site's revisions, given in the order of their numbers.

    The run must follow the revision number `seq` with the id `previous` (0 and "": from the start).
    """
    for revision in revisions:
        seq += 1
        if revision.site != site or revision.seq != seq:
            return ChainBreak(site, seq, ChainProblem.SEQUENCE)
        problem = verify(revision, previous)
        if problem:
            return ChainBreak(site, seq, problem)
        previous = revision.id
    return None


def _header(
    site: str,
    seq: int,
    previous: str,
    record: str,
    kind: str,
    parents: tuple[str, ...],
    at: str,
    officer: str,
    digest: str,
) -> str:
    """Return the canonical JSON of the header; true to RFC 8785 for whatever matches `_HEADER`."""
    listed = '"' + '","'.join(parents) + '"' if parents else ""
    return (
        f'{{"at":"{at}","digest":"{digest}","kind":"{kind}","officer":"{officer}","parents":[{listed}]'
        f',"previous":"{previous}","record":"{record}","seq":{seq},"site":"{site}"}}'
    )


def _header_of(revision: Revision) -> str:
    return _header(
        revision.site,
        revision.seq,
        revision.previous,
        revision.record,
        revision.kind,
        revision.parents,
        revision.at,
        revision.officer,
        revision.digest,
    )


def _is_ordered(revision: Revision) -> bool:
    """Parents stand sorted and once; only a site's first revision follows none."""
    parents = revision.parents
    return (len(parents) < 2 or list(parents) == sorted(set(parents))) and (
        (revision.seq == 1) == (revision.previous == "")
    )


def _has_form(revision: Revision) -> bool:
    """Salt and patch are both there or both gone; the patch is flat, normal, and erases alone."""
    salt, patch = revision.salt, revision.patch
    if salt is None or patch is None:
        return salt is None and patch is None
    if not (isinstance(patch, dict) and _SALT.fullmatch(salt)):
        return False
    if "" in patch or (ERASED_PATH in patch and len(patch) > 1):
        return False
    return not any(type(value) is float and value.is_integer() for value in patch.values())


def _normal(value: PatchValue) -> PatchValue:
    """Return `value` as it comes back from canonical JSON: whole floats are ints."""
    if isinstance(value, float) and isfinite(value) and value.is_integer():
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"whole number beyond 2^53: {value}")
        return int(value)
    if isinstance(value, list | tuple):
        return [_normal(item) for item in value]
    if isinstance(value, dict):
        return {key: _normal(item) for key, item in value.items()}
    return value
