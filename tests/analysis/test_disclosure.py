"""An attacker who knows every shown cell, every total, and the rule, recovers no hidden cell."""

import os
import random
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from teleactivites_desktop.analysis.disclosure import Nesting, dominated, protect
from teleactivites_desktop.analysis.disclosure_audit import nonnegative_least_squares
from teleactivites_desktop.core.tabulation import Cell, Counts, Heading, Mark, RowKind, Table

Person = tuple[str, str, str, frozenset[str]]
"""Territory, commune, answer ("" for none), ticked boxes."""

TERRITORIES = ("GBEQ", "GBD", "HD")
VALLEY_OF = {"c1": "v1", "c2": "v1", "c3": "v2", "c4": "v2"}
people = st.lists(
    st.tuples(
        st.sampled_from(TERRITORIES),
        st.sampled_from(sorted(VALLEY_OF)),
        st.sampled_from(["", "a", "b", "c"]),
        st.frozensets(st.sampled_from(["x", "y"])),
    ),
    max_size=28,
)


def table(base: list[Person], question: str, codes: tuple[str, ...], by: str = "") -> Table:
    def column(group: list[Person]) -> Counts:
        given = [answers(person, question) for person in group]
        counts = [sum(code in one for one in given) for code in codes]
        answered = sum(bool(one) for one in given)
        cells = [Cell.of(count) for count in [*counts, len(group) - answered, 0]]
        return Counts(tuple(cells), Cell.of(answered), Cell.of(len(group)), Cell.of(len(group)))

    groups = {"territory": TERRITORIES, "valley": ("v1", "v2"), "": ()}[by]
    rows = [Heading(code, code) for code in codes]
    rows += [Heading("none", "none", RowKind.NONRESPONSE), Heading("not", "not", RowKind.NOT_ASKED)]
    return Table(
        question=question,
        title=question,
        rows=tuple(rows),
        total=column(base),
        columns=tuple(Heading(group, group) for group in groups),
        groups=tuple(column([p for p in base if group in answers(p, by)]) for group in groups),
        grouped_by=by,
        multiple=question == "boxes",
    )


def answers(person: Person, question: str) -> frozenset[str]:
    territory, commune, answer, boxes = person
    known = {"territory": territory, "commune": commune, "valley": VALLEY_OF[commune], "answer": answer}
    if question == "boxes":
        return boxes
    return frozenset({known[question]} - {""})


def document(base: list[Person]) -> list[Table]:
    return [
        table(base, "territory", TERRITORIES),
        table(base, "valley", ("v1", "v2"), "territory"),
        table(base, "commune", tuple(sorted(VALLEY_OF))),
        table(base, "answer", ("a", "b", "c"), "territory"),
        table(base, "answer", ("a", "b", "c"), "valley"),
        table(base, "boxes", ("x", "y"), "territory"),
    ]


NESTING = Nesting("commune", "valley", VALLEY_OF)

# --- the attacker, written apart from the program: it reads only what is printed ---------------------------

Name = tuple[str, ...]
Floats = npt.NDArray[np.float64]


def read(tables: Sequence[Table]) -> tuple[dict[Name, Cell], list[tuple[Name, list[Name]]]]:
    """Return the printed cells by a name that is the same wherever a cell is printed, and the sums."""
    cells: dict[Name, Cell] = {}
    sums: list[tuple[Name, list[Name]]] = []
    for one in tables:
        by_group = [("", one.total), *((h.code, c) for h, c in zip(one.columns, one.groups, strict=True))]
        lines: dict[str, list[Name]] = {}
        for group, counts in by_group:
            where = (one.grouped_by, group) if group else ("", "")
            parts: dict[str, list[Name]] = {"": [], "none": [], "not": []}
            for row, cell in zip(one.rows, counts.rows, strict=True):
                name: Name = (
                    ("group", one.question, row.code) if not group else (one.question, row.code, *where)
                )
                if row.kind is not RowKind.ANSWER:
                    name = (one.question, "/" + row.code, *where)
                cells[name] = cell
                parts[row.code if row.kind is not RowKind.ANSWER else ""].append(name)
                lines.setdefault(row.code, []).append(name)
            answered, asked = (one.question, "/answered", *where), (one.question, "/asked", *where)
            size = ("group", *where) if group else ("everybody",)
            cells |= {answered: counts.answered, asked: counts.asked, size: counts.everybody}
            for label, name in (("/answered", answered), ("/asked", asked), ("/size", size)):
                lines.setdefault(label, []).append(name)
            if not one.multiple:
                sums.append((answered, parts[""]))
            sums += [(asked, [answered, *parts["none"]]), (size, [asked, *parts["not"]])]
        if one.groups:
            sums += [(line[0], line[1:]) for line in lines.values()]
    for valley in ("v1", "v2"):
        communes: list[Name] = [("group", "commune", c) for c, v in VALLEY_OF.items() if v == valley]
        sums.append((("group", "valley", valley), list(communes)))
    return cells, sums


def farthest(matrix: Floats, right: Floats, cost: Floats) -> Floats | None:
    """Return a y >= 0 with ``matrix @ y = right`` where ``cost @ y`` is greatest, None where it has no end.

    The two-phase simplex method on a full tableau, with Bland's rule.
    """
    height, width = matrix.shape
    signs = np.where(right < 0, -1.0, 1.0)[:, None]
    tableau = np.hstack([matrix * signs, np.eye(height), right[:, None] * signs])
    basis = list(range(width, width + height))
    pivot_until_done(tableau, basis, np.r_[np.zeros(width), -np.ones(height)], width + height)
    if not pivot_until_done(tableau, basis, np.r_[cost, np.zeros(height)], width):
        return None
    y = np.zeros(width + height)
    y[basis] = tableau[:, -1]
    assert np.abs(y[width:]).max(initial=0.0) < 1e-7, "the truth itself must be feasible"
    return y[:width]


def pivot_until_done(tableau: Floats, basis: list[int], cost: Floats, width: int) -> bool:
    """Improve the basis; False where the cost grows without end. Artificial columns never come back."""
    while True:
        gain = cost[:width] - cost[basis] @ tableau[:, :width]
        better = np.flatnonzero(gain > 1e-9)
        if not better.size:
            return True
        entering = int(better[0])
        column = tableau[:, entering]
        forbidden = (np.array(basis) >= width) & (column < -1e-9)
        rows = np.flatnonzero((column > 1e-9) | forbidden)
        if not rows.size:
            return False
        ratios = np.maximum(tableau[rows, -1], 0.0) / np.abs(column[rows])
        leaving = min(zip(ratios, rows, strict=True), key=lambda each: (each[0], basis[each[1]]))[1]
        tableau[leaving] /= tableau[leaving, entering]
        away = tableau[:, entering].copy()
        away[leaving] = 0.0
        tableau -= np.outer(away, tableau[leaving])
        basis[leaving] = entering


def recovered(tables: tuple[Table, ...], truth: Sequence[Table]) -> set[Name]:
    """Return the hidden cells that can have one value only, each being at least 1 as the rule says."""
    printed, sums = read(tables)
    values = read(truth)[0]
    hidden = sorted(name for name, cell in printed.items() if cell.mark is Mark.HIDDEN)
    actual = np.array([float(values[name].count or 0) for name in hidden])
    matrix = system(hidden, sums)
    right = matrix @ (actual - 1)
    stuck = set(range(len(hidden)))
    directions = np.random.default_rng(5)
    for _ in range(6):
        y = farthest(matrix, right, directions.normal(size=len(hidden)))
        stuck -= moved(y, actual)
    for cell in sorted(stuck):
        for sign in (1.0, -1.0):
            y = farthest(matrix, right, sign * np.eye(len(hidden))[cell])
            if y is None or cell in moved(y, actual):
                stuck.discard(cell)
    return {hidden[i] for i in stuck}


def moved(y: Floats | None, actual: Floats) -> set[int]:
    return set() if y is None else {int(i) for i in np.flatnonzero(np.abs(y + 1 - actual) > 1e-6)}


def system(hidden: list[Name], sums: list[tuple[Name, list[Name]]]) -> Floats:
    place = {name: i for i, name in enumerate(hidden)}
    rows = []
    for total, parts in sums:
        row = np.zeros(len(hidden))
        for name, sign in [(total, -1.0), *((part, 1.0) for part in parts)]:
            if name in place:
                row[place[name]] += sign
        if row.any():
            rows.append(row)
    return np.array(rows).reshape(len(rows), len(hidden))


# --- the laws ---------------------------------------------------------------------------------------------


@given(people)
@settings(max_examples=12)
def test_no_hidden_cell_is_recovered(base: list[Person]) -> None:
    tables = document(base)
    done = protect(tables, 3, [NESTING])
    assert recovered(done.tables, tables) == set()


_BASES = 1_000 if os.environ.get("TELEACTIVITES_FUZZ") == "1" else 25


@pytest.mark.fuzz
def test_nothing_is_recovered_from_small_bases(capsys: pytest.CaptureFixture[str]) -> None:
    hidden = published = 0
    for seed in range(_BASES):
        base = small_base(random.Random(seed))
        tables = document(base)
        done = protect(tables, 3, [NESTING])
        assert recovered(done.tables, tables) == set(), f"base {seed}"
        hidden, published = hidden + done.hidden, published + done.published
    with capsys.disabled():
        print(f"\nshare of cells hidden in {_BASES} small bases: {hidden / published:.1%}")


def small_base(dice: random.Random) -> list[Person]:
    """Return up to sixty people: territories, communes, answers and boxes more or less evenly spread."""
    communes = dice.choices(sorted(VALLEY_OF), k=dice.randint(1, 4))
    given = dice.choices(["", "a", "b", "c"], k=dice.randint(1, 6))
    ticked = dice.random()
    return [
        (
            dice.choice(TERRITORIES),
            dice.choice(communes),
            dice.choice(given),
            frozenset(box for box in "xy" if dice.random() < ticked),
        )
        for _person in range(dice.randrange(61))
    ]


@given(people)
def test_no_small_count_is_shown_and_what_is_shown_is_true(base: list[Person]) -> None:
    tables = document(base)
    done = protect(tables, 3, [NESTING])
    truth = read(tables)[0]
    for name, cell in read(done.tables)[0].items():
        assert cell.mark is Mark.HIDDEN or cell == truth[name]
        reason = any(part.startswith("/") and part not in ("/answered", "/asked") for part in name)
        assert reason or cell.count is None or cell.count == 0 or cell.count >= 3
        assert cell.mark is not Mark.HIDDEN or truth[name].count != 0


@given(people)
def test_one_cell_bears_the_same_mark_in_every_table(base: list[Person]) -> None:
    first, second = protect(document(base), 3, [NESTING]).tables[3:5]
    assert first.total == second.total


def test_the_attacker_of_these_tests_does_find_what_plain_hiding_gives_away() -> None:
    base: list[Person] = [("GBEQ", "c1", "a", frozenset[str]())] * 5 + [("GBD", "c1", "b", frozenset[str]())]
    tables = [table(base, "answer", ("a", "b", "c"), "territory")]
    only_small = replace(tables[0], total=hide_small(tables[0].total))
    assert recovered((only_small,), tables)


def hide_small(counts: Counts) -> Counts:
    hidden = Cell(None, Mark.HIDDEN)
    return replace(counts, rows=tuple(hidden if c.count in (1, 2) else c for c in counts.rows))


def test_two_ones_that_make_two_are_not_left_alone() -> None:
    # 1 + 1 + 5 = 7: hiding both ones would not do, since each is at least 1 and they make 2.
    base: list[Person] = [("GBEQ", "c1", answer, frozenset[str]()) for answer in ["a", "b", *["c"] * 5]]
    (done,) = protect([table(base, "answer", ("a", "b", "c"))], 3).tables
    assert [cell.mark for cell in done.total.rows[:3]] == [Mark.HIDDEN] * 3


def test_nothing_is_hidden_where_no_cell_is_small() -> None:
    base: list[Person] = [(t, "c1", a, frozenset[str]()) for t in TERRITORIES for a in "abc"] * 4
    done = protect([table(base, "answer", ("a", "b", "c"), "territory")], 3)
    assert done.hidden == 0
    assert done.hidden_share == 0.0


def test_a_minimum_of_one_hides_nothing() -> None:
    base: list[Person] = [("GBEQ", "c1", "a", frozenset({"x"}))]
    assert protect(document(base), 1, [NESTING]).hidden == 0


def test_an_amount_dominates_above_85_percent() -> None:
    assert dominated([86.0, 14.0])
    assert not dominated([85.0, 15.0])
    assert not dominated([0.0])


def test_nonnegative_least_squares_finds_the_nearest_nonnegative_combination() -> None:
    matrix = np.array([[1.0, 1.0], [0.0, 1.0]])
    x, left = nonnegative_least_squares(matrix, np.array([3.0, 1.0]))
    assert x == pytest.approx([2.0, 1.0])
    assert left == pytest.approx(0.0)
    x, left = nonnegative_least_squares(matrix, np.array([1.0, 3.0]))
    assert x == pytest.approx([0.0, 2.0])
    assert left == pytest.approx(np.sqrt(2.0))
