"""Derived variables: as declared, counted by hand; wrong files are refused with their line; they travel."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from reports_world import sample_campaign

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.table_choice import TableChoice
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import cross_tables, derived_variables, tabulations
from teleactivites_desktop.services.workspace import Workspace

SHIPPED = shipped_data.path("resources/reference/derived_variables.csv")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


def counts(workspace: Workspace, name: str) -> dict[str, int]:
    base = tabulations.load(workspace)
    tables, _nestings = cross_tables.unprotected(base, TableChoice(name))
    return {row.label: cell.count or 0 for row, cell in tables[0].answers}


def test_the_shipped_example_counts_as_by_hand(workspace: Workspace) -> None:
    found, revision = derived_variables.load_file(workspace, SHIPPED)
    assert [each.name for each in found] == ["age", "duree", "section"]
    assert revision is not None
    assert derived_variables.load_file(workspace, SHIPPED)[1] is None, "known so: nothing is written"
    assert [each.name for each in derived_variables.variables(workspace)] == ["age", "duree", "section"]
    by_hand: Counter[str] = Counter()
    sections: Counter[str] = Counter()
    of = derived_variables.variables(workspace)[2].group_of_code
    for line, fields in workspace.store.responses.each():
        born = fields.get("answers.naissance")
        if isinstance(born, int):
            age = int(line.received[:4]) - born
            names = [(29, "Moins de 30 ans"), (39, "De 30 à 39 ans"), (49, "De 40 à 49 ans")]
            names += [(59, "De 50 à 59 ans"), (999, "60 ans et plus")]
            by_hand[next(name for most, name in names if age <= most)] += 1
        groups = {of[code] for code in str(fields.get("answers.domaine", "")).split() if code in of}
        if groups:
            sections[groups.pop() if len(groups) == 1 else "Plusieurs réponses"] += 1
    assert {name: n for name, n in counts(workspace, "age").items() if n} == dict(by_hand)
    assert {name: n for name, n in counts(workspace, "section").items() if n} == dict(sections)


def test_they_stand_in_rows_and_columns_and_choose_people(workspace: Workspace) -> None:
    derived_variables.load_file(workspace, SHIPPED)
    base = tabulations.load(workspace)
    made = cross_tables.make(base, TableChoice("civilite", "duree", where="age", among=("De 30 à 39 ans",)))
    assert made.people == counts(workspace, "age")["De 30 à 39 ans"]
    assert ("section", "Section d'activité (NAF rév. 2)") in list(cross_tables.column_choices(base))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("naissance;x;heures;-9;a", "Ligne 2"),
        ("v;x;inconnue;-9;a", "inconnue"),
        ("v;x;heures;9-1;a", "envers"),
        ("v;x;heures;beaucoup;a", "intervalle"),
        ("v;x;nom;a;a", "déduire"),
        ("v;x;statut;berger;a", "berger"),
        ("v;x;statut;vrp;", "groupe"),
        ("v;x;heures;-9;a\nv;x;heures;5-12;b", "Ligne 3"),
        ("v;x;heures;-9;a\nv;x;jours;10-12;b", "autre question"),
        ("", "aucune variable"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_kept(
    workspace: Workspace, tmp_path: Path, line: str, told: str
) -> None:
    before = derived_variables.variables(workspace)
    file = tmp_path / "variables.csv"
    file.write_text(f"name;label;from;value;group\n{line}\n", encoding="utf-8")
    with pytest.raises(UserError, match=told):
        derived_variables.load_file(workspace, file)
    assert derived_variables.variables(workspace) == before


def test_other_files_are_refused_and_a_variable_is_forgotten(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ne se lit pas"):
        derived_variables.load_file(workspace, tmp_path / "absent.csv")
    (tmp_path / "latin.csv").write_bytes("name;libellé".encode("latin-1"))
    with pytest.raises(UserError, match="UTF-8"):
        derived_variables.load_file(workspace, tmp_path / "latin.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UserError, match="première ligne"):
        derived_variables.load_file(workspace, tmp_path / "other.csv")
    derived_variables.load_file(workspace, SHIPPED)
    derived_variables.forget(workspace, "age")
    assert "age" not in {each.name for each in derived_variables.variables(workspace)}
    with pytest.raises(UserError):
        derived_variables.forget(workspace, "age")
