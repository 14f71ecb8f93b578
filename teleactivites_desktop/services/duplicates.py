"""Papers likely filled by the same person: found, decided, remembered; decisions travel."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from teleactivites_desktop.core.consents import STATISTICS, is_withdrawn
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.roles import Roles, roles
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.core.versions import Renames, mapped
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.workspace import Workspace

Progress = Callable[[float], None]
_LOADING = 0.3
"""Share of a search that goes into reading what is held."""
_STEP = 500
"""Responses read between two reports."""


class Decision(StrEnum):
    """What an officer said of two papers."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True)
class LikelyPair:
    """Two papers likely of one person. `score` is evidence beyond doubt, in doublings (docs/likeness.md)."""

    first: str
    second: str
    papers: tuple[str, str]
    score: float
    reasons: tuple[str, ...]


def find(
    workspace: Workspace,
    progress: Progress | None = None,
    *,
    coming: Mapping[str, Mapping[str, PatchValue]] | None = None,
) -> list[LikelyPair]:
    """Return the likely pairs nobody has decided yet, the surest first. Withdrawn papers are left out.

    `coming`: responses that a file would bring (record -> its paths); then only the pairs with one of them.

    So are those of people who object to being counted: whether they count twice no longer matters.
    """
    from teleactivites_desktop.analysis import likeness

    told = progress or _nobody
    people, papers = list[likeness.Person](), dict[str, str]()
    paths = _Paths(roles(workspace.questionnaire))
    for line, fields in _held(workspace, told):
        people.append(likeness.Person(line.record, *paths.compared(fields)))
        papers[line.record] = line.paper
    held = len(people)
    for record, fields in _as_now(workspace, coming or {}):
        people.append(likeness.Person(record, *paths.compared(fields)))
        papers[record] = str(fields.get("paper", ""))
    decided = decisions(workspace)
    found = likeness.find(
        people,
        lambda share: told(_LOADING + (1 - _LOADING) * share),
        since=0 if coming is None else held,
    )
    return [
        LikelyPair(
            pair.first, pair.second, (papers[pair.first], papers[pair.second]), pair.score, pair.reasons
        )
        for pair in found
        if frozenset((pair.first, pair.second)) not in decided
    ]


def _held(workspace: Workspace, told: Progress) -> Iterator[tuple[ResponseLine, Mapping[str, PatchValue]]]:
    """Yield the responses held here that are compared, and report how far the loading is."""
    responses = workspace.store.responses
    total = max(responses.count(), 1)
    current = workspace.store.questionnaires.current_version()
    for done, (line, fields) in enumerate(responses.each_as(current)):
        if done % _STEP == 0:
            told(_LOADING * min(done / total, 1))
        if line.status is not Status.WITHDRAWN and not is_withdrawn(fields, STATISTICS):
            yield line, fields


def _as_now(
    workspace: Workspace, coming: Mapping[str, Mapping[str, PatchValue]]
) -> Iterator[tuple[str, Mapping[str, PatchValue]]]:
    """Yield responses with their questions named as in the current version."""
    questionnaires = workspace.store.questionnaires
    current, lineage = questionnaires.current_version(), questionnaires.lineage()
    renames: dict[str, Renames] = {}
    for record, fields in coming.items():
        version = str(fields.get("questionnaire", current))
        if version not in renames:
            renames[version] = lineage.renames(version, current)
        yield record, mapped(fields, renames[version])


def _nobody(_share: float) -> None:
    """Report to nobody."""


def decide(workspace: Workspace, first: str, second: str, decision: Decision) -> Revision:
    """Remember that two responses (record ids) are, or are not, the same person's; it travels."""
    if first == second:
        raise UserError(_("Il faut deux fiches différentes."))
    low, high = sorted((first, second))
    patch = {"first": low, "second": high, "decision": decision.value}
    return workspace.author(Kind.LIKENESS, _record_of(low, high), patch)


def part(workspace: Workspace, record: str) -> list[str]:
    """Say that the papers linked to `record` are another person's; return those (records)."""
    linked = [pair for pair, said in decisions(workspace).items() if record in pair and said is Decision.SAME]
    others = sorted(next(iter(pair - {record})) for pair in linked)
    with workspace.store.transaction():
        for other in others:
            decide(workspace, record, other, Decision.DIFFERENT)
    return others


def forget(workspace: Workspace, first: str, second: str) -> Revision:
    """Take a decision back: the two papers are asked about again, wherever that travels."""
    low, high = sorted((first, second))
    return workspace.author(Kind.LIKENESS, _record_of(low, high), {"decision": None})


def reason_words(reason: str) -> str:
    """Return in words why two papers are alike (what `LikelyPair.reasons` holds)."""
    words = {
        "names": _("nom et prénom"),
        "birth": _("année de naissance"),
        "commune": _("commune"),
        "contact": _("téléphone ou courriel"),
    }
    return words.get(reason, reason)


def decisions(workspace: Workspace) -> Mapping[frozenset[str], Decision]:
    """Return what was decided: the two records -> the decision."""
    return {
        frozenset((stored.text("first"), stored.text("second"))): Decision(stored.text("decision"))
        for stored in workspace.store.likenesses.list()
        if stored.text("decision") in set(Decision)
    }


def same_people(workspace: Workspace) -> list[frozenset[str]]:
    """Return the groups of responses said to be one person's: statistics count each group once."""
    group_of: dict[str, set[str]] = {}
    for pair, decision in decisions(workspace).items():
        if decision is Decision.SAME:
            joined = set().union(*(group_of.get(record, {record}) for record in pair))
            for record in joined:
                group_of[record] = joined
    return [frozenset(group) for group in {id(group): group for group in group_of.values()}.values()]


def papers_of_one(workspace: Workspace, record: str) -> list[str]:
    """Return the responses (records) decided to be those of the person of `record`, itself first."""
    group = next((group for group in same_people(workspace) if record in group), frozenset({record}))
    return [record, *sorted(group - {record})]


def _record_of(low: str, high: str) -> str:
    """The same pair decided at two sites is one record, so that the two decisions meet."""
    return sha256(f"likeness\0{low}\0{high}".encode()).hexdigest()[:32]


def compared_questions(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the names of the questions that are compared, in the order in which they are shown."""
    who = roles(questionnaire)
    return tuple(filter(None, (*who.names, who.birth, who.place, *who.phones, *who.emails)))


class _Paths:
    """Where a response says what is compared."""

    def __init__(self, who: Roles) -> None:
        names = [f"answers.{name}" for name in who.names[:2]]
        self._surname, self._given = (*names, "", "")[:2]
        self._birth = f"answers.{who.birth}"
        self._place = f"answers.{who.place}"
        self._contacts = [f"answers.{name}" for name in (*who.phones, *who.emails)]

    def compared(self, fields: Mapping[str, PatchValue]) -> tuple[str, str, int | None, str, frozenset[str]]:
        """Return surname, first name, year of birth, commune, telephones and e-mails."""
        birth = fields.get(self._birth)
        return (
            str(fields.get(self._surname) or ""),
            str(fields.get(self._given) or ""),
            birth if isinstance(birth, int) else None,
            str(fields.get(self._place) or ""),
            frozenset(str(fields[path]).lower() for path in self._contacts if fields.get(path)),
        )
