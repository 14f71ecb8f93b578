"""The hash chain of a site: making revisions, and proving that none was altered, inserted or dropped.

`digest` = SHA-256(salt bytes, canonical JSON of the patch); `id` = SHA-256(canonical JSON of the header, with
the digest and the id of the site's previous revision in it). Erasing salt and patch leaves the chain whole.
"""

import re
from collections.abc import Collection, Iterable, Mapping
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
_PLAIN = frozenset({str, int, bool, type(None)})
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
    stored form (see `canonical_json`), and for an erasing patch that says anything but the reason.
    """
    return rebuild_revision(
        site=site,
        seq=seq,
        previous=previous,
        record=record,
        kind=kind,
        parents=tuple(sorted(set(parents))),
        at=at,
        officer=officer,
        digest=None,
        salt=salt,
        patch={path: _normal(value) for path, value in patch.items()},
    )


def rebuild_revision(
    *,
    site: str,
    seq: int,
    previous: str,
    record: str,
    kind: Kind,
    parents: tuple[str, ...],
    at: str,
    officer: str,
    digest: str | None,
    salt: str | None,
    patch: Patch | None,
) -> Revision:
    """Return the revision that these fields make, its id worked out, and its digest unless it is erased.

    An erased one gives `digest` without `salt` and `patch`, a whole one the reverse. Raises ValueError where
    a field does not have the form of its kind.
    """
    if digest is None:
        if salt is None or patch is None or not _SALT.fullmatch(salt):
            raise ValueError("neither a digest nor what it is made of")
        digest = patch_digest(salt, patch)
        if not is_patch(patch):
            raise ValueError("patch of a wrong form")
    elif salt is not None or patch is not None:
        raise ValueError("a digest beside what it is made of")
    header = _header(site, seq, previous, record, kind, parents, at, officer, digest)
    made = Revision(
        site=site,
        seq=seq,
        id=sha256(header.encode()).hexdigest(),
        previous=previous,
        record=record,
        kind=kind,
        parents=parents,
        at=at,
        officer=officer,
        digest=digest,
        salt=salt,
        patch=patch,
    )
    if not (_HEADER.fullmatch(header) and _is_ordered(made)):
        raise ValueError(f"revision with a wrong form: {header[:400]}")
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
    if not (_HEADER.fullmatch(header) and _is_ordered(revision)):
        return ChainProblem.FORM
    if sha256(header.encode()).hexdigest() != revision.id:
        return ChainProblem.ID
    if previous is not None and revision.previous != previous:
        return ChainProblem.PREVIOUS
    return _verify_patch(revision)


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
    """Parents stand sorted, each once and whole; only a site's first revision follows none."""
    parents, seq = revision.parents, revision.seq
    if parents and not (list(parents) == sorted(set(parents)) and {len(id_) for id_ in parents} == {64}):
        return False
    return type(seq) is int and (seq == 1) == (revision.previous == "")


def _verify_patch(revision: Revision) -> ChainProblem | None:
    salt, patch = revision.salt, revision.patch
    if salt is None or patch is None:
        return None if salt is None and patch is None else ChainProblem.FORM
    if not (isinstance(patch, Mapping) and _SALT.fullmatch(salt)):
        return ChainProblem.FORM
    try:
        digest = patch_digest(salt, patch)
    except ValueError:
        return ChainProblem.FORM
    if digest != revision.digest:
        return ChainProblem.DIGEST
    return None if is_patch(patch) else ChainProblem.FORM


def is_patch(patch: Patch) -> bool:
    """Tell whether `patch` names its paths, erases for a reason alone, and holds numbers in normal form."""
    if ERASED_PATH in patch and not (len(patch) == 1 and isinstance(patch[ERASED_PATH], str)):
        return False
    return "" not in patch and _are_normal(patch.values())


def _are_normal(values: Collection[PatchValue]) -> bool:
    """Tell whether no float among `values`, nor inside them, is whole: its canonical JSON is an integer's."""
    if set(map(type, values)) <= _PLAIN:
        return True
    return all(_is_normal(value) for value in values if type(value) not in _PLAIN)


def _is_normal(value: PatchValue) -> bool:
    if isinstance(value, float):
        return not value.is_integer()
    if isinstance(value, dict):
        return _are_normal(value.values())
    return not isinstance(value, list) or _are_normal(value)


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
