"""Chosen tables equal a count by hand; what a choice leaves out cannot be computed from the table of all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from reports_world import sample_campaign, text_of

from teleactivites_desktop.core.derived import SEVERAL
from teleactivites_desktop.core.table_choice import Show, TableChoice, from_value
from teleactivites_desktop.core.table_grid import as_html, as_text
from teleactivites_desktop.core.tabulation import RowKind, Table
from teleactivites_desktop.core.values import PatchValue, Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import cross_tables, documents, named_tables, tabulations
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.tabulations import Base
from teleactivites_desktop.services.workspace import Workspace

Person = tuple[str, str, Mapping[str, PatchValue]]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def base(workspace: Workspace) -> Base:
    return tabulations.load(workspace)


@pytest.fixture(scope="module")
def people(workspace: Workspace) -> list[Person]:
    return [
        (line.territory, line.received, fields)
        for line, fields in workspace.store.responses.each()
        if line.status is not Status.WITHDRAWN
    ]


def counted(base: Base, choice: TableChoice) -> Table:
    """The table with every count, hidden ones too."""
    tables, _nestings = cross_tables.unprotected(base, choice)
    return cross_tables.chosen_of(choice, tables)


def value(base: Base, person: Person, name: str) -> str:
    territory, _received, fields = person
    if name == "territory":
        return territory
    commune = str(fields.get("answers.commune", ""))
    return (
        tabulations.valleys(base.questionnaire).get(commune, "")
        if name == "valley"
        else str(fields.get(f"answers.{name}", ""))
    )


def group(base: Base, person: Person, name: str) -> str:
    said = value(base, person, name)
    return SEVERAL if name == "domaine" and " " in said else said


def check(base: Base, table: Table, choice: TableChoice, people: list[Person]) -> None:
    kept = [
        person
        for person in people
        if (not choice.territories or person[0] in choice.territories)
        and (not choice.first or person[1] >= choice.first)
        and (not choice.last or "" < person[1] <= choice.last)
        and (not choice.among or set(value(base, person, choice.where).split()) & set(choice.among))
    ]
    columns = [(None, table.total), *((h.code, c) for h, c in zip(table.columns, table.groups, strict=True))]
    for code, counts in columns:
        here = [person for person in kept if code is None or group(base, person, choice.by) == code]
        assert (counts.everybody.count or 0) == len(here)
        said = [value(base, person, choice.rows) for person in here]
        given = [[each] if choice.rows == "valley" and each else each.split() for each in said]
        for row, cell in zip(table.rows, counts.rows, strict=True):
            if row.kind is RowKind.ANSWER:
                assert cell.count == sum(row.code in each for each in given)
        assert counts.answered.count == sum(bool(each) for each in given)


ROWS = ["territory", "valley", "statut", "lieu_travail", "commune", "domaine"]
BY = ["", "territory", "valley", "domaine"]
FILTERS: list[dict[str, object]] = [
    {},
    {"territories": ("GBEQ", "HD")},
    {"first": "2007-11-06", "last": "2007-11-15"},
    {"where": "statut", "among": ("sal_prive", "liberal")},
    {"where": "domaine", "among": ("web", "edition")},
    {"where": "territory", "among": ("HAD",), "territories": ("HAD", "GBD")},
]


@pytest.mark.parametrize("rows", ROWS)
def test_every_table_equals_a_count_by_hand(base: Base, people: list[Person], rows: str) -> None:
    for by, chosen in product(BY, FILTERS):
        if by != rows:
            choice = TableChoice(rows, by, **chosen)  # type: ignore[arg-type]
            check(base, counted(base, choice), choice, people)


def test_what_is_published_never_says_more_than_the_count(base: Base) -> None:
    for rows, by, chosen in product(["civilite", "rythme"], BY[:2], FILTERS):
        choice = TableChoice(rows, by, **chosen)  # type: ignore[arg-type]
        open_, shown = counted(base, choice), cross_tables.make(base, choice).table
        for cell, published in zip(open_.every_cell(), shown.every_cell(), strict=True):
            assert published.count in (None, cell.count)
        answers = [
            cell for counts in (shown.total, *shown.groups) for cell in counts.rows[: len(shown.answers)]
        ]
        assert all(cell.count is None or cell.count == 0 or cell.count >= base.minimum for cell in answers)


def test_people_left_out_are_not_known_from_the_table_of_all(base: Base) -> None:
    """One person alone is out of the choice: what the table of all says less this one is that person."""
    columns = base.columns
    alone = columns.in_group("territory", frozenset({"HAD"}))
    few = base.columns.where(~alone | (alone.cumsum() <= 1))
    small = replace(base, columns=few)
    others = TableChoice("statut", territories=("GBEQ", "GBD", "HD"))
    whole, shown = cross_tables.make(small, TableChoice("statut")), cross_tables.make(small, others)
    told = counted(small, TableChoice("statut", territories=("HAD",)))
    place = next(place for place, (_row, cell) in enumerate(told.answers) if cell.count)
    cells = [made.table.total.rows[place].count for made in (whole, shown)]
    assert None in cells, "one of the two is hidden, or their difference would be the person"


def test_numbers_have_statistics_and_classes_by_group(base: Base, people: list[Person]) -> None:
    made = cross_tables.make(base, TableChoice("heures", "territory", show=Show.STATISTICS))
    given = [float(str(fields["answers.heures"])) for _t, _r, fields in people if "answers.heures" in fields]
    assert made.numbers is not None
    assert made.numbers.total.mean == pytest.approx(sum(given) / len(given))
    assert made.grid.lines[-1].cells[0].text == str(len(given))
    classes = counted(base, TableChoice("heures", "territory"))
    assert sum(cell.count or 0 for _row, cell in classes.answers) == len(given)
    for place in range(len(classes.rows)):
        parts = sum(counts.rows[place].count or 0 for counts in classes.groups)
        assert parts == classes.total.rows[place].count


def test_shares_add_up_by_column_and_by_row(base: Base) -> None:
    grids = {
        show: cross_tables.make(base, TableChoice("civilite", "territory", show=show)).grid for show in Show
    }
    plain = [[cell.plain for cell in line.cells] for line in grids[Show.ROW_SHARES].lines if not line.aside]
    assert all(cells[0] in ("100,0%", "s", "///") for cells in plain)
    shares = [line.cells[0].plain for line in grids[Show.COLUMN_SHARES].lines if not line.aside]
    assert sum(float(each[:-1].replace(",", ".")) for each in shares if each.endswith("%")) <= 100.2


def test_what_cannot_be_counted_is_refused_with_a_sentence(base: Base) -> None:
    for choice in (TableChoice("nom"), TableChoice("statut", "heures"), TableChoice("statut", "statut")):
        with pytest.raises(UserError):
            cross_tables.make(base, choice)


def test_a_spreadsheet_takes_the_table_cell_by_cell(base: Base) -> None:
    made = cross_tables.make(base, TableChoice("statut", "territory"))
    lines = [line.split("\t") for line in as_text(made.grid).splitlines()]
    assert {len(line) for line in lines} == {len(made.table.columns) + 2}
    assert lines[0][1] == "Ensemble"
    assert lines[-1][1] == str(made.table.total.answered.count)
    assert as_html(made.grid).count("<tr>") == len(lines)


def test_a_named_table_is_kept_found_and_forgotten(workspace: Workspace) -> None:
    choice = TableChoice(
        "statut", "territory", ("GBEQ",), where="domaine", among=("web",), show=Show.ROW_SHARES
    )
    kept = choice.named("Statut par territoire", in_summary=True)
    assert from_value(kept.name, kept.to_value()) == kept
    assert named_tables.keep(workspace, kept) is not None
    assert named_tables.keep(workspace, kept) is None, "kept already: nothing is written"
    assert named_tables.named_table(workspace, "statut par territoire") == kept
    with pytest.raises(UserError):
        named_tables.keep(workspace, choice)
    named_tables.remove(workspace, kept.name)
    assert named_tables.named_tables(workspace) == []
    assert from_value("x", [1]) is None


def test_the_summary_prints_the_named_tables_that_are_wanted_in_it(
    workspace: Workspace, tmp_path: Path
) -> None:
    for name, choice in {
        "Civilité par territoire": TableChoice("civilite", "territory"),
        "Rythme des salariés": TableChoice(
            "rythme", where="statut", among=("sal_prive", "sal_public", "vrp")
        ),
        "Heures": TableChoice("heures", "territory", show=Show.STATISTICS),
        "D’une autre version": TableChoice("inconnue"),
    }.items():
        named_tables.keep(workspace, choice.named(name, in_summary=True))
    named_tables.keep(workspace, TableChoice("statut").named("Caché", in_summary=False))
    for ending in ("pdf", "html"):
        documents.write(workspace, "summary", tmp_path / f"summary.{ending}")
    printed = text_of(tmp_path / "summary.pdf")
    page = (tmp_path / "summary.html").read_text(encoding="utf-8")
    for told in (printed, page):
        assert "Tableaux choisis" in told
        assert "Civilité par territoire" in told
        assert "Seulement ces fiches" in told
        assert "Caché" not in told
    for each in named_tables.named_tables(workspace):
        named_tables.remove(workspace, each.name)


def test_two_tables_of_one_name_are_a_conflict_that_reads(workspace: Workspace) -> None:
    reader = Reader(workspace.questionnaire)
    value = TableChoice("statut", "territory").to_value()
    assert reader.caption("tables.Statut") == "Tableau\u00a0: Statut"
    assert reader.value("tables.Statut", value) == "statut, territory"
    made: PatchValue = {"label": "Âge", "from": "age(naissance)", "parts": [["-29", "Jeunes"]]}
    assert reader.value("variables.age", made) == "Jeunes (-29)"
