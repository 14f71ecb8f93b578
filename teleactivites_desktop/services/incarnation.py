"""Which site a database writes as: a copy or a restored backup goes on under a new id, never the old one.

Two databases that write under one id would give two revisions one number, and every partner would refuse
both. So a database remembers where it lives: the machine (a random token in its user's preferences) and the
path. Another machine, another path while the file is still where it, or this machine, saw it last, or a chain
shorter than what was given out from this machine: it is a copy. The old key endorses the new one, so that
partners need not confirm it again.
"""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import NEW_SITE_DUE, Signature
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.exchange import keys
from teleactivites_desktop.exchange.signatures import is_signed_succession, sign_head, sign_succession
from teleactivites_desktop.services import locations
from teleactivites_desktop.services.membership import SEED, SITE, membership, trust
from teleactivites_desktop.services.workspace import SiteIdentity, Workspace

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

_HOME = "home"
_PENDING = "pending sites"
_MACHINE = "machine"
_GIVEN_OUT = "given out"
_TOKEN_BYTES = 16


def new_identity(territory: str, environment: Environment) -> SiteIdentity:
    """Return an identity that nobody ever had."""
    seed = keys.new_seed(environment)
    return SiteIdentity(keys.site_of(keys.public_key(seed)), territory, seed)


def identity_of(store: "Store", environment: Environment) -> SiteIdentity | None:
    """Return who a database writes as: its own site, or a new one for a copy; None without a campaign."""
    site, seed = store.settings.get(SITE), store.secrets.get(SEED)
    if site is None or seed is None:
        return None
    identity = SiteIdentity(site["site"], site["territory"], seed)
    return identity if _is_original(store, identity, environment) else _pending(store, identity, environment)


def _pending(store: "Store", identity: SiteIdentity, environment: Environment) -> SiteIdentity:
    """Return who a copy of `identity` will write as: the same at each opening here, until it has written.

    Looking at a copy leaves it as it was, so what makes the new key is kept on this machine: chance, that
    gives the key only to who has the old one. It serves once: `present` forgets it.
    """
    pending, place = _pending_tokens(), f"{store.path.resolve()} {identity.site}"
    if place not in pending:
        pending[place] = environment.random_bytes(_TOKEN_BYTES).hex()
        locations.remember(_PENDING, dict(pending))
    seed = sha256(b"successor\0" + identity.seed + bytes.fromhex(pending[place])).digest()
    return SiteIdentity(keys.site_of(keys.public_key(seed)), identity.territory, seed)


def _forget_pending(store: "Store", site: str) -> None:
    pending = _pending_tokens()
    if pending.pop(f"{store.path.resolve()} {site}", None) is not None:
        locations.remember(_PENDING, dict(pending))


def present(workspace: Workspace, label: str) -> None:
    """Write the first revision of this site and keep its identity.

    Where it goes on from another one, it says which, and the old key endorses it: it `succeeds` the site of
    the same database before it was restored; of a copy, the original may well live on (`copy_of`).
    """
    store, identity = workspace.store, workspace.identity
    public = keys.public_key(identity.seed)
    patch: dict[str, PatchValue] = {"territory": identity.territory, "label": label, "public_key": public}
    kept, old_seed = store.settings.get(SITE), store.secrets.get(SEED)
    if kept is not None and old_seed is not None:
        # Partners no longer count what a site holds that another one succeeds: they would never send it more.
        lives_on = _lives_on(store, kept["site"], workspace.environment)
        over = _was_restored(store, kept["site"]) and not lives_on
        patch["succeeds" if over else "copy_of"] = kept["site"]
        patch["endorsement"] = sign_succession(old_seed, membership(store).campaign, public)
        _sign_off(workspace, kept["site"], old_seed)
        _forget_pending(store, kept["site"])
    store.settings.set(SITE, {"site": identity.site, "territory": identity.territory})
    store.secrets.set(SEED, identity.seed)
    store.settings.set(NEW_SITE_DUE, None)
    here = _here(store.path, workspace.environment)
    store.settings.set(_HOME, here)
    _note(identity.site, "path", here["path"])
    workspace.author(Kind.SITE, identity.site, patch)


def _sign_off(workspace: Workspace, site: str, seed: bytes) -> None:
    """Sign the chain of the site that ends here, as far as it is held, so that it can still be passed on."""
    store = workspace.store
    trust(store, {site: keys.public_key(seed)})
    tip = store.revisions.tip(site)
    if tip is not None:
        head = sign_head(seed, membership(store).campaign, tip.seq, tip.id)
        store.partners.sign([Signature(site, tip.seq, tip.id, head.signature)])


def is_endorsed(patch: dict[str, PatchValue], campaign: str, pinned: dict[str, str]) -> bool:
    """Tell whether a site's first patch is endorsed by the key of the known site that it goes on from."""
    old = pinned.get(str(patch.get("succeeds") or patch.get("copy_of")))
    return old is not None and is_signed_succession(
        old, campaign, str(patch.get("public_key", "")), str(patch.get("endorsement", ""))
    )


def give_out(site: str, seq: int) -> None:
    """Note on this machine, outside the database, that the revisions of `site` up to `seq` were given out."""
    _note(site, "seq", seq)


def _is_original(store: "Store", identity: SiteIdentity, environment: Environment) -> bool:
    if _was_restored(store, identity.site):
        return False
    home, here = store.settings.get(_HOME), _here(store.path, environment)
    if home is None or not home["machine"] or not here["machine"]:
        return True
    if home["machine"] != here["machine"]:
        return False
    if _lives_on(store, identity.site, environment):
        return False
    if home != here:
        with store.transaction():  # it was moved
            store.settings.set(_HOME, here)
    _note(identity.site, "path", here["path"])
    return True


def _is_another(known: str, path: Path) -> bool:
    """Tell whether a file is at `known` that is not `path` itself by another name (link, network drive)."""
    try:
        return not Path(known).samefile(path)
    except OSError:
        return False


def _lives_on(store: "Store", site: str, environment: Environment) -> bool:
    """Tell whether the database that this one is a copy of is still on this machine, and may go on writing.

    It is looked for where this one says that it lived, and where this machine saw the site last: a stick that
    comes back with the original finds that a copy was taken for the moved file meanwhile.
    """
    home, here = store.settings.get(_HOME), _here(store.path, environment)
    if home is None or home["machine"] != here["machine"]:
        return False
    places = (home["path"], _noted(site).get("path"))
    return any(known and known != here["path"] and _is_another(str(known), store.path) for known in places)


def _was_restored(store: "Store", site: str) -> bool:
    """Tell whether the database went back in time: partners may hold revisions of `site` that it lost."""
    tip = store.revisions.tip(site)
    return bool(store.settings.get(NEW_SITE_DUE)) or (tip.seq if tip else 0) < _given_out().get(site, 0)


def _here(path: Path, environment: Environment) -> dict[str, PatchValue]:
    return {"machine": _machine(environment), "path": str(path.resolve())}


def _machine(environment: Environment) -> str:
    """Return the token of this machine's user, made at the first need; "" where nothing can be kept."""
    if not locations.preference(_MACHINE):
        locations.remember(_MACHINE, environment.random_bytes(_TOKEN_BYTES).hex())
    return str(locations.preference(_MACHINE) or "")


def _pending_tokens() -> dict[str, str]:
    noted = locations.preference(_PENDING)
    return cast("dict[str, str]", dict(noted)) if isinstance(noted, dict) else {}


def _given_out() -> dict[str, int]:
    noted = locations.preference(_GIVEN_OUT)
    sites = noted if isinstance(noted, dict) else {}
    return {site: seq for site in sites if isinstance(seq := _noted(site).get("seq"), int)}


def _noted(site: str) -> dict[str, PatchValue]:
    """Return what this machine knows of `site`: "seq", its greatest number given out; "path", its file."""
    noted = locations.preference(_GIVEN_OUT)
    found = noted.get(site) if isinstance(noted, dict) else None
    if isinstance(found, int):  # as it was noted before paths were
        return {"seq": found}
    return dict(found) if isinstance(found, dict) else {}


def _note(site: str, name: str, value: PatchValue) -> None:
    noted = locations.preference(_GIVEN_OUT)
    sites = noted if isinstance(noted, dict) else {}
    if _noted(site).get(name) != value:
        locations.remember(_GIVEN_OUT, {**sites, site: {**_noted(site), name: value}})
