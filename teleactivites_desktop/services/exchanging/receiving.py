"""Opening a received file: is it for us, from whom, and do we believe them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.history.plan import ImportPlan, plan_import
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.exchange import keys
from teleactivites_desktop.exchange.contents import Description
from teleactivites_desktop.exchange.format import ExchangeFile, open_exchange_file
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.exchanging.acceptance import Acceptance
from teleactivites_desktop.services.exchanging.steps import Steps
from teleactivites_desktop.services.incarnation import is_endorsed
from teleactivites_desktop.services.membership import membership, trusted_keys
from teleactivites_desktop.services.workspace import Workspace

Confirm = Callable[[str, str], bool]
"""Asked for a site never seen: its fingerprint and its territory; True when the officer compared them."""


@dataclass(frozen=True)
class Stranger:
    """A site never seen before. `territory` is "" when the file does not present it."""

    site: str
    territory: str
    public_key: str

    @property
    def fingerprint(self) -> str:
        """Return what its officer reads over the telephone."""
        return keys.fingerprint(self.public_key)


@dataclass(frozen=True)
class Received:
    """A verified file and what importing it will do here.

    Of the revisions in `plan` only the headers were read; `file.whole` gives what they say. `endorsed`: new
    sites that known ones vouch for (site -> public key); `responses`: the records of responses in the file;
    `shut_out`: how many of its revisions are left aside, of partners that are shut out.
    """

    file: ExchangeFile
    plan: ImportPlan
    endorsed: Mapping[str, str]
    strangers: tuple[Stranger, ...]
    responses: frozenset[str]
    shut_out: int

    @property
    def description(self) -> Description:
        """Return what the sender says of the file."""
        return self.file.manifest.description


@contextmanager
def received(workspace: Workspace, path: Path, steps: Steps) -> Iterator[Received]:
    """Give the exchange file at `path`, verified whole, and the plan of its import. Nothing is written.

    Verifying is one of the `steps`. Raises UserError for a file that cannot be read here, or that contradicts
    what is held.
    """
    store = workspace.store
    known = membership(store)
    with open_exchange_file(path, known.keys, known.campaign) as file:
        _require_known_keys(workspace, file)
        acceptance, waiting = Acceptance(workspace), store.partners.parked()
        acceptance.hear(waiting)
        acceptance.require(file.manifest.description, path)
        verified = file.headers(steps.begin(_("Vérification de {file}…").format(file=path.name)))
        acceptance.hear(file.whole(filter(acceptance.concerns, verified)))
        incoming = acceptance.among(verified)
        endorsed, strangers = _unknown(workspace, file, incoming, acceptance)
        stated = acceptance.stated(file.manifest.description.vector)
        plan = plan_import(store.revisions, [*incoming, *acceptance.among(waiting)], stated)
        if plan.forks:
            raise _forked(path, plan)
        if plan.strays:
            raise _astray(path, plan.strays[0])
        responses = {revision.record for revision in incoming if revision.kind is Kind.RESPONSE}
        left = len(verified) - len(incoming)
        yield Received(file, plan, endorsed, strangers, frozenset(responses), left)


def confirm_strangers(found: Received, confirm: Confirm) -> dict[str, str]:
    """Have each site never seen confirmed; return their keys, to be pinned. Raises UserError at a refusal."""
    for stranger in found.strangers:
        if not confirm(stranger.fingerprint, stranger.territory):
            raise UserError(
                _(
                    "« {name} » contient des saisies d'un poste jamais vu ({territory}), dont l'empreinte "
                    "n'a pas été confirmée : {fingerprint}. Rien n'a été lu. Faites lire l'empreinte au "
                    "téléphone par l'agent de ce poste, puis confirmez-la."
                ).format(
                    name=found.file.path.name,
                    territory=stranger.territory or _("territoire inconnu"),
                    fingerprint=stranger.fingerprint,
                )
            )
    return {**found.endorsed, **{stranger.site: stranger.public_key for stranger in found.strangers}}


def _require_known_keys(workspace: Workspace, file: ExchangeFile) -> None:
    """A site that is known signs with the key that was pinned, for ever."""
    pinned = _pinned(workspace)
    for site, key in _presented(file).items():
        if pinned.get(site, key) != key:
            raise DamagedFileError(
                _(
                    "« {name} » est signé par une autre clé que celle du poste {site}. Rien n'a été lu. "
                    "Prévenez l'agent de ce poste : quelqu'un d'autre a écrit ce fichier."
                ).format(name=file.path.name, site=site)
            )


def _unknown(
    workspace: Workspace, file: ExchangeFile, incoming: list[Revision], acceptance: Acceptance
) -> tuple[dict[str, str], tuple[Stranger, ...]]:
    """Return the sites not known yet: those that a known one endorses (site -> key), and the strangers."""
    known = _pinned(workspace)
    campaign = file.manifest.description.campaign
    first = (revision for revision in incoming if revision.seq == 1 and revision.kind is Kind.SITE)
    patches = {revision.site: dict(revision.patch or {}) for revision in file.whole(first)}
    unknown = {site: key for site, key in sorted(_presented(file).items()) if site not in known}
    vouching = acceptance.vouching(known)
    endorsed: dict[str, str] = {}
    while found := [
        site for site in unknown if is_endorsed(patches.get(site, {}), campaign, vouching | endorsed)
    ]:
        endorsed |= {site: unknown.pop(site) for site in found}
    sender = file.manifest.description.sender
    territories = {site: str(patch.get("territory", "")) for site, patch in patches.items()}
    territories.setdefault(sender.site, sender.territory)
    return endorsed, tuple(Stranger(site, territories.get(site, ""), key) for site, key in unknown.items())


def _presented(file: ExchangeFile) -> dict[str, str]:
    """Return the sites that sign anything in the file: site -> public key."""
    sender = file.manifest.description.sender
    return {sender.site: sender.public_key} | {head.site: head.public_key for head in file.heads}


def _pinned(workspace: Workspace) -> dict[str, str]:
    identity = workspace.identity
    return trusted_keys(workspace.store) | {identity.site: keys.public_key(identity.seed)}


def _forked(path: Path, plan: ImportPlan) -> DamagedFileError:
    fork = plan.forks[0]
    return DamagedFileError(
        _(
            "« {name} » contredit ce que cette base contient : le poste {site} a écrit deux choses "
            "différentes sous son numéro {seq}. Rien n'a été lu. Sa base a sans doute été copiée ou "
            "restaurée, puis utilisée à deux endroits : prévenez son agent."
        ).format(name=path.name, site=fork.site, seq=fork.seq)
    )


def _astray(path: Path, stray: Revision) -> DamagedFileError:
    return DamagedFileError(
        _(
            "« {name} » se contredit : la révision {seq} du poste {site} modifie une fiche en partant d'une "
            "autre. Rien n'a été lu. Le programme de ce poste est en cause : prévenez son agent, et "
            "faites-lui vérifier sa base."
        ).format(name=path.name, site=stray.site, seq=stray.seq)
    )
