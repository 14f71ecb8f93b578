"""The invitation (`.tli`): what a new site needs to join a campaign, under a passphrase told by telephone.

First line: magic and version; second: how the passphrase makes the key, JSON; then the ciphertext of a zip
with `invitation.json` and the questionnaire packages. What the first two lines say is authenticated with it.
"""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.passphrase import require
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import DamagedFileError, NewerFormatError, UserError, WrongPassphraseError
from teleactivites_desktop.exchange import keys, packages, strict
from teleactivites_desktop.exchange.archive import ArchiveReader, ArchiveWriter
from teleactivites_desktop.exchange.contents import Sender
from teleactivites_desktop.exchange.durable import replacing
from teleactivites_desktop.exchange.envelope import INVITATION_MAGIC
from teleactivites_desktop.exchange.manifest import entry_of, entry_to_json, sender_of, sender_to_json
from teleactivites_desktop.exchange.sealing import INVITING, Sealed, header_of, seal, sealed_of, unseal
from teleactivites_desktop.exchange.strict import MalformedError
from teleactivites_desktop.i18n import _

SUFFIX = ".tli"
VERSION = 1
_MAX_BYTES = 64 * 1024 * 1024
_MAX_HEADER = 4096
_MEMBER = "invitation.json"
_MAX_TERRITORIES = 1000
_FIELDS = frozenset(
    {"campaign", "title", "campaign_key", "territories", "questionnaire", "questionnaires", "inviter"}
)


@dataclass(frozen=True)
class Invitation:
    """What an invitation brings. `campaign_key` is the secret age identity; `territories`: code -> name.

    `questionnaire` is the id of the version in use, one of `packages`; `inviter` the site that invites, known
    from then on.
    """

    campaign: str
    title: str
    campaign_key: str
    territories: Mapping[str, str]
    questionnaire: str
    packages: tuple[QuestionnairePackage, ...]
    inviter: Sender


def write_invitation(path: Path, invitation: Invitation, passphrase: str, environment: Environment) -> None:
    """Write `invitation` at `path`, whole or not at all. Raises UserError (weak passphrase, full disk)."""
    require(passphrase)
    sealed = seal(_archive_of(invitation), passphrase, _context(VERSION), INVITING, environment)
    with replacing(path) as file:
        file.write(INVITATION_MAGIC + f"{VERSION}\n".encode())
        file.write(json.dumps(header_of(sealed)).encode() + b"\n")
        file.write(sealed.ciphertext)


def read_invitation(path: Path, passphrase: str) -> Invitation:
    """Return the invitation at `path`. Raises WrongPassphraseError, or UserError for what cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise UserError(
            _("L'invitation « {path} » ne peut pas être lue : {reason}.").format(
                path=path, reason=fault_words(error)
            )
        ) from error
    _recognise(data, path)
    try:
        sealed = _sealed(data)
        content = unseal(sealed, passphrase, _context(VERSION))
        if content is None:
            raise WrongPassphraseError(
                _(
                    "Cette phrase secrète n'ouvre pas l'invitation « {name} » (ou le fichier a été "
                    "altéré). Faites-la répéter par téléphone."
                ).format(name=path.name)
            )
        return _invitation_of(ArchiveReader(io.BytesIO(content)))
    except MalformedError as error:
        raise _damaged(path) from error


def _recognise(data: bytes, path: Path) -> None:
    if not data.startswith(INVITATION_MAGIC):
        raise DamagedFileError(
            _(
                "« {name} » n'est pas une invitation. Choisissez le fichier .tli reçu du poste qui "
                "vous invite."
            ).format(name=path.name)
        )
    version = data[len(INVITATION_MAGIC) :][:10].split(b"\n")[0]
    if version.isdigit() and int(version) > VERSION:
        raise NewerFormatError(
            _(
                "L'invitation « {name} » vient d'une version plus récente de Téléactivités ; mettez ce "
                "poste à jour."
            ).format(name=path.name)
        )
    if version != str(VERSION).encode() or len(data) > _MAX_BYTES:
        raise _damaged(path)


def _damaged(path: Path) -> DamagedFileError:
    return DamagedFileError(
        _("L'invitation « {name} » est tronquée ou abîmée ; demandez-la de nouveau.").format(name=path.name)
    )


def _sealed(data: bytes) -> Sealed:
    _magic, _newline, rest = data.partition(b"\n")
    header, _newline, ciphertext = rest.partition(b"\n")
    return sealed_of(strict.parse(header, _MAX_HEADER), ciphertext)


def _context(version: int) -> bytes:
    return canonical_json({"purpose": "invitation", "version": version})


def _archive_of(invitation: Invitation) -> bytes:
    plain = io.BytesIO()
    with ArchiveWriter(plain) as archive:
        entries, _members = packages.add_packages(archive, invitation.packages)
        said = {
            "campaign": invitation.campaign,
            "title": invitation.title,
            "campaign_key": invitation.campaign_key,
            "territories": dict(invitation.territories),
            "questionnaire": invitation.questionnaire,
            "questionnaires": [entry_to_json(entry) for entry in entries],
            "inviter": sender_to_json(invitation.inviter),
        }
        archive.add(_MEMBER, iter((canonical_json(said),)))
    return plain.getvalue()


def _invitation_of(archive: ArchiveReader) -> Invitation:
    found = strict.exactly(strict.parse(archive.read(_MEMBER, 1024 * 1024), 1024 * 1024), _FIELDS, _MEMBER)
    territories = strict.an_object(found["territories"], "territories")
    if len(territories) > _MAX_TERRITORIES:
        raise MalformedError("territories: too many")
    entries = strict.a_list(found["questionnaires"], "questionnaires", entry_of, 100)
    if archive.names != {_MEMBER} | packages.members_of(entries):
        raise MalformedError("zip: members")
    brought = Invitation(
        campaign=strict.a_hex(found["campaign"], "campaign", 32),
        title=strict.a_text(found["title"], "title"),
        campaign_key=strict.a_text(found["campaign_key"], "campaign_key"),
        territories={
            strict.a_text(code, "territories", 20): strict.a_text(name, "territories")
            for code, name in territories.items()
        },
        questionnaire=strict.a_hex(found["questionnaire"], "questionnaire", 32),
        packages=tuple(packages.read_packages(archive, entries)),
        inviter=sender_of(found["inviter"], "inviter"),
    )
    keys.recipient(brought.campaign_key)
    return brought
