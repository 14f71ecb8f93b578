"""Questionnaires from files, and the one that is shipped."""

import csv
import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES
from teleactivites_desktop.core.questionnaire_json import from_json
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import questionnaires
from teleactivites_desktop.services.questionnaires import Package

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "resources" / "questionnaire"


@pytest.fixture(scope="module")
def shipped() -> Package:
    return questionnaires.shipped()


def test_the_shipped_questionnaire_has_no_fault() -> None:
    result = questionnaires.check(shipped_data.path(questionnaires.SHIPPED))
    assert (result.ok, result.questions, result.problems, result.skipped) == (True, 71, (), ())


def test_the_shipped_questionnaire_is_that_of_the_page(shipped: Package) -> None:
    questionnaire = shipped.questionnaire
    assert questionnaire.form_id == "teleactivites"
    assert questionnaire.text(questionnaire.titles) == "Recensement des télétravailleurs des Hautes-Alpes"
    assert questionnaire.languages == ("Français (fr)",)
    assert [section.name for section in questionnaire.sections] == ["bordereau", *"abcdefg"]
    page = (FOLDER / "questionnaire.md").read_text(encoding="utf-8")
    survey = [
        line.split("|") for line in page.partition("| choices |")[0].splitlines() if "group" not in line
    ]
    asked = [(row[3].strip(), row[4].strip()) for row in survey if len(row) > 10 and row[3].strip() != "name"]
    assert len(asked) == 71
    assert [(one.name, questionnaire.text(one.labels)) for one in questionnaire.questions] == asked


def test_every_choice_has_a_label(shipped: Package) -> None:
    questionnaire = shipped.questionnaire
    for question in questionnaire.questions:
        choices = questionnaire.choices_of(question)
        assert bool(choices) == (question.type in CHOICE_TYPES)
        assert all(questionnaire.text(choice.labels) for choice in choices)


def test_communes_are_those_of_2008_with_their_valleys(shipped: Package) -> None:
    communes = shipped.questionnaire.choice_lists["communes.csv"]
    assert len(communes.choices) == 177
    argentiere = communes.by_name["05006"]
    assert shipped.questionnaire.text(argentiere.labels) == "L'Argentière-la-Bessée"
    assert argentiere.attributes["valley"] == "Argentiérois (Haute-Durance)"
    assert argentiere.attributes["postal_codes"] == "05120"
    assert {choice.attributes["territory"] for choice in communes.choices} == {"GBEQ", "GBD", "HD"}


def test_occupations_have_a_domain_of_the_list(shipped: Package) -> None:
    questionnaire = shipped.questionnaire
    domains = questionnaire.choice_lists["domaines"].by_name
    occupations = questionnaire.choice_lists["metiers.csv"].choices
    assert len(occupations) == 69
    assert {choice.attributes["domain"] for choice in occupations} <= domains.keys()


def test_a_package_carries_what_a_campaign_stores(shipped: Package) -> None:
    assert sorted(shipped.files) == ["communes.csv", "metiers.csv"]
    assert from_json(shipped.compiled) == shipped.questionnaire
    again = questionnaires.from_files(shipped.workbook, shipped.files)
    assert again.version_id == shipped.version_id
    assert again.questionnaire == shipped.questionnaire


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_questionnaire", ROOT / "tools" / "make_questionnaire.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_workbook_is_what_the_page_makes(shipped: Package, tmp_path: Path) -> None:
    make = generator()
    tables = make.read_tables((FOLDER / "questionnaire.md").read_text(encoding="utf-8"))
    make.write_workbook(tables, tmp_path / "teleactivites.xlsx")
    for name, rows in (("communes.csv", make.communes()), ("metiers.csv", make.occupations())):
        make.write_choices(rows, tmp_path / name)
        assert (tmp_path / name).read_bytes() == (FOLDER / name).read_bytes()
    assert questionnaires.load(tmp_path / "teleactivites.xlsx").questionnaire == shipped.questionnaire


def test_reference_tables_and_samples_are_shipped() -> None:
    for name in ("communes", "occupations", "tele_domains", "naf2_2008_sections", "naf2_2008_divisions"):
        with shipped_data.path(f"resources/reference/{name}.csv").open(encoding="utf-8", newline="") as table:
            assert len(list(csv.DictReader(table))) > 20
    for name in ("papers.ndjson", "expected.ndjson", "corrections.ndjson", "same_person.json"):
        assert shipped_data.path(f"resources/samples/{name}").stat().st_size > 100


def test_choice_files_are_looked_for_beside_the_workbook(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "teleactivites.xlsx", tmp_path)
    shutil.copy(FOLDER / "communes.csv", tmp_path)
    result = questionnaires.check(tmp_path / "teleactivites.xlsx")
    assert not result.ok
    assert [(problem.sheet, problem.row) for problem in result.problems] == [("survey", 30)]
    assert "« metiers.csv » manque" in result.problems[0].message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.xlsx", None, "ne peut être lu : vérifiez que le fichier existe"),
        ("vieux.xls", b"x", "n'est pas un classeur .xlsx : enregistrez-le dans ce format"),
        ("faux.xlsx", b"x", "n'est pas un classeur .xlsx lisible"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_of_the_whole(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = questionnaires.check(path)
    assert [(problem.sheet, problem.row) for problem in result.problems] == [("", 0)]
    assert said in result.problems[0].message
    with pytest.raises(UserError, match=name.partition(".")[0] if content is None else "classeur"):
        questionnaires.load(path)
