"""Documents printed from the sample papers: structure, text, fonts, figures, and nothing half written."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pypdfium2.raw as pdfium
import pytest
from reports_world import NOW, opened, pages_of, sample_campaign, text_of

from teleactivites_desktop.core.values import Status
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import documents, tabulations
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def summary(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("summary") / "synthese.pdf"
    documents.write(workspace, "summary", path, Options(made_at=NOW))
    return path


def test_the_summary_says_how_many_who_when_and_from_what(summary: Path) -> None:
    text = text_of(summary)
    assert "60 fiches" in text
    assert "Synthèse établie le 3 décembre 2007 par Marie Dœuvre" in text
    assert "Grand Briançonnais-Écrins-Queyras" in text
    assert "D'où viennent les fiches" in text
    assert "Secret statistique" in text


def test_every_coded_question_has_its_heading(summary: Path, workspace: Workspace) -> None:
    text = text_of(summary)
    place = tabulations.load(workspace).place
    for question in tabulations.countable(workspace.questionnaire):
        label = workspace.questionnaire.text(question.labels).replace("\u00a0", " ")
        # Shares of clients are one table: the label's end is a line of it.
        parts = label.split(" : ") if label.startswith("21.") else [label]
        assert question.name == place or all(part in text for part in parts)


def test_pages_are_numbered_and_none_is_empty(summary: Path) -> None:
    pages = pages_of(summary)
    for number, page in enumerate(pages, 1):
        plain = page.replace("\u00a0", " ")
        assert f"Page {number} /" in plain
        assert len(plain) > 300


def test_no_heading_stands_alone_at_the_foot_of_a_page(summary: Path, workspace: Workspace) -> None:
    headings = {workspace.questionnaire.text(q.labels) for q in workspace.questionnaire.questions}
    headings |= {workspace.questionnaire.text(s.labels) for s in workspace.questionnaire.sections}
    for page in pages_of(summary)[2:]:
        lines = [line.strip() for line in page.replace("\r", "").split("\n") if line.strip()]
        body = [line for line in lines if "Établi le" not in line and not line.startswith("Page ")]
        assert body[-1] not in headings


def test_fonts_are_embedded(summary: Path) -> None:
    with opened(summary) as document:
        fonts = set()
        for page in document:
            for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(found.raw)
                fonts.add(pdfium.FPDFFont_GetIsEmbedded(font))
    assert fonts == {1}


def test_the_file_says_what_it_is(summary: Path) -> None:
    with opened(summary) as document:
        told = document.get_metadata_dict()
        bookmarks = [bookmark.get_title() for bookmark in document.get_toc()]
    assert told["Title"] == "Synthèse"
    assert "Marie Dœuvre" in told["Author"]
    assert "A. Vous" in bookmarks
    assert "Où vivent les télétravailleurs" in bookmarks
    assert b"/Lang (fr-FR)" in summary.read_bytes()


def test_the_contents_link_to_the_pages_they_name(summary: Path) -> None:
    contents = pages_of(summary)[1].replace("\u00a0", " ")
    listed = int(re.search(r"A\. Vous[\s.]*?(\d+)", contents.replace("\r", ""))[1])  # type: ignore[index]
    assert "A. Vous" in pages_of(summary)[listed - 1]
    assert summary.read_bytes().count(b"/Subtype /Link") >= 5


def test_the_same_base_and_date_give_the_same_bytes(
    summary: Path, workspace: Workspace, tmp_path: Path
) -> None:
    again = tmp_path / "again.pdf"
    documents.write(workspace, "summary", again, Options(made_at=NOW))
    assert again.read_bytes() == summary.read_bytes()


def test_no_small_count_is_printed(workspace: Workspace) -> None:
    base = tabulations.load(workspace)
    table = tabulations.table(base, "domaine", "territory")
    assert {cell.count for cell in table.every_cell()}.isdisjoint({1, 2})


def test_frequencies_equal_a_count_in_sql(workspace: Workspace) -> None:
    base = tabulations.load(workspace)
    for question in ("statut", "domaine", "connexion", "raison_1"):
        by_hand: Counter[str] = Counter()
        for _line, fields in workspace.store.responses.each():
            by_hand.update(str(fields.get(f"answers.{question}", "")).split())
        table = tabulations.raw_table(base, question)
        assert {row.code: cell.count for row, cell in table.answers if cell.count} == by_hand


def test_a_selection_is_counted_and_named(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "hd.pdf"
    options = Options(Selection(territories=frozenset({"HD"})), title="Réunion d'Embrun", made_at=NOW)
    documents.write(workspace, "summary", path, options)
    text = text_of(path)
    assert "15 fiches" in text
    assert "Réunion d'Embrun" in text
    assert "Haute-Durance" in text
    assert "Comparaison des territoires" not in text


def test_a_selection_of_nobody_is_said_in_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "nobody.pdf"
    documents.write(workspace, "summary", path, Options(Selection(last=NOW.date().replace(year=1990))))
    assert "il n'y a rien à compter" in text_of(path)


def test_a_response_is_printed_with_codes_labels_and_what_is_missing(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "fiche.pdf"
    documents.write(workspace, "response", path, Options(paper="GBEQ-0001"))
    text = text_of(path)
    for words in ("Fiche GBEQ-0001", "Saint-Martin", "05116 Réotier", "cœur de métier", "04 92 58 47 44"):
        assert words in text
    assert "lu sur le papier : « 1868 »" in text
    assert "Confidentiel" in text
    assert len(pages_of(path)) == 2


def test_the_history_comes_with_all_that_is_held_on_a_person(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "personne.pdf"
    documents.write(workspace, "person", path, Options(paper="GBEQ-0002"))
    assert "Historique" in text_of(path)


def test_a_pile_has_each_response_on_its_own_pages(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "pile.pdf"
    documents.write(workspace, "responses", path, Options(Selection(territories=frozenset({"GBD"}))))
    pages = pages_of(path)
    assert sum("Fiche GBD-" in page for page in pages) == 15
    assert not any("Fiche HD-" in page for page in pages)


def test_withdrawn_responses_are_not_counted(workspace: Workspace) -> None:
    base = tabulations.load(workspace)
    statuses = workspace.store.responses.status_counts()
    withdrawn = sum(count for (_t, status), count in statuses.items() if status == Status.WITHDRAWN)
    assert base.size == workspace.store.responses.count() - withdrawn


def test_an_unknown_document_or_paper_is_refused_in_a_sentence(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "x.pdf"
    with pytest.raises(UserError, match="summary"):
        documents.write(workspace, "poem", path)
    with pytest.raises(UserError, match="numéro de fiche"):
        documents.write(workspace, "response", path)
    with pytest.raises(UserError, match="GBEQ-9999"):
        documents.write(workspace, "response", path, Options(paper="GBEQ-9999"))
    assert list(tmp_path.iterdir()) == []


def test_what_stood_there_before_stays_when_printing_is_cancelled(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "synthese.pdf"
    path.write_bytes(b"before")

    def cancel(_share: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        documents.write(workspace, "summary", path, progress=cancel)
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ne peut pas être écrit"):
        documents.write(workspace, "response", tmp_path / "no" / "x.pdf", Options(paper="GBEQ-0001"))


def test_progress_goes_up_to_the_end(workspace: Workspace, tmp_path: Path) -> None:
    seen: list[float] = []
    told: Callable[[float], None] = seen.append
    documents.write(workspace, "summary", tmp_path / "s.pdf", progress=told)
    assert seen == sorted(seen)
    assert all(0 <= share <= 1 for share in seen)
    assert seen


def test_the_html_twin_says_the_same_to_a_screen_reader(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "synthese.html"
    documents.write(workspace, "summary", path, Options(made_at=NOW))
    page = path.read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert page.count("<table>") == page.count("<caption>") == page.count("</table>")
    assert page.count("<h1>") == 1
    assert '<th scope="col">' in page
    assert '<th scope="row">Local communal</th>' in page
    assert "http" not in page
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for question in tabulations.countable(workspace.questionnaire):
        if question.name != "commune":
            label = workspace.questionnaire.text(question.labels).replace("'", "&#x27;")
            parts = re.split(r".: ", label) if label.startswith("21.") else [label]
            assert all(part.replace("\u00a0", " ") in page.replace("\u00a0", " ") for part in parts)
