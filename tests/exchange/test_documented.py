"""`docs/exchange-format.md` is enough: a reader written from that page alone, with nothing of ours."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

DATA = Path(__file__).resolve().parent.parent / "data"


def canonical(value: object) -> bytes:
    """RFC 8785 for what these files hold: no wide characters in keys, no exponents."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def verify(public: str, signature: str, said: object) -> None:
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    key.verify(bytes.fromhex(signature), canonical(said))


def revision_id(line: dict[str, Any], previous: str) -> str:
    if "patch" in line:
        digest = sha256(bytes.fromhex(line["salt"]) + canonical(line["patch"]))
    else:
        digest = line["digest"]
    header = {name: line[name] for name in ("at", "kind", "officer", "parents", "record", "seq", "site")}
    return sha256(canonical(header | {"digest": digest, "previous": previous}))


def unseal(header: dict[str, Any], passphrase: str, ciphertext: bytes, context: object) -> bytes:
    kdf = Argon2id(
        salt=bytes.fromhex(header["salt"]),
        length=32,
        iterations=header["iterations"],
        lanes=header["lanes"],
        memory_cost=header["memory_kib"],
    )
    cipher = ChaCha20Poly1305(kdf.derive(passphrase.encode()))
    return cipher.decrypt(bytes.fromhex(header["nonce"]), ciphertext, canonical(context))


def test_an_exchange_file_is_read_from_its_description_alone() -> None:
    known = json.loads((DATA / "format-1.json").read_text(encoding="utf-8"))
    identity = pyrage.x25519.Identity.from_str(known["campaign_key"])
    plain = pyrage.decrypt((DATA / "format-1.tlx").read_bytes(), [identity])
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest, signed = json.loads(members["manifest.json"]), json.loads(members["signatures.json"])
    assert canonical(manifest) == members["manifest.json"]
    for member in manifest["members"]:
        assert (len(members[member["name"]]), sha256(members[member["name"]])) == (
            member["size"],
            member["sha256"],
        )
    sender = manifest["sender"]
    assert sha256(bytes.fromhex(sender["public_key"]))[:16] == sender["site"]
    purpose = {"purpose": "manifest", "sha256": sha256(members["manifest.json"])}
    verify(sender["public_key"], signed["manifest"], purpose)
    heads = {head["site"]: head for head in signed["heads"]}
    lines = iter(members["revisions.ndjson"].splitlines())
    ids = []
    for part in manifest["ranges"]:
        previous = part["previous"]
        for seq in range(part["first"], part["last"] + 1):
            line = json.loads(next(lines))
            assert (line["site"], line["seq"]) == (part["site"], seq)
            previous = revision_id(line, previous)
            ids.append(previous)
        head = heads[part["site"]]
        assert (head["seq"], head["id"]) == (part["last"], previous)
        said = {"purpose": "head", "campaign": manifest["campaign"]}
        verify(head["public_key"], head["signature"], said | {n: head[n] for n in ("site", "seq", "id")})
    assert next(lines, None) is None
    assert ids == known["ids"]


def test_an_invitation_and_keys_are_read_from_their_description_alone() -> None:
    magic, header, ciphertext = (DATA / "invitation-1.tli").read_bytes().split(b"\n", 2)
    assert magic == b"teleactivites-invitation/1"
    words = "sapin mélèze bouleau"
    plain = unseal(json.loads(header), words, ciphertext, {"purpose": "invitation", "version": 1})
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        brought = json.loads(archive.read("invitation.json"))
        for entry in brought["questionnaires"]:
            workbook = archive.read(f"questionnaires/{entry['workbook']}")
            assert sha256(workbook) == entry["workbook"]
    assert brought["campaign_key"].startswith("AGE-SECRET-KEY-1")
    keys = json.loads((DATA / "keys-1.tldb.keys").read_text(encoding="utf-8"))
    (lock,) = keys["locks"]
    context = {"purpose": "database key", "officer": lock["officer"]}
    key = unseal(lock["seal"], words, bytes.fromhex(lock["wrapped"]), context)
    assert sha256(b"teleactivites key check\0" + key)[:16] == keys["check"]
