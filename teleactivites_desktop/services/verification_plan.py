"""Which responses are keyed a second time: 1 in n of a batch, from a start drawn once.

Paths of a batch: `sampling` = ``{"one_in", "start", "reason", "wrong", "fields"}`` (the last two: the
evidence on which n was decided), `verify_at` = the territory asked to verify it instead of its own,
`verified` = ``{"papers", "fields", "wrong"}`` once all that was drawn has been keyed again. No names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from teleactivites_desktop.core.history.clock import milliseconds_of
from teleactivites_desktop.core.sampling import (
    EVERY_ONE,
    START,
    Rate,
    Reason,
    is_sampled,
    rate,
    sampling,
)
from teleactivites_desktop.core.stored import ResponseLine, StoredRecord
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import batches
from teleactivites_desktop.services.batches import Batch
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.verification_tally import (
    VERIFIED,
    Tally,
    count_of,
    evidence_of,
    read_tally,
    tally_of,
    verifications_in,
)
from teleactivites_desktop.services.workspace import Workspace

HELD_DAYS = "verification.held_days"
"""Setting: days that an officer who is alone waits before verifying what is of his or her own keying."""
USUAL_HELD_DAYS = 3
_MS_PER_DAY = 86_400_000
_SAMPLING, _VERIFY_AT = "sampling", "verify_at"


class DueState(StrEnum):
    """Whether a response can be verified by the officer at work."""

    READY = "ready"
    HELD = "held"
    COLLEAGUE = "colleague"


@dataclass(frozen=True)
class Due:
    """A response drawn and not verified yet. `held_until`: the day from which it can be, where it waits."""

    line: ResponseLine
    state: DueState
    held_until: date | None = None


@dataclass(frozen=True)
class Plan:
    """How a batch is verified: 1 response in `one_in`, from `start`, why, and at which territory."""

    one_in: int
    start: int
    reason: Reason
    evidence: Rate
    verify_at: str


def plan(batch: Batch) -> Plan | None:
    """Return how `batch` is verified; None before it was drawn."""
    drawn = batch.fields.get(_SAMPLING)
    if not isinstance(drawn, Mapping):
        return None
    reason = str(drawn.get("reason", ""))
    return Plan(
        one_in=max(1, count_of(drawn, "one_in")),
        start=count_of(drawn, "start"),
        reason=Reason(reason) if reason in set(Reason) else Reason.START,
        evidence=rate(min(count_of(drawn, "wrong"), count_of(drawn, "fields")), count_of(drawn, "fields")),
        verify_at=str(batch.fields.get(_VERIFY_AT) or batch.territory),
    )


def draw(workspace: Workspace, territory: str, code: str) -> Plan:
    """Draw which responses of a batch are keyed again, once; return the plan, drawn now or before.

    n follows from what the batches of that territory verified before have shown. Raises UserError for a
    batch without responses.
    """
    batch = batches.batch(workspace, territory, code)
    known = plan(batch)
    if known is not None:
        return known
    if not batch.keyed:
        raise UserError(_("Le lot {code} n'a pas encore de fiche : rien à contrôler.").format(code=code))
    verified = _verified(workspace, territory)
    evidence = evidence_of(verified)
    latest = verified[-1] if verified else None
    before = count_of(latest.fields.get(_SAMPLING), "one_in") if latest else START
    decided = sampling(before or START, evidence.wrong, evidence.fields)
    start = int.from_bytes(workspace.environment.random_bytes(2))
    _tell_sampling(workspace, batch, decided.one_in, start, decided.reason, evidence)
    return _planned(workspace, batch)


def ask(workspace: Workspace, territory: str, code: str, verifier: str) -> Plan:
    """Ask another territory to verify a batch: its papers, or copies, go there; the rest travels by itself.

    The batch's own territory takes it back. Raises UserError for a territory that is not the campaign's.
    """
    known = membership(workspace.store).territories
    if verifier not in known:
        raise UserError(
            _("Le territoire « {territory} » n'est pas de cette campagne ({known}).").format(
                territory=verifier, known=", ".join(known)
            )
        )
    with workspace.store.transaction():
        draw(workspace, territory, code)
        batch = batches.batch(workspace, territory, code)
        batches.tell(workspace, batch, {_VERIFY_AT: None if verifier == territory else verifier})
    return _planned(workspace, batch)


def due(workspace: Workspace) -> list[Due]:
    """Return what this site's territory is to verify, by batch and number: ready, held back, or another's.

    Nobody verifies what is of his or her own keying, but an officer who is alone, after some days.
    """
    alone = _is_alone(workspace)
    days = int(workspace.store.settings.get(HELD_DAYS, USUAL_HELD_DAYS))
    found = []
    for batch in batches.batches(workspace):
        planned = plan(batch)
        if planned is None or planned.verify_at != workspace.identity.territory or VERIFIED in batch.fields:
            continue
        found += [_due(workspace, line, alone, days) for line in _left(workspace, batch, planned)]
    return found


def state_of(workspace: Workspace, line: ResponseLine) -> Due:
    """Return whether the officer at work can verify a response, drawn or not."""
    days = int(workspace.store.settings.get(HELD_DAYS, USUAL_HELD_DAYS))
    return _due(workspace, line, _is_alone(workspace), days)


def batch_rate(workspace: Workspace, territory: str, code: str) -> Rate:
    """Return the share of fields that the first keying of a batch had wrong, so far, with its interval."""
    batch = batches.batch(workspace, territory, code)
    planned = plan(batch)
    done = Tally()
    if isinstance(told := batch.fields.get(VERIFIED), Mapping):
        done = read_tally(told)
    elif planned is not None:
        done = _done(workspace, batch, planned)
    return rate(done.wrong, done.fields)


def take_into_account(workspace: Workspace, territory: str, code: str) -> None:
    """After a verification: verify the whole batch where its keying is poor; say so when all is done."""
    batch = batches.batch(workspace, territory, code)
    planned = plan(batch)
    if planned is None or VERIFIED in batch.fields:
        return
    done = _done(workspace, batch, planned)
    evidence = done + evidence_of(_verified(workspace, territory))
    decided = sampling(planned.one_in, evidence.wrong, evidence.fields)
    if decided.reason is Reason.POOR and planned.one_in > EVERY_ONE:
        _tell_sampling(workspace, batch, EVERY_ONE, planned.start, decided.reason, evidence)
    elif not _left(workspace, batch, planned):
        told: dict[str, PatchValue] = {"papers": done.papers, "fields": done.fields, "wrong": done.wrong}
        batches.tell(workspace, batch, {VERIFIED: told})


def _tell_sampling(
    workspace: Workspace, batch: Batch, one_in: int, start: int, reason: Reason, evidence: Tally
) -> None:
    told: dict[str, PatchValue] = {
        "one_in": one_in,
        "start": start,
        "reason": reason.value,
        "wrong": evidence.wrong,
        "fields": evidence.fields,
    }
    batches.tell(workspace, batch, {_SAMPLING: told})


def _planned(workspace: Workspace, batch: Batch) -> Plan:
    planned = plan(batches.batch(workspace, batch.territory, batch.code))
    assert planned is not None
    return planned


def _sampled(workspace: Workspace, batch: Batch, planned: Plan) -> Iterator[ResponseLine]:
    for position, line in enumerate(batches.lines(workspace, batch)):
        if is_sampled(position, planned.one_in, planned.start):
            yield line


def _left(workspace: Workspace, batch: Batch, planned: Plan) -> list[ResponseLine]:
    """Return what was drawn and is neither verified nor withdrawn."""
    return [
        line
        for line in _sampled(workspace, batch, planned)
        if line.status is not Status.WITHDRAWN and not _told_of(workspace, line)
    ]


def _done(workspace: Workspace, batch: Batch, planned: Plan) -> Tally:
    total = Tally()
    for line in _sampled(workspace, batch, planned):
        total += tally_of(_told_of(workspace, line))
    return total


def _told_of(workspace: Workspace, line: ResponseLine) -> list[Mapping[str, PatchValue]]:
    stored = workspace.store.responses.get(line.record)
    return [told for _verifier, told in verifications_in(stored.fields)] if stored else []


def _verified(workspace: Workspace, territory: str) -> list[StoredRecord]:
    """Return the batches of a territory that were verified to the end, the latest last."""
    found = [
        record
        for record in workspace.store.batches.list()
        if record.text("territory") == territory and isinstance(record.fields.get(VERIFIED), Mapping)
    ]
    return sorted(found, key=lambda record: (record.changed_at, record.record))


def _due(workspace: Workspace, line: ResponseLine, alone: bool, days: int) -> Due:
    first = next(
        (found for found in workspace.store.revisions.history(line.record) if not found.parents), None
    )
    if first is None or first.officer != workspace.officer:
        return Due(line, DueState.READY)
    if not alone:
        return Due(line, DueState.COLLEAGUE)
    passed = (workspace.environment.milliseconds() - milliseconds_of(first.at)) // _MS_PER_DAY
    if passed >= days:
        return Due(line, DueState.READY)
    return Due(line, DueState.HELD, workspace.environment.today() + timedelta(days=days - passed))


def _is_alone(workspace: Workspace) -> bool:
    mine = workspace.identity.territory
    return sum(officer.text("territory") == mine for officer in workspace.store.officers.list()) <= 1
