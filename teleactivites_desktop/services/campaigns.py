"""Creating a campaign, inviting to it, joining it, opening it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import invitation, keys, vault
from teleactivites_desktop.exchange.contents import Sender
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import (
    campaign_keys,
    erased_before,
    incarnation,
    membership,
    questionnaires,
)
from teleactivites_desktop.services.database_files import (
    guarded,
    needs_passphrase,
    new_database,
    occupy,
    unlock,
)
from teleactivites_desktop.services.membership import Membership
from teleactivites_desktop.services.occupancy import Occupancy
from teleactivites_desktop.services.workspace import RECORD_BYTES, Workspace

if TYPE_CHECKING:  # the window is painted before SQLModel is imported
    from teleactivites_desktop.storage.database import Store

__all__ = [
    "TERRITORIES",
    "Created",
    "add_officer",
    "add_questionnaire",
    "change_passphrase",
    "create",
    "invite",
    "join",
    "needs_passphrase",
    "open_workspace",
    "sender_of",
]

TERRITORIES: Mapping[str, str] = {
    "GBEQ": "Grand Briançonnais-Écrins-Queyras",
    "GBD": "Gapençais-Buëch-Durance",
    "HD": "Haute-Durance",
    "HAD": "Hautes-Alpes Développement",
}


@dataclass(frozen=True)
class Created:
    """A campaign just created or joined. `recovery_code` is to be printed now; "" for a plain database."""

    workspace: Workspace
    recovery_code: str = field(repr=False)


def create(
    path: Path,
    *,
    territory: str,
    officer: str,
    passphrase: str | None,
    environment: Environment,
    questionnaire: Path | None = None,
    title: str = "",
) -> Created:
    """Create a campaign in a new database at `path`, with the shipped questionnaire unless one is given.

    Its title is the questionnaire's unless one is given.
    `passphrase` None makes a database that anybody can open. Raises UserError, and then leaves nothing.
    """
    _require_territory(territory, TERRITORIES)
    _require_name(officer)
    package = questionnaires.load(questionnaire) if questionnaire else questionnaires.shipped()
    campaign_key = keys.new_campaign_key()
    joined = Membership(
        campaign=environment.random_bytes(RECORD_BYTES).hex(),
        title=title or package.questionnaire.text(package.questionnaire.titles),
        territories=TERRITORIES,
        questionnaire=package.version_id,
        campaign_key=campaign_key,
    )
    stored = QuestionnairePackage(package.version_id, package.workbook, package.files, package.compiled)

    def present(workspace: Workspace) -> None:
        add_questionnaire(workspace, stored)
        patch = membership.campaign_patch(joined, keys.recipient(campaign_key))
        workspace.author(Kind.CAMPAIGN, joined.campaign, patch)

    return _settle(path, territory, officer, passphrase, environment, joined, present)


def join(
    path: Path,
    file: Path,
    told: str,
    *,
    territory: str,
    officer: str,
    passphrase: str | None,
    environment: Environment,
) -> Created:
    """Join a campaign: open the invitation `file` with the passphrase `told`, make a new database at `path`.

    The site that invites is known from then on. Raises UserError, and then leaves nothing.
    """
    _require_name(officer)
    brought = invitation.read_invitation(file, told)
    _require_territory(territory, brought.territories)
    joined = Membership(
        campaign=brought.campaign,
        title=brought.title,
        territories=brought.territories,
        questionnaire=brought.questionnaire,
        campaign_key=brought.campaign_key,
    )

    def present(workspace: Workspace) -> None:
        for package in sorted(brought.packages, key=lambda package: package.version == joined.questionnaire):
            workspace.store.questionnaires.add(package)
        membership.trust(workspace.store, {brought.inviter.site: brought.inviter.public_key})

    return _settle(path, territory, officer, passphrase, environment, joined, present)


def invite(workspace: Workspace, to: Path, told: str) -> Path:
    """Write an invitation at `to`, opened by the passphrase `told` by telephone; return where it stands."""
    known = membership.membership(workspace.store)
    package = workspace.store.questionnaires.package(workspace.store.questionnaires.current_version())
    brought = invitation.Invitation(
        campaign=known.campaign,
        title=known.title,
        campaign_key=campaign_keys.current(workspace.store),
        territories=known.territories,
        questionnaire=package.version if package else "",
        packages=(package,) if package else (),
        inviter=sender_of(workspace),
    )
    target = to if to.suffix else to.with_suffix(invitation.SUFFIX)
    invitation.write_invitation(target, brought, told, workspace.environment)
    return target


def open_workspace(
    path: Path, passphrase: str | None, environment: Environment, *, unlocked: vault.Unlocked | None = None
) -> Workspace:
    """Open the campaign at `path`; `passphrase` may be the recovery code, None where none is needed.

    `unlocked` is what the keychain opened: no passphrase is needed then. Raises UserError: no such
    file, in use by another process, wrong passphrase, damaged, newer.
    """
    from teleactivites_desktop.storage.database import open_store

    occupancy = occupy(path)
    try:
        unlocked = unlocked or unlock(path, passphrase, environment)
        store = open_store(path, unlocked.key if unlocked else None)
        try:
            workspace = _workspace(store, unlocked.officer if unlocked else "", environment, occupancy)
            erased_before.apply_again(workspace)
            return workspace
        except BaseException:
            store.close()
            raise
    except BaseException:
        occupancy.release()
        raise


def change_passphrase(
    path: Path, current: str, new: str, environment: Environment, *, officer: str = ""
) -> None:
    """Give the officer who has the passphrase `current` another one; the database is not rewritten.

    With the recovery code as `current`, `officer` says whose. Raises UserError.
    """
    unlocked = guarded(path, path, current, environment)
    name = officer or unlocked.officer
    _require_name(name)
    if vault.has_vault(path):
        vault.set_passphrase(path, unlocked.key, name, new, environment)
    else:  # the keys file was lost: the recovery code makes another, once it has opened the database
        open_workspace(path, current, environment).close()
        vault.create_vault(path, unlocked.key, name, new, environment)


def add_officer(workspace: Workspace, name: str, current: str | None, passphrase: str | None) -> str:
    """Let another officer work in this database, and return their record.

    Of a protected database, `current` is the passphrase of an officer who has one, `passphrase` that of the
    new one. Raises UserError.
    """
    _require_name(name)
    record = workspace.new_record()
    with workspace.store.transaction():
        workspace.author(
            Kind.OFFICER, record, {"name": name.strip(), "territory": workspace.identity.territory}
        )
        if workspace.store.encrypted:
            path = workspace.store.path
            key = guarded(path, path, current or "", workspace.environment).key
            vault.set_passphrase(path, key, name.strip(), passphrase or "", workspace.environment)
    return record


def add_questionnaire(workspace: Workspace, package: QuestionnairePackage) -> None:
    """Keep a version of the questionnaire and write its record, so that it travels. Inside a transaction."""
    workspace.store.questionnaires.add(package)
    added = workspace.store.questionnaires.get(package.version)
    if added is None:
        raise RuntimeError("a questionnaire that was added is not there")
    patch = {"form_id": added.form_id, "version": added.version, "title": added.text(added.titles)}
    workspace.author(Kind.QUESTIONNAIRE, package.version, patch)


def sender_of(workspace: Workspace) -> Sender:
    """Return how this site presents itself to others."""
    identity = workspace.identity
    record = workspace.store.sites.get(identity.site)
    label = record.text("label") if record else ""
    return Sender(identity.site, identity.territory, label, keys.public_key(identity.seed))


def _settle(
    path: Path,
    territory: str,
    officer: str,
    passphrase: str | None,
    environment: Environment,
    joined: Membership,
    present: Callable[[Workspace], None],
) -> Created:
    """Make the database of a new site in the campaign `joined`; `present` writes what is particular to it."""
    identity = incarnation.new_identity(territory, environment)
    with new_database(path, officer, passphrase, environment) as (store, occupancy, code):
        record = environment.random_bytes(RECORD_BYTES).hex()
        workspace = Workspace(
            store,
            identity,
            record,
            environment,
            occupancy.release,
            partial(incarnation.present, label=officer),
        )
        with store.transaction():
            membership.remember(store, joined)
            store.settings.set(membership.OFFICER, record)
            workspace.author(Kind.OFFICER, record, {"name": officer, "territory": territory})
            present(workspace)
    return Created(workspace, code)


def _workspace(store: "Store", unlocked_by: str, environment: Environment, occupancy: Occupancy) -> Workspace:
    identity = incarnation.identity_of(store, environment)
    if identity is None:
        raise UserError(
            _("« {name} » ne contient pas de campagne ; créez-en une, ou rejoignez-en une.").format(
                name=store.path.name
            )
        )
    found = store.officers.find("name", unlocked_by) if unlocked_by else None
    record = found.record if found else store.settings.get(membership.OFFICER)
    officer = store.officers.get(record)
    presented = partial(incarnation.present, label=officer.text("name") if officer else "")
    return Workspace(store, identity, record, environment, occupancy.release, presented)


def _require_territory(territory: str, known: Mapping[str, str]) -> None:
    if territory not in known:
        raise UserError(
            _("Territoire inconnu : « {territory} ». Les territoires sont {known}.").format(
                territory=territory, known=", ".join(f"{code} ({name})" for code, name in known.items())
            )
        )


def _require_name(officer: str) -> None:
    if not officer.strip():
        raise UserError(_("Le nom de l'agent est vide ; donnez celui qui signera les saisies."))
