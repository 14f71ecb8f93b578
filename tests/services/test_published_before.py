"""Documents published from one base, put together, give no hidden cell away."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from reports_world import sample_campaign

from teleactivites_desktop.analysis.disclosure import protect
from teleactivites_desktop.analysis.disclosure_audit import Key, given_away
from teleactivites_desktop.analysis.published import Publication, Scope, held_against
from teleactivites_desktop.core.tabulation import Cell, Counts, Heading, Mark, Table
from teleactivites_desktop.services import documents, editing, published, tabulations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace

ALL = Scope()
ONE = Scope(frozenset({"A"}))


def counted(numbers: list[int]) -> Counts:
    whole = Cell.of(sum(numbers))
    return Counts(tuple(Cell.of(n) for n in numbers), whole, whole, whole)


def table(total: list[int], groups: dict[str, list[int]] | None = None, question: str = "q") -> Table:
    rows = tuple(Heading(f"r{place}", f"r{place}") for place in range(len(total)))
    parts = groups or {}
    columns = tuple(Heading(code, code) for code in parts)
    return Table(
        question,
        question,
        rows,
        counted(total),
        columns,
        tuple(counted(each) for each in parts.values()),
        "territory" if groups else "",
    )


def made(scope: Scope, tables: list[Table], earlier: list[Publication]) -> Publication:
    return protect(
        tables, 3, (), lambda values: held_against(scope, values, earlier, None, 3), scope
    ).publication


def leaks(first: Publication, second: Publication) -> list[set[Key]]:
    """Return what an attacker finds who has both documents: of one scope, cells of one name are one cell."""
    values = {**first.values, **second.values}
    shown = (first.values.keys() - first.hidden) | (second.values.keys() - second.hidden)
    return given_away(values.keys() - shown, values, [*first.equations, *second.equations])


def test_what_one_document_hid_stays_hidden_in_the_next() -> None:
    first = made(ALL, [table([2, 4, 9])], [])
    hidden = {key for key in first.hidden if key[0] == ""} | set(first.hidden)
    alone = protect([table([2, 4, 9], {"A": [1, 1, 5], "B": [1, 3, 4]})], 3).publication
    second = made(ALL, [table([2, 4, 9], {"A": [1, 1, 5], "B": [1, 3, 4]})], [first])
    assert hidden <= second.hidden
    assert not leaks(first, second)
    assert alone.hidden - first.hidden or alone.hidden


def test_a_document_on_some_does_not_give_away_the_others() -> None:
    whole = made(ALL, [table([10, 12, 20])], [])
    assert not whole.hidden
    assert not protect([table([9, 12, 15])], 3).publication.hidden, "alone it hides nothing"
    part = made(ONE, [table([9, 12, 15])], [whole])
    assert ("", "everybody", "q", "r0") in part.hidden, "10 - 9 is one person"
    assert len(part.hidden) >= 2


def test_a_part_is_the_sum_of_its_columns() -> None:
    whole = made(ALL, [table([10, 12], {"A": [8, 2], "B": [2, 10]})], [])
    part = made(ONE, [table([8, 2])], [whole])
    shown = {key for key in part.values if key not in part.hidden and key[2] == "q"}
    assert not shown, "what the columns hide is not printed as a total"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    opened = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield opened
    opened.close()


def limits(workspace: Workspace, selection: Selection) -> tuple[frozenset[Key], frozenset[Key]]:
    """Return what the register asks of the next table of the household: (public, hidden or changed)."""
    base = tabulations.load(workspace, selection)
    values = protect([tabulations.raw_table(base, "foyer")], 3).publication.values
    earlier = published.register(workspace, base, selection)(values)
    return earlier.public, earlier.changed


def test_only_what_is_given_away_is_registered_and_few_changes_stay_untold(
    workspace: Workspace, tmp_path: Path
) -> None:
    everything = Selection()
    documents.write(workspace, "summary", tmp_path / "vu.pdf", Options())
    assert limits(workspace, everything) == (frozenset(), frozenset()), "looking publishes nothing"
    documents.write(workspace, "summary", tmp_path / "a.pdf", Options(publish=True))
    public, changed = limits(workspace, everything)
    assert public
    assert not changed
    documents.write(workspace, "summary", tmp_path / "b.pdf", Options(publish=True))
    assert (tmp_path / "a.pdf").stat().st_size == pytest.approx((tmp_path / "b.pdf").stat().st_size, abs=200)
    editing.edit(workspace, "GBEQ-0001", {"foyer": "2"})
    editing.edit(workspace, "GBEQ-0002", {"foyer": "2"})
    public, changed = limits(workspace, everything)
    assert not public, "the base is no longer the same"
    assert changed
    base = tabulations.load(workspace)
    held = published.register(workspace, base, everything)
    shown = protect([tabulations.raw_table(base, "foyer")], 3, (), held).tables[0]
    assert Mark.HIDDEN in {cell.mark for _row, cell in shown.answers}


def spread(rows: int, scope: Scope, key: Key) -> Counter[tuple[int, str]]:
    """Return of which (answer, territory) a printed cell is the sum, read from its name alone."""
    question, row, grouped_by, group = key
    where = [group] if grouped_by == "territory" else sorted(scope.territories) or list("ABC")
    answer = group if (question, grouped_by) == ("", "q") else row
    answers = [int(answer[1:])] if answer.startswith("r") else range(rows)
    return Counter({(place, code): 1 for place in answers for code in where})


@pytest.mark.parametrize("seed", range(40))
def test_an_attacker_with_all_documents_computes_no_hidden_cell(seed: int) -> None:
    """The attacker solves the sums of every shown cell of four documents on different territories."""
    dice = random.Random(seed)
    rows = dice.randint(2, 5)
    people = {code: [dice.choice([0, 0, 1, 1, 2, 3, 5, 8, 12]) for _ in range(rows)] for code in "ABC"}
    scopes = [ALL, ONE, Scope(frozenset("AB")), ALL]
    dice.shuffle(scopes)
    done: list[Publication] = []
    for scope in scopes:
        groups = {code: people[code] for code in sorted(scope.territories) or "ABC"}
        total = [sum(each) for each in zip(*groups.values(), strict=True)]
        by_territory = len(groups) > 1 and dice.random() < 0.6
        done.append(made(scope, [table(total, groups if by_territory else None)], done))
    known = [(place, code) for code in "ABC" for place in range(rows) if people[code][place]]
    shown, hidden = [], []
    for one in done:
        for key, count in one.values.items():
            parts = spread(rows, one.scope, key)
            line = [float(parts[cell]) for cell in known]
            if count and key in one.hidden:
                hidden.append((count, line))
            elif count:
                assert count > 2
                shown.append(line)
    rank = np.linalg.matrix_rank(np.array(shown)) if shown else 0
    for count, line in hidden:
        if count < 3:
            assert np.linalg.matrix_rank(np.array([*shown, line])) > rank
