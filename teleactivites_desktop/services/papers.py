"""What every way of keying a paper shares: whose it is, its number, its batch, its officer, its revision."""

import hashlib
from collections.abc import Mapping
from datetime import date

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.questionnaire import Questionnaire, QuestionType
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.membership import territories
from teleactivites_desktop.services.workspace import Workspace

RECORD_DIGITS = 32
"""Length of a record id in hexadecimal digits."""
LONGEST_NUMBER = 64
"""Characters of a paper number or a batch code: what fits the heading of a page."""


class PaperTakenError(UserError):
    """The number of a new paper is that of a response held already."""


def require_new(workspace: Workspace, paper: str, territory: str) -> None:
    """Raise UserError unless `paper` can be the number of a new response of `territory`."""
    if not paper.strip() or len(paper) > LONGEST_NUMBER:
        raise UserError(
            _("« {paper} » n'est pas un numéro de fiche : de 1 à {most} caractères.").format(
                paper=paper[:LONGEST_NUMBER], most=LONGEST_NUMBER
            )
        )
    require_territory(workspace, territory)
    if workspace.store.responses.by_paper(paper, territory):
        raise PaperTakenError(
            _("Le numéro {paper} est déjà pris : ouvrez cette fiche pour la corriger.").format(paper=paper)
        )


def require_territory(workspace: Workspace, territory: str) -> None:
    """Raise UserError unless `territory` is the campaign's."""
    known = territories(workspace.store)
    if territory not in known:
        raise UserError(
            _("Le territoire « {territory} » n'est pas de cette campagne ({known}).").format(
                territory=territory, known=", ".join(known)
            )
        )


def batch_record(territory: str, code: str) -> str:
    """Return the record id of a batch: the same at every site, so that one batch is one record."""
    return hashlib.sha256(f"batch\0{territory}\0{code}".encode()).hexdigest()[:RECORD_DIGITS]


def ensure_batch(workspace: Workspace, territory: str, code: str) -> str:
    """Return the record of the batch, made when it is seen for the first time; "" for no batch."""
    if not code:
        return ""
    record = batch_record(territory, code)
    if workspace.store.batches.get(record) is None:
        workspace.author(Kind.BATCH, record, {"code": code, "territory": territory})
    return record


def ensure_officer(workspace: Workspace, name: str) -> str:
    """Return the record of the officer called `name` at this site's territory, made when seen first.

    Without a name it is the officer at work.
    """
    if not name:
        return workspace.officer
    territory = workspace.identity.territory
    for officer in workspace.store.officers.list():
        if officer.text("name") == name and officer.text("territory") == territory:
            return officer.record
    record = workspace.new_record()
    workspace.author(Kind.OFFICER, record, {"name": name, "territory": territory})
    return record


def store_paper(
    workspace: Workspace,
    *,
    paper: str,
    territory: str,
    batch: str,
    content: Mapping[str, PatchValue],
    version: str,
    received: date | None = None,
    officer: str = "",
) -> str:
    """Append the first revision of a new response, and return its record id.

    `content` is the patch of `EntrySession.finish`; `version` the questionnaire's; without `received` it is
    the date of the batch's repeated date question. Raises UserError as `require_new` does.
    """
    with workspace.store.transaction():
        require_new(workspace, paper, territory)
        ensure_batch(workspace, territory, batch)
        patch: dict[str, PatchValue] = {"paper": paper, "territory": territory, "questionnaire": version}
        if batch:
            patch["batch"] = batch
        questionnaire = workspace.store.questionnaires.get(version) or workspace.questionnaire
        day = received.isoformat() if received else _received(questionnaire, content)
        if day:
            patch["received"] = day
        record = workspace.new_record()
        workspace.author(Kind.RESPONSE, record, {**patch, **content}, parents=(), officer=officer or None)
    return record


def _received(questionnaire: Questionnaire, content: Mapping[str, PatchValue]) -> str:
    """Return the day a paper came in: the answer to the date that is keyed once for a batch; else ""."""
    for question in questionnaire.keyed:
        if question.type is QuestionType.DATE and question.repeat:
            return str(content.get(f"answers.{question.name}", ""))
    return ""
