"""Tables of the paper through the whole program: keyed, corrected, merged, read, in a later version."""

import json
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from exchange_sites import CHEAP, TOLD, Campaign, made_environment, open_conflicts
from python_calamine import CalamineWorkbook
from reports_world import text_of
from small_workbooks import CHILDREN, write

from teleactivites_desktop.exchange import invitation
from teleactivites_desktop.services import (
    campaigns,
    documents,
    editing,
    exports,
    keying,
    rechecking,
    versions,
)
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.responses.answers import answer_lines


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Campaign]:
    """Two sites that hold one paper with two children."""
    campaign = Campaign(tmp_path)
    campaign.sites["GBEQ"] = campaigns.create(
        campaign.database("GBEQ"),
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=made_environment(1),
        questionnaire=write(tmp_path / "enfants.xlsx", CHILDREN, "1"),
    ).workspace
    with mock.patch.object(invitation, "INVITING", CHEAP):
        campaigns.invite(campaign.sites["GBEQ"], tmp_path / "i.tli", TOLD)
    campaign.sites["HD"] = campaigns.join(
        campaign.database("HD"),
        tmp_path / "i.tli",
        TOLD,
        territory="HD",
        officer="JP",
        passphrase=None,
        environment=made_environment(2),
    ).workspace
    answers = {
        "nom": "Faure",
        "enfants[1].prenom": "Léa",
        "enfants[1].age": "12",
        "enfants[1].ecole": "1",
        "enfants[2].prenom": "Tom",
        "enfants[2].age": "2",
    }
    line = json.dumps({"paper": "A-1", "territory": "GBEQ", "answers": answers})
    (outcome,) = keying.key_transcripts(campaign.sites["GBEQ"], [line])
    assert outcome["status"] == "complete"
    campaign.send("GBEQ", "HD")
    yield campaign
    campaign.close()


def answers_of(workspace: Workspace) -> dict[str, object]:
    ((_line, fields),) = workspace.store.responses.each()
    return {path.partition(".")[2]: value for path, value in fields.items() if path.startswith("answers.")}


def test_a_line_is_the_papers_line_on_every_site(made: Campaign) -> None:
    ours, theirs = made.sites["GBEQ"], made.sites["HD"]
    editing.edit(ours, "A-1", {"enfants[3].prenom": "Zoé", "enfants[3].age": "1"})
    editing.edit(theirs, "A-1", {"enfants[3].prenom": "Zoé", "enfants[4].prenom": "Max"})
    made.send("GBEQ", "HD")
    made.send("HD", "GBEQ")
    assert answers_of(ours) == answers_of(theirs)
    assert open_conflicts(ours) == []
    assert {name: value for name, value in answers_of(ours).items() if "[3]" in name or "[4]" in name} == {
        "enfants[3].prenom": "Zoé",
        "enfants[3].age": 1,
        "enfants[4].prenom": "Max",
    }


def test_two_readings_of_one_line_are_a_conflict_of_its_field(made: Campaign) -> None:
    editing.edit(made.sites["GBEQ"], "A-1", {"enfants[3].prenom": "Zoé"})
    editing.edit(made.sites["HD"], "A-1", {"enfants[3].prenom": "Chloé"})
    made.send("HD", "GBEQ")
    assert open_conflicts(made.sites["GBEQ"]) == [("A-1", "answers.enfants[3].prenom", ["Chloé", "Zoé"])]


def test_sums_over_lines_are_mended_after_a_merge(made: Campaign) -> None:
    ours = made.sites["GBEQ"]
    editing.edit(ours, "A-1", {"enfants[3].prenom": "Zoé", "enfants[3].age": "1"})
    editing.edit(made.sites["HD"], "A-1", {"enfants[1].age": "13"})
    made.send("HD", "GBEQ")
    result = rechecking.recheck(ours)
    assert [(found.question, found.rule) for found in result.findings] == [("total", "outdated")]
    rechecking.mend_all(ours, result.mendable)
    ((_line, fields),) = ours.store.responses.each()
    assert fields["calculated.total"] == 16


def test_others_read_a_column_for_each_line(made: Campaign, tmp_path: Path) -> None:
    site = made.sites["GBEQ"]
    cursor = site.store.session.driver.execute('SELECT "enfants[2].prenom", total FROM responses_plain')
    assert cursor.fetchall() == [("Tom", 14)]
    for format_ in ("csv", "xlsx", "sav", "dta", "jsonl"):
        exports.export(site, tmp_path / f"e.{format_}", format_)
    (line,) = (tmp_path / "e.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["enfants[2].prenom"] == "Tom"


def test_a_workbook_has_a_row_for_each_line_used(made: Campaign, tmp_path: Path) -> None:
    site = made.sites["GBEQ"]
    options = exports.ExportOptions(exports.Mode.IDENTIFIED)
    exports.export(site, tmp_path / "e.xlsx", "xlsx", options)
    book = CalamineWorkbook.from_path(str(tmp_path / "e.xlsx"))
    assert book.sheet_names == ["Fiches", "enfants", "Dictionnaire"]
    heads, *rows = book.get_sheet_by_name("enfants").to_python()
    assert heads[-4:] == ["Ligne", "2. Prénom", "3. Âge", "4. École"]
    assert [row[0] for row in rows] == ["A-1", "A-1"]
    assert [row[-4:] for row in rows] == [[1, "Léa", 12, "Oui"], [2, "Tom", 2, ""]]


@pytest.mark.parametrize("name", ["response", "blank", "codebook", "summary"])
def test_documents_show_tables(made: Campaign, tmp_path: Path, name: str) -> None:
    options = Options(paper="A-1" if name == "response" else "")
    documents.DOCUMENTS[name].write(made.sites["GBEQ"], tmp_path / "d.pdf", options, None)
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF")


def printed(site: Workspace, folder: Path, name: str, paper: str = "") -> str:
    documents.DOCUMENTS[name].write(site, folder / "d.pdf", Options(paper=paper), None)
    return text_of(folder / "d.pdf")


def test_the_blank_form_has_each_column_once_and_a_row_for_each_line(made: Campaign, tmp_path: Path) -> None:
    text = printed(made.sites["GBEQ"], tmp_path, "blank")
    assert text.count("2. Prénom") == text.count("4. École") == 1
    assert "Prénom (1)" not in text
    assert "1 2 3 4" in text[text.index("4. École") :]


def test_a_printed_response_has_a_row_for_each_line_used(made: Campaign, tmp_path: Path) -> None:
    text = printed(made.sites["GBEQ"], tmp_path, "response", "A-1")
    assert text.count("2. Prénom") == 1
    assert "1 Léa 12 Oui" in text
    assert "2 Tom 2" in text
    assert "3. Âge (2)" not in text


def test_a_response_is_read_line_by_line(made: Campaign) -> None:
    site = made.sites["GBEQ"]
    editing.edit(site, "A-1", {"enfants[2].age": "?illegible"})
    stored = site.store.responses.get(editing.find_response(site, "A-1"))
    assert stored is not None
    lines = answer_lines(Reader(site.questionnaire), stored.state)
    told = {line.caption: (line.text, line.key) for line in lines if line.caption.startswith("Ligne")}
    assert told == {
        "Ligne 1": ("Léa · 12 · Oui", "enfants[1].prenom"),
        "Ligne 2": ("Tom\n3. Âge\u00a0: – illisible", "enfants[2].prenom"),
    }


def test_a_column_renamed_is_renamed_on_all_lines(made: Campaign, tmp_path: Path) -> None:
    site = made.sites["GBEQ"]
    renamed = [{**row, "name": "petit_nom"} if row.get("name") == "prenom" else row for row in CHILDREN]
    path = write(tmp_path / "suite.xlsx", renamed, "2")
    proposal = versions.compare(site, path)
    assert dict(proposal.comparison.probable) == {"enfants[1].prenom": "enfants[1].petit_nom"}
    versions.adopt(site, path, proposal.comparison.probable)
    ((_line, fields),) = site.store.responses.each_as(site.store.questionnaires.current_version())
    assert fields["answers.enfants[1].petit_nom"] == "Léa"
    assert fields["answers.enfants[2].petit_nom"] == "Tom"
