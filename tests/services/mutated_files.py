"""Exchange files and invitations as damage, malice and other programs make them.

Bytes are altered outside the encryption, inside it, and in the members; the members of some are signed anew
by the honest sender, so that what reads them is reached as well as what refuses them.
"""

import hashlib
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.exchange import envelope, keys, manifest
from teleactivites_desktop.exchange.lines import header_of
from teleactivites_desktop.exchange.signatures import sign_head, sign_manifest
from teleactivites_desktop.exchange.strict import MalformedError

Members = dict[str, bytes]
_RAW = "\x00raw "
_DEEP = (40, 1_000, 200_000)
_TEXTS = (
    "",
    "x" * 300,
    "x" * 100_000,
    "../../etc/passwd",
    "C:\\x",
    "\ud800",
    "\x00",
    "é\u0301",
    "NaN",
    "true",
)
_NUMBERS = (0, -1, 1.5, 2**53, 2**63, 10**400, 1e308, True, None)
_RAWS = (
    "NaN",
    "-Infinity",
    "1e999",
    "5.0",
    "-0",
    "9" * 5_000,
    "[]",
    "{}",
    '{"a":1,"a":2}',
    "01",
    '"\\u0041"',
)


@dataclass(frozen=True)
class Honest:
    """A file as its sender wrote it, and the keys with which its sender could have written another."""

    content: bytes
    members: Members
    campaign: str
    campaign_key: str
    seed: bytes

    @classmethod
    def of(cls, path: Path, campaign: str, campaign_key: str, seed: bytes) -> "Honest":
        with envelope.decrypted(path, [campaign_key]) as plain, zipfile.ZipFile(plain) as zipped:
            members = {name: zipped.read(name) for name in zipped.namelist()}
        return cls(path.read_bytes(), members, campaign, campaign_key, seed)

    def encrypted(self, plain: bytes) -> bytes:
        to = io.BytesIO()
        envelope.encrypt(io.BytesIO(plain), to, keys.recipient(self.campaign_key))
        return to.getvalue()

    def signed(self, members: Members) -> Members:
        """Return the members as the sender would have signed them, as far as they still make sense."""
        made = dict(members)
        try:
            said = json.loads(made[manifest.MANIFEST])
            heads = json.loads(made[manifest.SIGNATURES])
            for each in said["members"]:
                content = made[each["name"]]
                each.update(size=len(content), sha256=hashlib.sha256(content).hexdigest())
            self._sign_heads(said, heads, made[manifest.REVISIONS])
            made[manifest.MANIFEST] = canonical_json(said)
            heads["manifest"] = sign_manifest(self.seed, made[manifest.MANIFEST])
            made[manifest.SIGNATURES] = canonical_json(heads)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
            return members
        return made

    def _sign_heads(self, said: Any, heads: Any, revisions: bytes) -> None:
        """Follow the chain of the sender through its lines, and sign where it ends now."""
        own = said["sender"]["site"]
        (part,) = (part for part in said["ranges"] if part["site"] == own)
        previous, seq = part["previous"], part["first"] - 1
        try:
            for line in revisions.split(b"\n"):
                if f'"site":"{own}"}}'.encode() in line:
                    header = header_of(line, previous)
                    previous, seq = header.id, header.seq
        except MalformedError:
            return
        head = sign_head(self.seed, self.campaign, seq, previous)
        for each in heads["heads"]:
            if each["site"] == own:
                each.update(seq=head.seq, id=head.id, signature=head.signature)


def mutant(source: random.Random, honest: Honest) -> tuple[bytes, bool]:
    """Return the content of a file that is not `honest`, and whether its sender could have signed it so."""
    kind = source.random()
    if kind < 0.1:
        return altered(source, honest.content), False
    if kind < 0.35:
        return honest.encrypted(altered(source, zipped(honest.members))), False
    if kind < 0.45:
        return honest.encrypted(odd_zip(source, honest.members)), False
    members = _altered_member(source, honest.members)
    if kind < 0.6:
        return honest.encrypted(zipped(members)), False
    return honest.encrypted(zipped(honest.signed(members))), True


def altered(source: random.Random, content: bytes) -> bytes:
    """Return `content` with bits turned, a piece cut out, put twice, or the end gone."""
    data, size = bytearray(content), len(content)
    start = source.randrange(size)
    end = min(size, start + source.choice((1, 2, 16, 300, size)))
    match source.randrange(6):
        case 0 | 1:
            for _ in range(source.choice((1, 1, 3, 50))):
                data[source.randrange(size)] ^= 1 << source.randrange(8)
        case 2:
            del data[start:]
        case 3:
            del data[start:end]
        case 4:
            data[start:start] = data[start:end]
        case _:
            data[start:end] = source.randbytes(end - start)
    return bytes(data)


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return the members as a zip."""
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", method) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, method)
    return plain.getvalue()


def odd_zip(source: random.Random, members: Members) -> bytes:
    """Return a zip made to mislead: twice the same name, paths, another method, sizes that lie, bombs."""
    whole = zipped(members)
    name = source.choice(sorted(members))
    tricks: list[Callable[[], bytes]] = [
        lambda: zipped({**members, source.choice(("../x", "/etc/x", "a\\b", "manifest.json/", "x")): b"{}"}),
        lambda: zipped({**members, "revisions.ndjson": bytes(30_000_000)}),
        lambda: zipped({**members, name: members[name] * source.choice((2, 3))}),
        lambda: zipped(members, source.choice((zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))),
        lambda: whole + source.choice((b"x", whole, b"PK\5\6" + bytes(18))),
        lambda: whole[: len(whole) // 2] + whole,
        lambda: _lying(source, whole),
        lambda: zipped({key: value for key, value in members.items() if key != name}),
        lambda: zipped({**members, **{f"questionnaires/{i:064x}": b"" for i in range(5_000)}}),
        lambda: whole.replace(b"signatures.json", b"manifest.json\0\0"),
    ]
    return source.choice(tricks)()


def _lying(source: random.Random, whole: bytes) -> bytes:
    """Write another number over a field of the directory."""
    data = bytearray(whole)
    places = [i for i in range(len(whole) - 46) if whole[i : i + 4] in (b"PK\1\2", b"PK\3\4")]
    place = source.choice(places) + source.choice((6, 8, 18, 20, 22, 24, 26, 28, 42))
    data[place : place + 4] = struct.pack("<L", source.choice((0, 1, 10, 2**31, 2**32 - 1)))
    return bytes(data)


def _altered_member(source: random.Random, members: Members) -> Members:
    name = source.choice(
        (manifest.MANIFEST, manifest.MANIFEST, manifest.SIGNATURES, *[manifest.REVISIONS] * 4)
    )
    content = members[name]
    if source.random() < 0.1:
        changed = altered(source, content)
    elif name == manifest.REVISIONS:
        changed = _altered_lines(source, content)
    else:
        changed = odd_json(source, content)
    return {**members, name: changed}


def _altered_lines(source: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")[:-1]
    place, other = source.randrange(len(lines)), source.randrange(len(lines))
    match source.randrange(8):
        case 0:
            del lines[place]
        case 1:
            lines.insert(place, lines[other])
        case 2:
            lines[place], lines[other] = lines[other], lines[place]
        case _:
            lines[place] = odd_json(source, lines[place])
    return b"".join(line + b"\n" for line in lines)


def odd_json(source: random.Random, content: bytes) -> bytes:
    """Return the JSON of `content` with something in it that its writer would not say."""
    value = json.loads(content)
    for _ in range(source.choice((1, 1, 1, 2))):
        _alter(source, value)
    tidy = source.random() < 0.9
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=tidy, separators=(",", ":") if tidy else None, default=str
    )
    parts = text.split(f'"\\u0000{_RAW[1:]}')
    text = parts[0] + "".join(json.loads(f'"{raw}"') + rest for raw, _, rest in (_cut(p) for p in parts[1:]))
    return text.encode("utf-8", "surrogatepass")


def _cut(part: str) -> tuple[str, str, str]:
    """Part what stands raw from what follows it: up to the quote that is not escaped."""
    end = 0
    while part[end] != '"':
        end += 2 if part[end] == "\\" else 1
    return part[:end], '"', part[end + 1 :]


def _alter(source: random.Random, value: Any) -> None:
    """Change one place in `value`, however deep."""
    while True:
        places = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not places:
            return
        place = source.choice(places)
        inside = value[place]
        if isinstance(inside, dict | list) and inside and source.random() < 0.75:
            value = inside
            continue
        break
    match source.randrange(8):
        case 0:
            del value[place]
        case 1 if isinstance(value, dict):
            value[source.choice((*_TEXTS, "patch", "erased", "status", "answers.heures"))] = _odd(source)
        case 1:
            value.insert(0, _odd(source))
        case 2 if isinstance(inside, str) and inside:
            at = source.randrange(len(inside))
            value[place] = inside[:at] + source.choice("0f9gé\x00 ") + inside[at + 1 :]
        case 3 if isinstance(inside, int):
            value[place] = inside + source.choice((-1, 1, 10**6))
        case _:
            value[place] = _odd(source)


def _odd(source: random.Random) -> Any:
    match source.randrange(5):
        case 0:
            return source.choice(_TEXTS)
        case 1:
            return source.choice(_NUMBERS)
        case 2:
            depth = source.choice(_DEEP)
            return _RAW + "[" * depth + "]" * depth
        case 3:
            return source.choice(
                ([], {}, [[]], {"": ""}, {"typed": 5}, [None], {"a": {"b": {"c": [1, "x"]}}})
            )
        case _:
            return _RAW + source.choice(_RAWS)


def mutated_invitation(source: random.Random, content: bytes) -> bytes:
    """Return an invitation that was altered on the way: its lines in the clear, or what is sealed."""
    magic, header, sealed = content.split(b"\n", 2)
    match source.randrange(4):
        case 0:
            return magic + b"\n" + odd_json(source, header) + b"\n" + sealed
        case 1:
            return altered(source, magic + b"\n" + header) + b"\n" + sealed
        case _:
            return altered(source, content)
