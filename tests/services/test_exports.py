"""Exports read back by other programs: same content, labels, no formula, consent respected."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyreadstat
import pytest
from python_calamine import CalamineWorkbook
from reports_world import sample_campaign

from teleactivites_desktop.analysis.exports.statistics import safe_names
from teleactivites_desktop.analysis.exports.text_files import csv_cell
from teleactivites_desktop.analysis.exports.variables import Kind, Mode
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import editing, exports
from teleactivites_desktop.services.exports import ExportOptions
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace

IDENTIFIED = ExportOptions(Mode.IDENTIFIED)
FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    editing.edit(made, "GBD-0002", {"remarques": FORMULA})
    yield made
    made.close()


@pytest.fixture(scope="module")
def stored(workspace: Workspace) -> dict[str, Any]:
    return {line.paper: dict(fields) for line, fields in workspace.store.responses.each()}


def read_csv(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_csv_is_what_a_french_spreadsheet_opens(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "fiches.csv"
    exports.export(workspace, path, "csv", IDENTIFIED)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = {row["fiche"]: row for row in read_csv(path)}
    assert rows.keys() == stored.keys()
    assert rows["GBEQ-0001"]["commune"] == "05116"
    assert rows["GBEQ-0001"]["date_reception"] == "09/11/2007"
    assert rows["GBEQ-0002"]["jours"] == "1,5"
    assert rows["GBEQ-0001"]["lieu_travail__client"] == "1"
    assert rows["GBEQ-0001"]["lieu_travail__autre"] == "0"
    assert "œ" in rows["GBEQ-0001"]["competences"]
    assert rows["GBD-0002"]["remarques"] == "'" + FORMULA


@pytest.mark.parametrize("text", ["=1+1", "+33", "-1", "@x", "\tx", "\rx"])
def test_a_text_like_a_formula_is_neutralised(text: str) -> None:
    assert csv_cell(text, Kind.TEXT) == "'" + text


def test_a_negative_number_stays_a_number() -> None:
    assert str(csv_cell(-2.5, Kind.NUMBER)) == "-2,5"


def test_the_workbook_has_labels_a_codebook_and_no_formula(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "fiches.xlsx"
    exports.export(workspace, path, "xlsx", IDENTIFIED)
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == ["Fiches", "Dictionnaire"]
    head, *rows = book.get_sheet_by_name("Fiches").to_python()
    column = {label: i for i, label in enumerate(head)}
    by_paper = {row[column["Numéro de fiche"]]: row for row in rows}
    assert by_paper.keys() == stored.keys()
    first = by_paper["GBEQ-0001"]
    assert first[column["8. Commune de résidence"]] == "Réotier"
    assert first[column["1. Civilité"]] == "Monsieur"
    assert str(first[column["Date de réception"]]) == "2007-11-09"
    assert by_paper["GBEQ-0002"][column["24. Jours télétravaillés par semaine"]] == 1.5
    assert by_paper["GBD-0002"][column["48. Remarques"]] == FORMULA
    codebook = book.get_sheet_by_name("Dictionnaire").to_python()
    assert ["", "", "", "m", "Monsieur"] in codebook


def test_sav_reads_back_with_labels_and_user_missing(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "fiches.sav"
    exports.export(workspace, path, "sav", IDENTIFIED)
    frame, meta = pyreadstat.read_sav(path, user_missing=True)
    assert list(frame["fiche"]) == list(stored)
    labels = meta.variable_value_labels["civilite"]
    for paper, code in zip(frame["fiche"], frame["civilite"], strict=True):
        answer = stored[paper].get("answers.civilite")
        assert labels.get(code) == {"m": "Monsieur", "mme": "Madame", "mlle": "Mademoiselle"}.get(answer)
    assert meta.column_names_to_labels["commune"] == "8. Commune de résidence"
    row = frame[frame["fiche"] == "GBEQ-0002"].iloc[0]
    assert meta.variable_value_labels["naissance"][row["naissance"]] == "Illisible"
    assert meta.missing_ranges["naissance"] == [{"lo": 9991.0, "hi": 9995.0}]
    plain, _meta = pyreadstat.read_sav(path)
    assert plain[plain["fiche"] == "GBEQ-0002"]["naissance"].isna().all()


def test_dta_reads_back_with_labels_and_user_missing(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "fiches.dta"
    exports.export(workspace, path, "dta", IDENTIFIED)
    frame, meta = pyreadstat.read_dta(path, user_missing=True)
    assert list(frame["fiche"]) == list(stored)
    row = frame[frame["fiche"] == "GBEQ-0002"].iloc[0]
    assert meta.variable_value_labels["naissance"][row["naissance"]] == "Illisible"
    assert row["jours"] == 1.5
    assert meta.column_names_to_labels["jours"] == "24. Jours télétravaillés par semaine"


def test_lines_of_json_hold_what_is_stored(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "fiches.jsonl"
    done = exports.export(workspace, path, "jsonl", IDENTIFIED)
    rows = {row["fiche"]: row for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    assert done.rows == len(rows) == 60
    assert rows["GBEQ-0002"]["nonresponse"] == {"naissance": "illegible"}
    assert rows["GBEQ-0003"]["naissance"] == stored["GBEQ-0003"]["answers.naissance"]
    assert rows["GBD-0002"]["remarques"] == FORMULA


def test_identity_is_told_only_of_people_who_agreed_to_be_contacted(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "fiches.csv"
    exports.export(workspace, path, "csv", IDENTIFIED)
    for row in read_csv(path):
        agreed = stored[row["fiche"]].get("answers.accord_contact") == "oui"
        assert bool(row["nom"]) == agreed
        assert agreed or not (row["courriel"] or row["adresse"] or row["telephone"] or row["naissance"])
        assert row["statut"]


def test_a_pseudonymised_export_names_nobody_and_knows_people_again(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    exports.export(workspace, first, "csv")
    exports.export(workspace, second, "csv", ExportOptions(selection=Selection(frozenset({"HD"}))))
    people = {row["personne"] for row in read_csv(first)}
    assert len(people) == 60
    assert {row["personne"] for row in read_csv(second)} < people
    text = first.read_text(encoding="utf-8-sig")
    assert not any(
        str(fields["answers.adresse"]) in text for fields in stored.values() if "answers.adresse" in fields
    )
    assert not {"nom", "prenom", "courriel", "telephone", "fiche"} & read_csv(first)[0].keys()


def test_an_anonymous_export_generalises_and_holds_no_text(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "anonyme.csv"
    exports.export(workspace, path, "csv", ExportOptions(Mode.ANONYMOUS))
    rows = read_csv(path)
    assert not {"nom", "naissance", "metier", "remarques", "commune", "personne", "recue"} & rows[0].keys()
    assert {row["date_reception"] for row in rows if row["date_reception"]} <= {
        f"2007-{month:02d}" for month in range(1, 13)
    }
    assert all(int(row["debut_activite"]) % 5 == 0 for row in rows if row["debut_activite"])
    assert any("Queyras" in row["vallee_residence"] for row in rows)


def test_every_export_is_journaled(workspace: Workspace, tmp_path: Path) -> None:
    before = len(exports.journal(workspace))
    exports.export(workspace, tmp_path / "x.jsonl", "jsonl", ExportOptions(Mode.ANONYMOUS))
    noted = exports.journal(workspace)
    assert len(noted) == before + 1
    assert (noted[0].file, noted[0].mode, noted[0].rows) == ("x.jsonl", "anonymous", 60)
    assert noted[0].officer == workspace.officer


def test_a_refused_export_leaves_nothing_and_is_not_journaled(workspace: Workspace, tmp_path: Path) -> None:
    before = exports.journal(workspace)
    with pytest.raises(UserError, match="csv"):
        exports.export(workspace, tmp_path / "x", "doc")
    with pytest.raises(UserError, match="pyarrow"):
        exports.export(workspace, tmp_path / "x.parquet", "parquet")
    assert list(tmp_path.iterdir()) == []
    assert exports.journal(workspace) == before


def test_names_fit_the_programs_and_stay_apart() -> None:
    names = safe_names(["métier", "1re", "a" * 40, "a" * 40, "A" * 40, "x-y"], 32)
    assert names[:2] == ["metier", "v_1re"]
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 32 and name.replace("_", "").isalnum() and name.isascii() for name in names)


def test_the_questionnaire_goes_out_as_workbook_and_as_ddi(workspace: Workspace, tmp_path: Path) -> None:
    files = exports.questionnaire(workspace, tmp_path)
    assert {file.name for file in files} == {
        "teleactivites.xlsx",
        "communes.csv",
        "metiers.csv",
        "teleactivites-ddi.xml",
    }
    assert CalamineWorkbook.from_path(str(tmp_path / "teleactivites.xlsx")).sheet_names[0] == "survey"
    root = ElementTree.parse(tmp_path / "teleactivites-ddi.xml").getroot()
    name = {"ddi": "ddi:codebook:2_5"}
    assert root.attrib["version"] == "2.5"
    civility = root.find(".//ddi:var[@name='civilite']", name)
    assert civility is not None
    assert civility.findtext("ddi:labl", namespaces=name) == "1. Civilité"
    labels = [found.text for found in civility.findall("ddi:catgry/ddi:labl", name)]
    assert labels == ["Madame", "Mademoiselle", "Monsieur"]
    assert root.findtext(".//ddi:caseQnty", namespaces=name) == "60"
