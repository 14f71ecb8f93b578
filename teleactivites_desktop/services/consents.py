"""What a person agrees to, purpose by purpose: told, taken back, given again. It travels, and lists obey it.

Taking back concerns the person: all papers decided to be theirs are told together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.entry.dates import show_date
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.duplicates import papers_of_one
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.reading import purpose_words
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class Consent:
    """Where a person stands on a purpose. `answer`: the paper's words ("" where it does not ask, or blank).

    `on_paper`: it agrees; `withdrawn`: taken back since, `on` a day (ISO), for a `reason`.
    """

    purpose: str
    words: str
    answer: str
    on_paper: bool
    withdrawn: bool
    on: str = ""
    reason: str = ""

    @property
    def agreed(self) -> bool:
        """Tell whether the person agrees today."""
        return self.on_paper and not self.withdrawn


def consents_of(workspace: Workspace, record: str) -> list[Consent]:
    """Return where the person of a response stands on each purpose. Raises UserError for one that is gone."""
    fields = _fields(workspace, record)
    reader = Readers(workspace).of_record(record)
    questionnaire = reader.questionnaire
    found = []
    for purpose in consents.purposes(questionnaire):
        asked = consents.questions_of(questionnaire, purpose)
        answers = (reader.value(f"answers.{q.name}", fields.get(f"answers.{q.name}")) for q in asked)
        found.append(
            Consent(
                purpose,
                purpose_words(questionnaire, purpose),
                " ; ".join(filter(None, answers)),
                consents.on_paper(questionnaire, fields, purpose),
                consents.is_withdrawn(fields, purpose),
                **_last_note(fields, purpose),
            )
        )
    return found


def consent_words(consent: Consent) -> str:
    """Return where a person stands on a purpose, in words: ``oui``, ``retiré le 12/11/2007 : par lettre``."""
    if consent.withdrawn:
        return _("retiré le {date} : {reason}").format(date=show_date(consent.on), reason=consent.reason)
    return _("oui") if consent.agreed else _("non")


def withdraw(
    workspace: Workspace, record: str, purpose: str, reason: str, on: date | None = None
) -> list[str]:
    """Take the agreement of the person of a response back, for all their papers; return those (records).

    `on` is the day on which they said so (today unless given). Raises UserError for an unknown purpose, one
    that is taken back already, no reason, or a response that is gone.
    """
    if not reason.strip():
        raise UserError(_("Dites comment la personne l'a demandé : le motif reste dans l'historique."))
    day = on or workspace.environment.today()
    if day > workspace.environment.today():
        raise UserError(_("La date du retrait est dans le futur."))
    note: PatchValue = {"on": day.isoformat(), "reason": reason.strip()}
    return _write(workspace, record, purpose, withdrawn=True, note=note)


def give_again(workspace: Workspace, record: str, purpose: str) -> list[str]:
    """Undo `withdraw`: what the paper says counts again, for all papers of the person; return those.

    Raises UserError for a purpose that is not taken back, or a response that is gone.
    """
    return _write(workspace, record, purpose, withdrawn=False, note=None)


def _write(
    workspace: Workspace, record: str, purpose: str, *, withdrawn: bool, note: PatchValue
) -> list[str]:
    with workspace.store.transaction():
        _require(workspace, record, purpose, withdrawn=withdrawn)
        group = papers_of_one(workspace, record)
        told = [each for each in group if _is_withdrawn(workspace, each, purpose) is not withdrawn]
        patch: dict[str, PatchValue] = {
            f"{consents.GROUP}.{purpose}": consents.WITHDRAWN if withdrawn else None,
            f"{consents.NOTES}.{purpose}.{workspace.identity.site}": note,
        }
        for each in told:
            workspace.author(Kind.RESPONSE, each, patch)
    return told


def _require(workspace: Workspace, record: str, purpose: str, *, withdrawn: bool) -> None:
    known = consents.purposes(Readers(workspace).of_record(record).questionnaire)
    if purpose not in known:
        raise UserError(
            _("Il n'y a pas d'accord « {purpose} » ; il y a : {known}.").format(
                purpose=purpose, known=", ".join(known)
            )
        )
    if consents.is_withdrawn(_fields(workspace, record), purpose) is withdrawn:
        raise UserError(_("Cet accord est déjà retiré.") if withdrawn else _("Cet accord n'est pas retiré."))


def _is_withdrawn(workspace: Workspace, record: str, purpose: str) -> bool | None:
    stored = workspace.store.responses.get(record)
    return consents.is_withdrawn(stored.fields, purpose) if stored else None


def _fields(workspace: Workspace, record: str) -> Mapping[str, PatchValue]:
    stored = workspace.store.responses.get(record)
    if stored is None:
        raise UserError(_("Cette fiche n’existe plus : elle a été effacée."))
    return stored.fields


def _last_note(fields: Mapping[str, PatchValue], purpose: str) -> dict[str, str]:
    """Return the latest day and reason that a site was told; {} where none is taken back."""
    if not consents.is_withdrawn(fields, purpose):
        return {}
    told = [
        (str(value.get("on", "")), str(value.get("reason", "")))
        for path, value in fields.items()
        if path.startswith(f"{consents.NOTES}.{purpose}.") and isinstance(value, Mapping)
    ]
    on, reason = max(told, default=("", ""))
    return {"on": on, "reason": reason}
