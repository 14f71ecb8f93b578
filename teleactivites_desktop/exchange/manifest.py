"""`manifest.json` and `signatures.json`: to bytes, and strictly back (docs/exchange-format.md)."""

import re
from dataclasses import asdict

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.exchange import keys, strict
from teleactivites_desktop.exchange.archive import MAX_MEMBERS, Member
from teleactivites_desktop.exchange.contents import (
    FORMAT,
    VERSION,
    Description,
    Heard,
    Manifest,
    QuestionnaireEntry,
    Range,
    Sender,
    SignedHead,
)
from teleactivites_desktop.exchange.strict import MalformedError

MANIFEST = "manifest.json"
SIGNATURES = "signatures.json"
REVISIONS = "revisions.ndjson"
MAX_BYTES = 1024 * 1024
MAX_SITES = 2000
_MAX_FILES = 100
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?[+-]\d\d:\d\d")
_FILE_NAME = re.compile(r"[^/\\\x00-\x1f\x7f:]{1,200}")
_FIELDS = frozenset(
    {
        "format",
        "version",
        "campaign",
        "title",
        "sender",
        "number",
        "created",
        "program",
        "addressee",
        "base",
        "heard",
        "vector",
        "ranges",
        "revisions",
        "members",
        "questionnaires",
    }
)


def manifest_to_bytes(manifest: Manifest) -> bytes:
    """Return `manifest.json`, canonical."""
    said = manifest.description
    return canonical_json(
        {
            "format": FORMAT,
            "version": VERSION,
            "campaign": said.campaign,
            "title": said.title,
            "sender": sender_to_json(said.sender),
            "number": said.number,
            "created": said.created,
            "program": said.program,
            "addressee": said.addressee,
            "base": dict(said.base),
            "heard": [asdict(each) for each in said.heard],
            "vector": dict(said.vector),
            "ranges": [asdict(part) for part in said.ranges],
            "revisions": said.revisions,
            "members": [asdict(member) for member in manifest.members],
            "questionnaires": [entry_to_json(entry) for entry in manifest.questionnaires],
        }
    )


def sender_to_json(sender: Sender) -> dict[str, str]:
    """Return `sender` for JSON."""
    return asdict(sender)


def entry_to_json(entry: QuestionnaireEntry) -> dict[str, object]:
    """Return where the parts of a package are, for JSON."""
    return {
        "id": entry.version_id,
        "workbook": entry.workbook,
        "compiled": entry.compiled,
        "files": dict(entry.files),
    }


def version_of(data: bytes) -> int:
    """Return the format version that a manifest claims, before anything else of it is believed."""
    found = strict.parse(data, MAX_BYTES)
    if found.get("format") != FORMAT:
        raise MalformedError("manifest: format")
    return strict.a_count(found.get("version"), "manifest.version", 1)


def manifest_from_bytes(data: bytes) -> Manifest:
    """Return the manifest in `data` (version 1). Raises MalformedError."""
    found = strict.exactly(strict.parse(data, MAX_BYTES), _FIELDS, "manifest")
    ranges = strict.a_list(found["ranges"], "ranges", _a_range, MAX_SITES)
    description = Description(
        campaign=strict.a_hex(found["campaign"], "campaign", 32),
        title=strict.a_text(found["title"], "title"),
        sender=sender_of(found["sender"], "sender"),
        number=strict.a_count(found["number"], "number", 1),
        created=_a_moment(found["created"], "created"),
        program=strict.a_text(found["program"], "program"),
        vector=strict.a_vector(found["vector"], "vector", MAX_SITES),
        ranges=tuple(ranges),
        addressee=strict.a_text(found["addressee"], "addressee", 20),
        base=strict.a_vector(found["base"], "base", MAX_SITES),
        heard=tuple(strict.a_list(found["heard"], "heard", _a_heard, MAX_SITES)),
    )
    _check_ranges(description)
    if found["revisions"] != description.revisions:
        raise MalformedError("revisions: not the sum of the ranges")
    members = strict.a_list(found["members"], "members", _a_member, MAX_MEMBERS)
    entries = strict.a_list(found["questionnaires"], "questionnaires", entry_of, MAX_SITES)
    return Manifest(description, tuple(members), tuple(entries))


def signatures_to_bytes(manifest_signature: str, heads: tuple[SignedHead, ...]) -> bytes:
    """Return `signatures.json`, canonical."""
    return canonical_json({"manifest": manifest_signature, "heads": [asdict(head) for head in heads]})


def signatures_from_bytes(data: bytes) -> tuple[str, tuple[SignedHead, ...]]:
    """Return the manifest's signature and the signed heads in `data`. Raises MalformedError."""
    found = strict.exactly(strict.parse(data, MAX_BYTES), frozenset({"manifest", "heads"}), "signatures")
    heads = strict.a_list(found["heads"], "heads", _a_head, MAX_SITES)
    return strict.a_hex(found["manifest"], "manifest signature", 128), tuple(heads)


def _check_ranges(said: Description) -> None:
    """Ranges stand in the order of their sites, once each, and inside what the sender says it holds."""
    sites = [part.site for part in said.ranges]
    if sites != sorted(set(sites)):
        raise MalformedError("ranges: order")
    for part in said.ranges:
        if part.last > said.vector.get(part.site, 0):
            raise MalformedError(f"ranges: {part.site} beyond the vector")


def sender_of(value: object, where: str) -> Sender:
    """Return the sender that JSON says, its id made by its key. Raises MalformedError."""
    found = strict.exactly(value, frozenset({"site", "territory", "label", "public_key"}), where)
    public = strict.a_hex(found["public_key"], "sender.public_key", 64)
    site = strict.a_hex(found["site"], "sender.site", 16)
    if keys.site_of(public) != site:
        raise MalformedError("sender: key of another site")
    return Sender(
        site=site,
        territory=strict.a_text(found["territory"], "sender.territory", 20),
        label=strict.a_text(found["label"], "sender.label"),
        public_key=public,
    )


def _a_heard(value: object, where: str) -> Heard:
    found = strict.exactly(value, frozenset({"site", "number", "created", "vector"}), where)
    return Heard(
        site=strict.a_hex(found["site"], where, 16),
        number=strict.a_count(found["number"], where, 1),
        created=_a_moment(found["created"], where),
        vector=strict.a_vector(found["vector"], where, MAX_SITES),
    )


def _a_moment(value: object, where: str) -> str:
    moment = strict.a_text(value, where, 40)
    if not _CREATED.fullmatch(moment):
        raise MalformedError(f"{where}: not a date and time")
    return moment


def _a_range(value: object, where: str) -> Range:
    found = strict.exactly(value, frozenset({"site", "first", "last", "previous"}), where)
    first = strict.a_count(found["first"], where, 1)
    return Range(
        site=strict.a_hex(found["site"], where, 16),
        first=first,
        last=strict.a_count(found["last"], where, first),
        previous=strict.a_hex(found["previous"], where, 0 if first == 1 else 64),
    )


def _a_head(value: object, where: str) -> SignedHead:
    found = strict.exactly(value, frozenset({"site", "seq", "id", "public_key", "signature"}), where)
    return SignedHead(
        site=strict.a_hex(found["site"], where, 16),
        seq=strict.a_count(found["seq"], where, 1),
        id=strict.a_hex(found["id"], where, 64),
        public_key=strict.a_hex(found["public_key"], where, 64),
        signature=strict.a_hex(found["signature"], where, 128),
    )


def _a_member(value: object, where: str) -> Member:
    found = strict.exactly(value, frozenset({"name", "size", "sha256"}), where)
    return Member(
        name=strict.a_text(found["name"], where),
        size=strict.a_count(found["size"], where),
        sha256=strict.a_hex(found["sha256"], where, 64),
    )


def entry_of(value: object, where: str) -> QuestionnaireEntry:
    """Return where JSON says that the parts of a package are. Raises MalformedError."""
    found = strict.exactly(value, frozenset({"id", "workbook", "compiled", "files"}), where)
    files = strict.an_object(found["files"], where)
    if len(files) > _MAX_FILES:
        raise MalformedError(f"{where}: too many files")
    for name in files:
        if not _FILE_NAME.fullmatch(name) or name.startswith("."):
            raise MalformedError(f"{where}: file name")
        strict.a_text(name, where)
    return QuestionnaireEntry(
        version_id=strict.a_hex(found["id"], where, 32),
        workbook=strict.a_hex(found["workbook"], where, 64),
        compiled=strict.a_hex(found["compiled"], where, 64),
        files={name: strict.a_hex(sha256, where, 64) for name, sha256 in files.items()},
    )
