"""A list that somebody has becomes papers to key: guessed, typed through the rules, refused cells told."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from reports_world import ENVIRONMENT

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import campaigns, keying, list_import
from teleactivites_desktop.services.list_columns import BATCH, PAPER, guess
from teleactivites_desktop.services.list_import import ListOptions, Rehearsal
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.xlsform.lists import read_list

LIST = """Numéro;Nom;Prénom;Commune de résidence;11. Lieux de télétravail;Téléphone;Clé
GBEQ-0901;Dupond;Marie;Briançon;Domicile, Télécentre;04 92 21 00 00;x
GBEQ-0902;L'Hœuvre;Zoé;Gap-les-Bains;1 4;12;
;;;;;;
GBEQ-0901;Martin;Luc;Gap;Domicile;;
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = campaigns.create(
        tmp_path / "base.tlb", territory="GBEQ", officer="MD", passphrase=None, environment=ENVIRONMENT
    ).workspace
    yield made
    made.close()


def targets(workspace: Workspace, heads: tuple[str, ...]) -> tuple[str, ...]:
    return guess(workspace.questionnaire, heads, list_import.remembered(workspace))


def rehearsed(workspace: Workspace, text: str = LIST, options: ListOptions | None = None) -> Rehearsal:
    content = read_list(text.encode())
    return list_import.rehearse(workspace, content, targets(workspace, content.heads), options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_told_by_the_bytes(encoding: str, delimiter: str) -> None:
    text = f'Nom{delimiter}Ville{delimiter}Reçu\n"Hœuvre, Zoé"{delimiter}Névache{delimiter}5 €\n'
    found = read_list(text.encode(encoding))
    assert found.heads == ("Nom", "Ville", "Reçu")
    assert [(row.line, row.cells) for row in found.rows] == [(2, ("Hœuvre, Zoé", "Névache", "5 €"))]


def test_a_workbook_reads_as_an_officer_would_type_it(tmp_path: Path) -> None:
    from datetime import date

    path = tmp_path / "liste.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nom", "Jours", "Reçue", "Année"])
        sheet.write_string(2, 0, "=1+1")
        sheet.write_number(2, 1, 1.5)
        sheet.write_datetime(2, 2, date(2007, 11, 9), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_number(2, 3, 1970)
    (row,) = read_list(path.read_bytes()).rows
    assert (row.line, row.cells) == (3, ("=1+1", "1,5", "09/11/2007", "1970"))


def test_what_is_no_list_is_refused_with_a_sentence() -> None:
    for content in (b"", b"Nom;Ville\n", b"\x00\x01\x02\x00", b"PK\x03\x04 broken"):
        with pytest.raises(UserError):
            read_list(content)


def test_rows_become_papers_and_what_is_refused_is_told(workspace: Workspace) -> None:
    done = rehearsed(workspace)
    assert [paper.paper for paper in done.papers] == ["GBEQ-0901", "GBEQ-0902"]
    assert [(cell.line, cell.typed) for cell in done.cells] == [(3, "Gap-les-Bains"), (3, "12")]
    assert [line for line, _why in done.skipped] == [5]
    assert "GBEQ-0901" in done.skipped[0][1]
    assert workspace.store.drafts.list() == [], "nothing is written by a rehearsal"


def test_the_drafts_open_with_what_the_list_said_and_can_be_taken_back(workspace: Workspace) -> None:
    imported = list_import.bring_in(workspace, rehearsed(workspace), {})
    drafts = {draft.paper: draft.id for draft in workspace.store.drafts.list()}
    assert set(drafts.values()) == set(imported.drafts)
    session = keying.resume(workspace, drafts["GBEQ-0901"])
    assert session.field("commune").value == "05023"
    assert session.field("lieu_travail").value == "domicile telecentre"
    assert session.field("telephone").value == "+33492210000"
    refused = keying.resume(workspace, drafts["GBEQ-0902"]).field("commune")
    assert (refused.typed, refused.value) == ("Gap-les-Bains", None)
    list_import.take_back(workspace, imported)
    assert workspace.store.drafts.list() == []


def test_papers_without_a_fault_may_be_closed_at_once(workspace: Workspace) -> None:
    questions = [q for q in workspace.questionnaire.keyed if q.required]
    whole = {
        "date_reception": "09/11/2007", "mode_collecte": "1", "nom": "Dupond", "prenom": "Marie",
        "commune": "Gap", "lieu_travail": "Domicile", "metier": "juriste", "domaine": "1",
        "statut": "1", "jours": "2",
    }  # fmt: skip
    assert whole.keys() <= {q.name for q in questions}
    text = ";".join(whole) + "\n" + ";".join(whole.values()) + "\n;;Martin;;;;;;;\n"
    done = rehearsed(workspace, text, ListOptions(batch="GBEQ-L", close=True))
    assert (len(done.papers), done.clean) == (2, 1)
    imported = list_import.bring_in(workspace, done, {})
    assert (len(imported.drafts), imported.closed) == (1, 1)
    (stored,) = workspace.store.responses.by_paper(done.papers[0].paper)
    assert stored.batch == "GBEQ-L"


def test_what_columns_meant_is_remembered(workspace: Workspace) -> None:
    heads = ("Patronyme", "Pile", "N°")
    assert targets(workspace, heads) == ("", "", "")
    content = read_list("Patronyme;Pile;N°\nDupond;A;GBEQ-0001\n".encode())
    meant = ("nom", BATCH, PAPER)
    done = list_import.rehearse(workspace, content, meant)
    list_import.bring_in(workspace, done, dict(zip(heads, meant, strict=True)))
    assert targets(workspace, ("PATRONYME", "pile", "N°")) == meant


def test_a_list_without_questions_or_with_one_twice_is_refused(workspace: Workspace) -> None:
    content = read_list(b"a;b\nx;y\n")
    for meant in (("", PAPER), ("nom", "nom")):
        with pytest.raises(UserError):
            list_import.rehearse(workspace, content, meant)


def test_numbers_are_given_where_the_list_has_none(workspace: Workspace) -> None:
    done = rehearsed(workspace, "Nom\nDupond\nMartin\n")
    first, second = (paper.paper for paper in done.papers)
    assert first != second
    assert not done.skipped
