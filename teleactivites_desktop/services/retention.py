"""How long names are kept: a day set for the campaign; from then on responses are due to be anonymised.

Anonymising writes the answers that find nobody as a new response, and erases the person's: erasing is what
reaches histories, partners and old files (docs/decisions/0008-persons.md).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from teleactivites_desktop.core.anonymity import ANONYMISED, Anonymiser, number_of, successor
from teleactivites_desktop.core.consents import STATISTICS, is_withdrawn
from teleactivites_desktop.core.entry.dates import parse_date
from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind
from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.tabulation import DEFAULT_MINIMUM_COUNT
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.duplicates import Decision, decide, decisions
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace

RETENTION = "retention"
"""Path of the campaign's record: the last day (ISO) on which names are kept."""
_REPORT_EVERY = 50
_OLDEST_YEARS = 50
"""A campaign is not as old: two digits of a year were taken for the last century."""
Progress = Callable[[int, int], None]
Fields = Mapping[str, PatchValue]


@dataclass(frozen=True)
class Anonymised:
    """What was done: responses that count on without their person, those erased whole, drafts thrown away.

    Erased whole are the withdrawn ones, and those of people who object to being counted: they count for
    nothing.
    """

    kept: int
    erased: int
    drafts: int


def retention(workspace: Workspace) -> date | None:
    """Return the last day on which names are kept; None while nobody has set one."""
    record = workspace.store.campaigns.get(membership(workspace.store).campaign)
    told = record.text(RETENTION) if record else ""
    return date.fromisoformat(told) if told else None


def read_day(workspace: Workspace, typed: str) -> date:
    """Return the day typed as on the entry page. Raises UserError for what is no day of our time."""
    today = workspace.environment.today()
    day = date.fromisoformat(parse_date(typed, today))
    if day.year < today.year - _OLDEST_YEARS:
        raise UserError(_("Écrivez l'année en quatre chiffres : 31/12/2009."))
    return day


def set_retention(workspace: Workspace, day: date | None) -> None:
    """Set the last day on which names are kept, for the whole campaign; None takes it away. It travels."""
    told = day.isoformat() if day else None
    if day != retention(workspace):
        workspace.author(Kind.CAMPAIGN, membership(workspace.store).campaign, {RETENTION: told})


def is_over(workspace: Workspace) -> bool:
    """Tell whether the day is past."""
    day = retention(workspace)
    return day is not None and workspace.environment.today() > day


def due(workspace: Workspace, progress: Progress = lambda done, total: None) -> list[ResponseLine]:
    """Return the responses that still name somebody, once the day is past; [] before."""
    return [line for line, _fields in _due(workspace, progress)] if is_over(workspace) else []


def due_drafts(workspace: Workspace) -> list[Draft]:
    """Return the drafts of papers never finished that were left on the day or before."""
    day = retention(workspace)
    if day is None or not is_over(workspace):
        return []
    return [draft for draft in workspace.store.drafts.list() if draft.updated[:10] <= day.isoformat()]


def anonymise(workspace: Workspace, progress: Progress = lambda done, total: None) -> Anonymised:
    """Anonymise all that is due, in one transaction; it cannot be undone, and travels.

    Raises UserError while the day is not past; what `progress` raises cancels everything.
    """
    if not is_over(workspace):
        raise UserError(_("Rien n'est à anonymiser : la date de conservation n'est pas passée."))
    store = workspace.store
    with store.transaction():
        places = dict(_places(workspace))
        work = _Anonymising(workspace, _common(places.values()))
        # In two orders that tell nothing: that of the histories is the order of the piles of paper, and
        # writing one response beside the erasure of another would say whose it was.
        steps = (
            (work.write_successor, _shuffled(workspace, places)),
            (work.erase, _shuffled(workspace, places)),
        )
        for begun, (step, records) in enumerate(steps):
            for done, record in enumerate(records, begun * len(places)):
                if done % _REPORT_EVERY == 0:
                    progress(done, 2 * len(places))
                step(record)
        work.link_again()
        drafts = due_drafts(workspace)
        for draft in drafts:
            store.drafts.delete(draft.id)
        if drafts:
            store.cleaning.ask()
    return Anonymised(len(work.successors), len(places) - len(work.successors), len(drafts))


class _Anonymising:
    """Anonymises responses one after the other, within one transaction."""

    def __init__(self, workspace: Workspace, common: Collection[str]) -> None:
        self._workspace = workspace
        self._common = common
        self._readers = Readers(workspace)
        self._made: dict[str, Anonymiser] = {}
        self._same = [pair for pair, said in decisions(workspace).items() if said is Decision.SAME]
        self.successors: dict[str, str] = {}

    def write_successor(self, record: str) -> None:
        """Write what counts of a response as another one, where it counts."""
        workspace = self._workspace
        stored = workspace.store.responses.get(record)
        if (
            stored is None
            or stored.line.status is Status.WITHDRAWN
            or is_withdrawn(stored.fields, STATISTICS)
        ):
            return
        if new := successor(workspace.store.revisions.history(record)):
            patch = self._of(stored.line.questionnaire).fields(stored.fields, self._common)
            workspace.author(Kind.RESPONSE, new, {**patch, "paper": number_of(new)}, parents=())
            self.successors[record] = new

    def erase(self, record: str) -> None:
        """Erase a response whole."""
        self._workspace.author(Kind.RESPONSE, record, {ERASED_PATH: ANONYMISED})

    def link_again(self) -> None:
        """Have papers of one person still count once."""
        for pair in self._same:
            new = [self.successors[record] for record in pair if record in self.successors]
            if len(new) == len(pair):
                decide(self._workspace, new[0], new[1], Decision.SAME)

    def _of(self, version: str) -> Anonymiser:
        if version not in self._made:
            self._made[version] = Anonymiser(self._readers.of(version).questionnaire)
        return self._made[version]


def _due(
    workspace: Workspace, progress: Progress = lambda done, total: None
) -> Iterator[tuple[ResponseLine, Fields]]:
    total = workspace.store.responses.count()
    for done, (line, fields) in enumerate(workspace.store.responses.each()):
        if done % _REPORT_EVERY == 0:
            progress(done, total)
        if ANONYMISED not in fields:
            yield line, fields


def _counts(line: ResponseLine, fields: Fields) -> bool:
    return line.status is not Status.WITHDRAWN and not is_withdrawn(fields, STATISTICS)


def _shuffled(workspace: Workspace, records: Iterable[str]) -> list[str]:
    return sorted(records, key=lambda _record: workspace.environment.random_bytes(8))


def _places(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield what is due: the record of each response, and its commune."""
    place = f"answers.{Anonymiser(workspace.questionnaire).place}"
    for line, fields in _due(workspace):
        yield line.record, str(fields.get(place, ""))


def _common(places: Iterable[str]) -> set[str]:
    """Return the communes that at least `DEFAULT_MINIMUM_COUNT` people share."""
    return {place for place, count in Counter(places).items() if count >= DEFAULT_MINIMUM_COUNT}
