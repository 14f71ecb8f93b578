"""Every figure that the summary shows equals an independent recount: plain SQL on the generated view."""

import math
import os
import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from reports_world import NOW, sample_campaign

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.questionnaire import QuestionType
from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.core.tabulation import Cell, Counts, NumberTable, RowKind, Table
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.services import tabulations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.summary import content
from teleactivites_desktop.services.summary_tables import SummaryTables
from teleactivites_desktop.services.workspace import Workspace

MADE = 240


def make_more(workspace: Workspace, count: int) -> None:
    """Add responses that answer each question as some sample paper does, or does not."""
    dice = random.Random(7)
    held = [fields for _line, fields in workspace.store.responses.each()]
    paths = sorted({path for fields in held for path in fields if "." in path})
    with workspace.store.transaction():
        for number in range(count):
            frame = dice.choice(held)
            patch: dict[str, PatchValue] = {
                key: frame[key] for key in ("territory", "batch", "received", "questionnaire") if key in frame
            }
            patch |= {
                "paper": f"{frame['territory']}-9{number:03}",
                "status": dice.choice(["kept"] * 9 + ["withdrawn"]),
            }
            for path in paths:
                value = dice.choice(held).get(path)
                if value is not None and not path.startswith("refused."):
                    patch[path] = value
            workspace.author(Kind.RESPONSE, workspace.new_record(), patch)


@pytest.fixture(scope="module", params=["samples", "made"])
def workspace(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    if request.param == "made":
        make_more(made, MADE)
    yield made
    made.close()


class Recount:
    """Counts by SQL."""

    def __init__(self, workspace: Workspace) -> None:
        self._session = workspace.store.session
        self._questionnaire = workspace.questionnaire
        self._valleys = tabulations.valleys(workspace.questionnaire)

    def people(self, condition: str = "1", **values: object) -> int:
        return int(self._ask("count(*)", condition, values))

    def mean(self, question: str, condition: str, **values: object) -> float | None:
        found = self._ask(f'avg("{question}")', condition, values)
        return None if found is None else float(found)

    def values(self, question: str, condition: str) -> list[float]:
        said = f"""SELECT "{question}" FROM responses_plain WHERE status <> 'withdrawn'"""
        rows = self._session.rows(f'{said} AND "{question}" IS NOT NULL AND {condition}')
        return sorted(float(row[0]) for row in rows)

    def _ask(self, what: str, condition: str, values: dict[str, object]) -> float:
        said = f"SELECT {what} FROM responses_plain WHERE status <> 'withdrawn' AND {condition}"
        found: float = self._session.value(said, values)
        return found

    def chose(self, question: str, code: str) -> str:
        if question == "valley":
            communes = [commune for commune, valley in self._valleys.items() if valley == code]
            listed = ", ".join(f"'{commune}'" for commune in communes)
            return (
                f"commune IN ({listed})" if code else f"(commune IS NULL OR commune NOT IN ({self._known()}))"
            )
        asked = self._questionnaire.by_name.get(question)
        if asked is not None and asked.type is QuestionType.SELECT_MULTIPLE:
            return f"""instr(' ' || "{question}" || ' ', ' {code} ') > 0"""
        return f""""{question}" = '{code}'""" if code else f"""coalesce("{question}", '') = ''"""

    def _known(self) -> str:
        return ", ".join(f"'{commune}'" for commune in self._valleys)


def same(cell: Cell, counted: int) -> bool:
    """A cell that shows something shows the count; return whether it shows something."""
    assert cell.count in (None, counted)
    return cell.count is not None


def check(recount: Recount, table: Table) -> tuple[int, int]:
    """Return how many cells were compared, and how many are hidden."""
    columns: list[tuple[str, Counts]] = [("1", table.total)]
    columns += [
        (recount.chose(table.grouped_by, heading.code), counts)
        for heading, counts in zip(table.columns, table.groups, strict=True)
    ]
    shown = hidden = 0
    grouping = table.question in ("territory", "valley")
    for condition, counts in columns:
        cells = [
            (cell, recount.people(f"{condition} AND {recount.chose(table.question, row.code)}"))
            for row, cell in zip(table.rows, counts.rows, strict=True)
            if row.kind is RowKind.ANSWER
        ]
        cells.append((counts.everybody, recount.people(condition)))
        if not grouping:
            answered = f"""coalesce("{table.question}", '') <> ''"""
            cells.append((counts.answered, recount.people(f"{condition} AND {answered}")))
        told = [same(cell, counted) for cell, counted in cells]
        shown, hidden = shown + sum(told), hidden + len(told) - sum(told)
    return shown, hidden


def test_every_figure_of_the_summary_equals_the_recount(workspace: Workspace) -> None:
    base = tabulations.load(workspace)
    recount = Recount(workspace)
    tables = SummaryTables(base, frozenset())
    every = [tables.territories, tables.valleys, tables.communes, *tables.comparisons, *tables.by_valley]
    every += [table for table in tables.of_question.values() if isinstance(table, Table)]
    compared = [check(recount, table) for table in every if table is not None]
    shown, hidden = (sum(numbers) for numbers in zip(*compared, strict=True))
    assert shown > 500
    assert hidden < shown, "most of what is compared is shown"
    assert base.size == recount.people()


def test_every_mean_of_the_summary_equals_the_recount(workspace: Workspace) -> None:
    base = tabulations.load(workspace)
    recount = Recount(workspace)
    found = [t for t in SummaryTables(base, frozenset()).of_question.values() if isinstance(t, NumberTable)]
    assert len(found) > 5
    for table in found:
        groups = zip(base.territories, table.groups, strict=False)
        for condition, numbers in [("1", table.total), *((f"territory = '{t}'", n) for t, n in groups)]:
            same(numbers.answered, recount.people(f'{condition} AND "{table.question}" IS NOT NULL'))
            if numbers.mean is not None:
                assert numbers.mean == pytest.approx(recount.mean(table.question, condition))


def quantile(values: list[float], share: float) -> float:
    """Return the quantile between the two values that are nearest to it in order."""
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def test_every_median_quartile_and_class_of_the_summary_equals_the_recount(workspace: Workspace) -> None:
    base = tabulations.load(workspace)
    recount = Recount(workspace)
    shown = classed = 0
    for table in SummaryTables(base, frozenset()).of_question.values():
        if not isinstance(table, NumberTable):
            continue
        groups = zip(base.territories, table.groups, strict=False)
        for condition, numbers in [("1", table.total), *((f"territory = '{t}'", n) for t, n in groups)]:
            found = recount.values(table.question, condition)
            said = (numbers.low_quarter, numbers.median, numbers.high_quarter)
            for share, value in zip((0.25, 0.5, 0.75), said, strict=True):
                if value is not None:
                    assert value == pytest.approx(quantile(found, share))
                    shown += 1
        if table.classes is not None:
            classed += classes_compared(table.classes, recount.values(table.question, "1"))
    assert shown > 40
    assert classed > 20


def classes_compared(classes: Table, values: list[float]) -> int:
    """Return how many classes show the number of values between their edges: each does, or is hidden."""
    edges = [float(row.code) for row, _cell in classes.answers] + [math.inf]
    counted = [sum(low <= value < high for value in values) for low, high in pairwise(edges)]
    cells = [cell for _row, cell in classes.answers]
    return sum(same(cell, count) for cell, count in zip(cells, counted, strict=True))


def test_answers_and_those_without_make_everybody(workspace: Workspace) -> None:
    recount = Recount(workspace)
    tables = SummaryTables(tabulations.load(workspace), frozenset()).of_question.values()
    checked = 0
    for table in (each for each in tables if isinstance(each, Table)):
        without = [
            cell.count
            for row, cell in zip(table.rows, table.total.rows, strict=True)
            if row.kind is not RowKind.ANSWER
        ]
        told = [count for count in without if count is not None]
        if len(told) == len(without):
            nothing = f"""coalesce("{table.question}", '') = ''"""
            assert sum(told) == recount.people(nothing), table.question
            checked += 1
    assert checked > 20


def test_the_figures_on_the_cover_are_those_of_the_base(workspace: Workspace) -> None:
    made = content(workspace, tabulations.load(workspace), Options())
    recount = Recount(workspace)
    complete = recount.people("status = 'complete'") / recount.people()
    assert made.figures[0][0] == str(recount.people())
    assert made.figures[-1][0].startswith(str(round(100 * complete)))
    territories = {row.code: cell for row, cell in made.where.territories.answers}
    for code, cell in territories.items():
        same(cell, recount.people("territory = :code", code=code))


def test_papers_count_when_they_were_keyed_whatever_came_after(workspace: Workspace) -> None:
    before = workspace.store.responses.keyed_counts()
    assert sum(before.values()) == Recount(workspace).people()
    line = workspace.store.responses.page(Filters(status=Status.COMPLETE)).lines[0]
    environment = Environment(lambda: NOW + timedelta(days=30), os.urandom)
    later = Workspace(workspace.store, workspace.identity, workspace.officer, environment)
    later.author(Kind.RESPONSE, line.record, {"note": "relue", "status": "kept"})
    assert workspace.store.responses.keyed_counts() == before
    assert sum(workspace.store.responses.keyed_counts(["GBEQ"]).values()) < sum(before.values())
