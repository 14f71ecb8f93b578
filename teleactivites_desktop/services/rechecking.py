"""All checks of the questionnaire over the whole base: what to see again, and mending what follows.

Each response is checked by the rules of its own version; or, where that is asked for, by those of another
one: what would be said of old papers had they been keyed with today's rules. Of that nothing is written.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.recheck import OUTDATED, Recheck
from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import edit_patch
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.core.versions import Renames, mapped
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.workspace import Workspace

Progress = Callable[[int, int], None]
"""Told how many responses are done, of how many; what it raises stops the work."""

MOST_LISTED = 20_000
"""Findings kept in the list: more is a fault of the questionnaire, and is counted only."""
_STEP = 50
"""Responses between two reports: some 25 ms, so that a cancel is felt at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to see again. `rule`: of `Rule`, or `OUTDATED`; `typed`: the text concerned, "" for none.

    `version` is that of the rules, in whose words `question` is; `field` is that question in the response's
    own version, "" where it has none. `known`: the response says so already, it was left so when it was
    keyed. `foreign`: the rules are not those of its version.
    """

    record: str
    paper: str
    territory: str
    version: str
    question: str
    rule: str
    message: str
    typed: str
    known: bool
    field: str
    foreign: bool = False

    @property
    def to_confirm(self) -> bool:
        """Tell whether it is a soft check that nobody confirmed, not a refusal."""
        return self.rule in (Rule.WARNING, Rule.SKIPPED)

    @property
    def mendable(self) -> bool:
        """Tell whether `mend` would write something about it."""
        return not self.known and not self.foreign and self.rule != Rule.SKIPPED


@dataclass(frozen=True)
class Result:
    """What a re-check found. `checked`: responses looked at; `counts`: (question, rule) -> how often.

    `findings` are in the order of the responses, `MOST_LISTED` at most; `counts` counts them all.
    """

    checked: int
    findings: tuple[Finding, ...]
    counts: Mapping[tuple[str, str], int]

    @property
    def total(self) -> int:
        """Return how many things were found."""
        return sum(self.counts.values())

    @property
    def mendable(self) -> tuple[str, ...]:
        """Return the records that `mend` would change, in their order."""
        return tuple(dict.fromkeys(found.record for found in self.findings if found.mendable))


def recheck(
    workspace: Workspace,
    progress: Progress = lambda done, total: None,
    *,
    records: Collection[str] | None = None,
    rules: str = "",
) -> Result:
    """Check every response (of `records`) and write nothing; withdrawn ones are left out.

    `rules` is the version of the questionnaire whose rules are held against all of them; "": each one's own.
    Some 3,000 responses a second.
    """
    checks = _Checks(workspace, rules)
    total = workspace.store.responses.count() if records is None else len(records)
    findings: list[Finding] = []
    counts: Counter[tuple[str, str]] = Counter()
    checked = 0
    for done, (line, fields) in enumerate(_responses(workspace, records)):
        if done % _STEP == 0:
            progress(done, total)
        if line.status is Status.WITHDRAWN:
            continue
        checked += 1
        for found in checks.findings(line, fields):
            counts[found.question, found.rule] += 1
            if len(findings) < MOST_LISTED:
                findings.append(found)
    progress(total, total)
    return Result(checked, tuple(findings), counts)


def _responses(
    workspace: Workspace, records: Collection[str] | None
) -> Iterator[tuple[ResponseLine, Mapping[str, PatchValue]]]:
    if records is None:
        yield from workspace.store.responses.each()
        return
    for record in records:
        if (stored := workspace.store.responses.get(record)) is not None:
            yield stored.line, stored.fields


def mend(workspace: Workspace, record: str) -> Revision | None:
    """Write what follows from the answers of a response, refusals and calculations; None where nothing does.

    No answer is changed but into its refusal, and back. Raises UserError for a response that is gone, or
    that has conflicts: what would follow is not known before they are decided.
    """
    return _mend(workspace, _Checks(workspace), record)


def mend_all(
    workspace: Workspace, records: Collection[str], progress: Progress = lambda done, total: None
) -> int:
    """Mend responses in one transaction; return how many changed. Those in conflict stay as they are."""
    checks = _Checks(workspace)
    mended = 0
    with workspace.store.transaction():
        for done, record in enumerate(records):
            if done % _STEP == 0:
                progress(done, len(records))
            stored = workspace.store.responses.get(record)
            if stored is not None and not stored.state.conflicts:
                mended += _mend(workspace, checks, record) is not None
    return mended


def by_question(result: Result) -> list[tuple[str, int]]:
    """Return the questions with the most findings first: which *question* is at fault."""
    ordered = sorted(result.counts.items(), key=lambda each: each[0][0])
    totals = [
        (question, sum(count for _key, count in group))
        for question, group in groupby(ordered, key=lambda each: each[0][0])
    ]
    return sorted(totals, key=lambda each: (-each[1], each[0]))


def _mend(workspace: Workspace, checks: "_Checks", record: str) -> Revision | None:
    with workspace.store.transaction():
        stored = workspace.store.responses.get(record)
        if stored is None:
            raise UserError(_("Cette fiche n'existe plus : elle a été effacée."))
        if stored.state.conflicts:
            raise UserError(
                _("La fiche {paper} a des conflits : réglez-les d'abord.").format(paper=stored.line.paper)
            )
        if stored.state.status is Status.WITHDRAWN:
            return None
        wanted = checks.of(stored.line.questionnaire).mended(stored.fields)
        patch = edit_patch(Folded(stored.fields), wanted)
        return workspace.author(Kind.RESPONSE, record, patch) if patch else None


class _Checks:
    """The checks of each version of the questionnaire, made ready once."""

    def __init__(self, workspace: Workspace, rules: str = "") -> None:
        self._workspace = workspace
        self._rules = rules
        self._ready: dict[str, Recheck] = {}
        self._ways: dict[str, _Way] = {}

    def of(self, version: str) -> Recheck:
        """Return the checks of a version; of the current one where it is not held."""
        if version not in self._ready:
            held = self._workspace.store.questionnaires.get(version) or self._workspace.questionnaire
            self._ready[version] = Recheck(Form(held), self._workspace.environment, formats())
        return self._ready[version]

    def findings(self, line: ResponseLine, fields: Mapping[str, PatchValue]) -> list[Finding]:
        """Return what a response has to see again."""
        version = self._rules or line.questionnaire
        checks, way = self.of(version), None
        problems = checks.problems
        if version != line.questionnaire:
            way = self._way(line.questionnaire)
            fields = mapped(fields, way.renames)
            problems = checks.problems_of_another
        return [
            Finding(
                record=line.record,
                paper=line.paper,
                territory=line.territory,
                version=version,
                question=problem.question,
                rule=str(problem.rule),
                message=problem.message,
                typed=problem.typed,
                known=problem.rule != OUTDATED
                and _says(fields.get(f"refused.{problem.question}"), problem.rule),
                field=way.back(problem.question) if way else problem.question,
                foreign=way is not None,
            )
            for problem in problems(fields)
            if way is None or way.back(problem.question) or problem.rule != Rule.REQUIRED
        ]

    def _way(self, version: str) -> "_Way":
        if version not in self._ways:
            held = self._workspace.store.questionnaires
            self._ways[version] = _Way(held.lineage().renames(version, self._rules), held.get(version))
        return self._ways[version]


class _Way:
    """From the names of a response's version to those of the rules (`renames`), and back."""

    def __init__(self, renames: Renames, own: Questionnaire | None) -> None:
        self.renames = renames
        self._named = {new: old for old, new in renames.items() if new}
        self._own = own.by_name if own else None

    def back(self, question: str) -> str:
        """Return the question in the response's version; "" where that has none."""
        if question in self._named:
            return self._named[question]
        gone = self._own is not None and question not in self._own
        return "" if gone or question in self.renames else question


def _says(refused: PatchValue, rule: str) -> bool:
    return isinstance(refused, dict) and refused.get("rule") == rule
