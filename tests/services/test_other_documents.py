"""Blank questionnaire, directory, lists, slips, labels: what each must and must not show."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import xlsxwriter
from reports_world import ENVIRONMENT, pages_of, sample_campaign, text_of

from teleactivites_desktop.core.questionnaire import Choice, ChoiceList
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.services import (
    batches,
    campaigns,
    directory,
    documents,
    exports,
    keying,
    quality,
    tabulations,
)
from teleactivites_desktop.services.addresses import addresses
from teleactivites_desktop.services.blank_form import MOST_COPIES, papers_from
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.services.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def stored(workspace: Workspace) -> dict[str, Any]:
    return {line.paper: dict(fields) for line, fields in workspace.store.responses.each()}


def printed(workspace: Workspace, name: str, folder: Path, **options: Any) -> Path:
    path = folder / f"{name}.pdf"
    documents.write(workspace, name, path, Options(**options))
    return path


def test_the_registry_prints_every_document(workspace: Workspace, tmp_path: Path) -> None:
    for name, document in documents.DOCUMENTS.items():
        path = printed(workspace, name, tmp_path, paper="GBEQ-0001" if document.needs_paper else "")
        assert all(len(page.strip()) > 20 for page in pages_of(path)), name
        assert b"/Helvetica" not in path.read_bytes(), f"{name}: a font that is not in the file"


def test_the_blank_questionnaire_has_every_question_on_four_pages_at_most(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = printed(workspace, "blank", tmp_path, paper="HD-0100", copies=2)
    pages = pages_of(path)
    assert len(pages) % 2 == 0
    assert len(pages) // 2 <= 4
    text = text_of(path)
    for question in workspace.questionnaire.keyed:
        label = workspace.questionnaire.text(question.labels).replace("\u00a0", " ")
        assert " ".join(label.split()) in text
    assert "HD-0100" in pages[0]
    assert "HD-0101" in pages[-1]
    assert "Règlement (UE) 2016/679" in text


@pytest.mark.skipif(shutil.which("zbarimg") is None, reason="needs zbarimg, a real decoder")
def test_its_barcodes_are_read_by_a_decoder(workspace: Workspace, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(printed(workspace, "blank", tmp_path, paper="HAD-0042"))
    image = tmp_path / "page.png"
    document[0].render(scale=150 / 72).to_pil().save(image)
    document.close()
    read = subprocess.run(["zbarimg", "-q", str(image)], capture_output=True, text=True, check=True).stdout
    assert sorted(read.split()) == ["CODE-128:HAD-0042", "QR-Code:HAD-0042"]
    number = read.split()[0].partition(":")[2]
    keying.discard(workspace, keying.start(workspace, number, "HAD")[1])


def test_blank_numbers_follow_each_other() -> None:
    assert papers_from("HD-0099", 3) == ["HD-0099", "HD-0100", "HD-0101"]
    assert papers_from("", 2) == ["", ""]
    with pytest.raises(UserError, match="numéro"):
        papers_from("HD", 1)
    with pytest.raises(UserError, match="exemplaires"):
        papers_from("HD-1", MOST_COPIES + 1)


def test_the_directory_shows_of_each_person_only_what_they_agreed_to(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    text = text_of(printed(workspace, "directory", tmp_path))
    for fields in stored.values():
        agreed = str(fields.get("answers.accord_presentation", "")).split()
        signed = fields.get("answers.signature") != "non"
        email = str(fields.get("answers.courriel", ""))
        if email and not ("contact" in agreed and signed):
            others = [f for f in stored.values() if f is not fields and f.get("answers.courriel") == email]
            assert others or email not in text
        if email and "contact" in agreed and signed:
            assert email in text.replace(" ", "")


def test_a_person_who_shows_no_name_is_shown_without(workspace: Workspace, stored: dict[str, Any]) -> None:
    people = list(directory.entries(workspace, Options()))
    assert any(not entry.name and entry.work for entry in people)
    allowed = sum(
        "nom" in str(f.get("answers.accord_presentation", "")).split() and f.get("answers.signature") != "non"
        for f in stored.values()
    )
    assert sum(bool(entry.name) for entry in people) == allowed


def test_the_questionnaire_says_what_a_choice_shows(workspace: Workspace, stored: dict[str, Any]) -> None:
    shipped = workspace.questionnaire
    asked = shipped.by_name["accord_presentation"]
    choices = (Choice("a", {}, {"shows": "metier langues"}), Choice("commune", {}), Choice("contact", {}))
    lists = {**shipped.choice_lists, asked.choice_list: ChoiceList(asked.choice_list, choices)}
    presenter = directory.Presenter(replace(shipped, choice_lists=lists))
    fields = {**stored["GBEQ-0001"], "answers.accord_presentation": "a", "answers.signature": "oui"}
    entry = presenter.entry(fields)
    assert entry is not None
    assert (entry.work, entry.name, entry.place, entry.contact) == (fields["answers.metier"], "", "", "")
    assert entry.fields == ("Français",)
    entry = presenter.entry({**fields, "answers.accord_presentation": "commune contact"})
    assert entry is not None
    assert entry.place
    assert "@" in entry.contact
    assert (entry.work, entry.name, entry.fields) == ("", "", ())


def test_nobody_is_shown_whose_paper_is_not_signed(workspace: Workspace, stored: dict[str, Any]) -> None:
    unsigned = [
        f["answers.nom"]
        for f in stored.values()
        if f.get("answers.accord_presentation") and f.get("answers.signature") == "non"
    ]
    names = " ".join(entry.name for entry in directory.entries(workspace, Options()))
    assert not any(name in names for name in unsigned if sum(name in str(f) for f in stored.values()) == 1)


def test_the_line_list_is_sorted_the_french_way(
    workspace: Workspace, stored: dict[str, Any], tmp_path: Path
) -> None:
    text = text_of(printed(workspace, "linelist", tmp_path, selection=Selection(frozenset({"GBEQ"}))))
    papers = [word for word in text.split() if word.startswith("GBEQ-00")]
    assert len(papers) == 15
    names = [
        fold_text(str(stored[p]["answers.nom"]) + " " + str(stored[p]["answers.prenom"])) for p in papers
    ]
    assert names == sorted(names)


def test_addresses_follow_the_norm_and_the_consent(workspace: Workspace, stored: dict[str, Any]) -> None:
    found = list(addresses(workspace, Selection()))
    assert 0 < len(found) <= sum(f.get("answers.accord_contact") == "oui" for f in stored.values())
    for address in found:
        assert len(address) <= 6
        assert all(len(line) <= 38 for line in address)
        assert address[-1].isupper()
        assert address[-1].isascii()
        assert address[-1][:5].isdigit()


def test_a_slip_says_what_is_expected(workspace: Workspace, tmp_path: Path) -> None:
    batch = batches.batch(workspace, "HD", "HD-A")
    batches.tell(workspace, batch, {"expected": 40, "first": "HD-0001", "last": "HD-0040"})
    text = text_of(printed(workspace, "batches", tmp_path, selection=Selection(frozenset({"HD"}))))
    assert "Lot HD-A" in text
    assert "40 fiches attendues" in text or "40" in text.split("fiches attendues")[0][-30:]
    assert "HD-0001 – HD-0040" in text
    assert "GBD-A" not in text


def test_the_quality_report_tells_nonresponse_by_question(workspace: Workspace, tmp_path: Path) -> None:
    text = text_of(printed(workspace, "quality", tmp_path))
    assert "Les non-réponses" in text
    assert "Conflits ouverts 0" in text


def test_the_journal_lists_exports(workspace: Workspace, tmp_path: Path) -> None:
    exports.export(workspace, tmp_path / "remis.csv", "csv")
    text = text_of(printed(workspace, "exchanges", tmp_path))
    assert "remis.csv" in text
    assert "pseudonymisé" in text


def test_every_document_is_printed_for_another_questionnaire_with_nothing_keyed(tmp_path: Path) -> None:
    book = tmp_path / "court.xlsx"
    with xlsxwriter.Workbook(book) as workbook:
        survey = workbook.add_worksheet("survey")
        for line, row in enumerate(
            (("type", "name", "label"), ("select_one oui", "accord", "Accord ?"), ("integer", "age", "Âge"))
        ):
            survey.write_row(line, 0, row)
        choices = workbook.add_worksheet("choices")
        for line, row in enumerate(
            (("list_name", "name", "label"), ("oui", "1", "Oui"), ("oui", "2", "Non"))
        ):
            choices.write_row(line, 0, row)
        settings = workbook.add_worksheet("settings")
        settings.write_row(0, 0, ("form_title", "form_id", "version"))
        settings.write_row(1, 0, ("Court", "court", "1"))
    created = campaigns.create(
        tmp_path / "court.tlb",
        territory="HD",
        officer="MD",
        passphrase=None,
        environment=ENVIRONMENT,
        questionnaire=book,
    )
    workspace = created.workspace
    try:
        for name, document in documents.DOCUMENTS.items():
            if not document.needs_paper:
                assert pages_of(printed(workspace, name, tmp_path)), name
        for format_ in ("csv", "xlsx", "jsonl", "sav", "dta"):
            assert exports.export(workspace, tmp_path / f"x.{format_}", format_).rows == 0
        typed = {"accord": "1", "age": "40"}
        paper = {"paper": "HD-1", "territory": "HD", "received": "12/11/2007", "answers": typed}
        assert [result["outcome"] for result in keying.key_transcripts(workspace, [json.dumps(paper)])] == [
            "saved"
        ]
        text = text_of(printed(workspace, "summary", tmp_path))
        assert "Les effectifs sont trop faibles pour être publiés." in text
        assert "Âge" in text_of(printed(workspace, "response", tmp_path, paper="HD-1"))
        assert "Âge" in text_of(printed(workspace, "blank", tmp_path))
        assert "Âge" in text_of(printed(workspace, "codebook", tmp_path))
    finally:
        workspace.close()


@pytest.mark.parametrize("name", ["linelist", "responses"])
def test_progress_moves_while_pages_are_laid_out(workspace: Workspace, tmp_path: Path, name: str) -> None:
    shares: list[float] = []
    told: Callable[[float], None] = shares.append
    documents.write(workspace, name, tmp_path / "liste.pdf", None, told)
    assert shares == sorted(shares)
    laid_out = [share for share in shares if share > 0.5]
    assert len(set(laid_out)) > 1, "it moves with the pages"
    assert laid_out[-1] > 0.95


def test_a_long_list_can_be_given_up_while_its_pages_are_laid_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    class GivenUpError(Exception):
        pass

    def give_up(share: float) -> None:
        if share > 0.5:
            raise GivenUpError

    for name in ("linelist", "responses"):
        options = Options(selection=Selection(frozenset({"HD"})))
        with pytest.raises(GivenUpError):
            documents.write(workspace, name, tmp_path / "liste.pdf", options, give_up)
    assert not list(tmp_path.iterdir()), "nothing is left half written"


def test_a_question_put_to_a_few_is_hidden_in_the_quality_report(workspace: Workspace) -> None:
    """Whom it is put to follows from answers that tables hide."""
    imprint, hidden = Imprint("Qualité", "", "", ENVIRONMENT.now()), 0
    for territory in ("GBEQ", "GBD", "HD", "HAD"):
        options = Options(selection=Selection(territories=frozenset({territory})))
        size = tabulations.load(workspace, options.selection).size
        for label, asked, *rest in quality.listing(workspace, imprint, options, None).sheets[-1].rows:
            if asked == "s":
                hidden += 1
                assert set(rest) == {"s"}, label
            else:
                count = 0 if asked == "–" else int(asked)
                assert count in (0, size) or 3 <= count <= size - 3, label
    assert hidden
