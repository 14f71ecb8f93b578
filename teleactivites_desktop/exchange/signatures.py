"""What sites sign: the heads of their own chains, and the manifests of the files they write.

Each message names its purpose and its campaign, so that a signature can never be moved to another place.
"""

import hashlib

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.exchange import keys
from teleactivites_desktop.exchange.contents import SignedHead

_SIGNATURE_DIGITS = 128


def sign_head(seed: bytes, campaign: str, seq: int, revision_id: str) -> SignedHead:
    """Return the word of the owner of `seed` that its revision number `seq` has the id `revision_id`."""
    public = keys.public_key(seed)
    site = keys.site_of(public)
    signature = keys.sign(seed, _head_message(campaign, site, seq, revision_id))
    return SignedHead(site, seq, revision_id, public, signature)


def is_signed_head(campaign: str, head: SignedHead) -> bool:
    """Tell whether `head` was signed, for this campaign, by the very site whose chain it is."""
    return keys.site_of(head.public_key) == head.site and keys.is_signed(
        head.public_key, _head_message(campaign, head.site, head.seq, head.id), head.signature
    )


def sign_manifest(seed: bytes, manifest: bytes) -> str:
    """Return the sender's signature of the bytes of `manifest.json`."""
    return keys.sign(seed, _manifest_message(manifest))


def is_signed_manifest(public: str, manifest: bytes, signature: str) -> bool:
    """Tell whether the owner of the `public` key signed these bytes of `manifest.json`."""
    return keys.is_signed(public, _manifest_message(manifest), signature)


def sign_succession(seed: bytes, campaign: str, successor: str) -> str:
    """Return the word of the owner of `seed` that the public key `successor` goes on in its place."""
    return keys.sign(seed, _succession_message(campaign, successor))


def is_signed_succession(public: str, campaign: str, successor: str, signature: str) -> bool:
    """Tell whether the owner of the `public` key named the key `successor`; any `signature` may be given."""
    if not (len(signature) == _SIGNATURE_DIGITS and set(signature) <= set("0123456789abcdef")):
        return False
    return keys.is_signed(public, _succession_message(campaign, successor), signature)


def _head_message(campaign: str, site: str, seq: int, revision_id: str) -> bytes:
    return canonical_json(
        {"purpose": "head", "campaign": campaign, "site": site, "seq": seq, "id": revision_id}
    )


def _succession_message(campaign: str, successor: str) -> bytes:
    return canonical_json({"purpose": "succession", "campaign": campaign, "successor": successor})


def _manifest_message(manifest: bytes) -> bytes:
    return canonical_json({"purpose": "manifest", "sha256": hashlib.sha256(manifest).hexdigest()})
