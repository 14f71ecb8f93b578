"""`revisions.ndjson`: one revision a line, canonical JSON, without what the reader can work out.

`id`, `previous` and the digest of a patch that is there follow from the line and the one before it. Leaving
them out saves a fifth of a file, and what is not written cannot lie: the signature of the head at the end of
each range proves every line of it.
"""

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.chain import rebuild_revision
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.exchange import strict
from teleactivites_desktop.exchange.strict import MalformedError

MAX_LINE = 1024 * 1024
_MAX_PARENTS = 1000
_ALWAYS = frozenset({"site", "seq", "record", "kind", "parents", "at", "officer"})
_WHOLE = _ALWAYS | {"salt", "patch"}
_BLANK = _ALWAYS | {"digest"}


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


def revision_of(line: bytes, previous: str) -> Revision:
    """Return the revision of a `line` (without its newline) that follows the revision `previous` of its site.

    Raises MalformedError for what no site writes. Whether the site wrote it is for the signed head to say.
    """
    found = strict.parse(line, MAX_LINE)
    blank = "digest" in found
    strict.exactly(found, _BLANK if blank else _WHOLE, "revision")
    try:
        return rebuild_revision(
            site=strict.a_hex(found["site"], "site", 16),
            seq=strict.a_count(found["seq"], "seq", 1),
            previous=previous,
            record=strict.a_text(found["record"], "record", 64),
            kind=Kind(strict.a_text(found["kind"], "kind", 20)),
            parents=tuple(strict.a_list(found["parents"], "parents", _an_id, _MAX_PARENTS)),
            at=strict.a_hex(found["at"], "at", 16),
            officer=strict.a_text(found["officer"], "officer", 64),
            digest=strict.a_hex(found["digest"], "digest", 64) if blank else None,
            salt=None if blank else strict.a_text(found["salt"], "salt", 64),
            patch=None if blank else strict.a_patch(found["patch"], "patch"),
        )
    except ValueError as error:
        raise MalformedError(f"revision: {error}") from error


def _an_id(value: object, where: str) -> str:
    return strict.a_hex(value, where, 64)
