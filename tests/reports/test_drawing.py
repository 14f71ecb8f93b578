"""Charts, lists and pages drawn from made values: nothing clipped, everything said, scales from zero."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import Flowable

from teleactivites_desktop.core.sentences import sentence_of_family
from teleactivites_desktop.core.tabulation import (
    HIDDEN,
    Cell,
    Counts,
    Heading,
    NumberFamily,
    Numbers,
    RowKind,
    Table,
)
from teleactivites_desktop.reports import blocks, fonts, labels, layout, listing, response
from teleactivites_desktop.reports.blank import BlankForm, BlankQuestion, BlankSection
from teleactivites_desktop.reports.blank import write as write_blank
from teleactivites_desktop.reports.charts import Bar, BarTable
from teleactivites_desktop.reports.curve import Curve, nice_ceiling
from teleactivites_desktop.reports.layout import Imprint, text
from teleactivites_desktop.reports.map import Place, PlaceMap, legend_sizes
from teleactivites_desktop.reports.styles import MARGIN, PAGE_WIDTH, WIDTH

NOW = datetime(2007, 12, 3, 9, 5, tzinfo=UTC)
IMPRINT = Imprint("Titre", "Contexte", "Marie Dœuvre", NOW)
HARD = "Cœur & <b>œuvre</b> à 12 € : « tout »"


def pdf(story: list[Flowable]) -> pypdfium2.PdfDocument:
    out = io.BytesIO()
    layout.build(out, story, IMPRINT)
    return pypdfium2.PdfDocument(out.getvalue())


def texts(document: pypdfium2.PdfDocument) -> list[str]:
    found = [page.get_textpage().get_text_bounded().replace("\u00a0", " ") for page in document]
    return [" ".join(page.split()) for page in found]


def edges(document: pypdfium2.PdfDocument) -> tuple[float, float]:
    """Return the leftmost and the rightmost place where a text stands, page numbers left out."""
    kind = [pdfium.FPDF_PAGEOBJ_TEXT]
    boxes = [found.get_bounds() for page in document for found in page.get_objects(kind, max_depth=1)]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def test_text_is_what_was_written() -> None:
    assert HARD in texts(pdf([text(HARD)]))[0]


def bars(count: int) -> list[Bar]:
    return [Bar(f"Un libellé assez long pour {i}", i / count, str(i), f"{i} %") for i in range(count)]


@pytest.mark.parametrize("count", [1, 3, 44, 45, 46, 100])
def test_a_long_chart_goes_on_over_pages_and_loses_no_line(count: int) -> None:
    chart = BarTable(bars(count), ("Réponse", "Effectif", "Part"))
    document = pdf([chart])
    pages = texts(document)
    together = " ".join(pages)
    assert [i for i in range(count) if f"pour {i} {i} {i} %" not in together] == []
    assert all("Effectif" in page for page in pages)
    left, right = edges(document)
    assert left >= MARGIN - 1
    assert right <= PAGE_WIDTH - MARGIN + 1


@given(st.text(alphabet="MWœ aé", min_size=1, max_size=200), st.floats(40, 300))
def test_a_fitted_text_fits(words: str, width: float) -> None:
    shown = fonts.fitted(words, fonts.REGULAR, 7.5, width)
    assert fonts.width_of(shown, fonts.REGULAR, 7.5) <= width
    assert shown == words or shown.endswith("…")


@given(st.text(alphabet="Mab ", max_size=120), st.integers(1, 5))
def test_a_wrapped_text_keeps_its_words_or_says_it_was_cut(words: str, lines: int) -> None:
    shown = fonts.wrapped(words, fonts.REGULAR, 7.5, 120, lines)
    assert len(shown) <= lines
    assert all(fonts.width_of(line, fonts.REGULAR, 7.5) <= 120 for line in shown)
    assert " ".join(shown).split() == words.split() or any(line.endswith("…") for line in shown)


@given(st.integers(0, 10**9))
def test_a_scale_is_round_holds_the_greatest_value_and_has_a_middle(count: int) -> None:
    scale = nice_ceiling(count)
    assert count <= scale <= max(2, count * 2.5)
    assert scale % 2 == 0
    assert str(scale).rstrip("0") in {"1", "2", "4"}


def test_a_curve_says_its_greatest_and_its_last_value() -> None:
    page = texts(pdf([Curve([("01/10", 4), ("08/10", 1234), ("15/10", 7)])]))[0]
    assert "1 234" in page
    assert "01/10" in page
    assert "2 000" in page


def test_an_empty_curve_is_drawn() -> None:
    assert "0" in texts(pdf([Curve([])]))[0]


def test_the_map_names_the_largest_communes_and_keeps_hidden_ones_unnamed() -> None:
    places = [
        Place("Gap", 44.56, 6.08, Cell.of(40), "Gapençais (bassin)"),
        Place("Briançon", 44.9, 6.63, Cell.of(12), "Briançonnais"),
        Place("Ristolas", 44.77, 6.95, HIDDEN, "Queyras"),
        Place("Aspres", 44.52, 5.75, Cell.of(0), "Buëch"),
    ]
    drawn = PlaceMap(places, places)
    assert drawn.width == WIDTH
    page = texts(pdf([drawn]))[0]
    assert "Gap" in page
    assert "Briançon" in page
    assert "Ristolas" not in page
    assert "secret statistique" in page


def table(*cells: Cell, multiple: bool = False) -> Table:
    rows = tuple(Heading(f"c{i}", f"Choix {i}") for i in range(len(cells)))
    known = sum(cell.count or 0 for cell in cells)
    base = Cell.of(known + 10)
    end = Heading("none", "Sans réponse", RowKind.NONRESPONSE)
    return Table(
        "q", "Question", (*rows, end), Counts((*cells, Cell.of(0)), base, base, base), multiple=multiple
    )


def test_long_lists_say_together_what_is_hidden_and_what_nobody_answered() -> None:
    cells = [*(Cell.of(5 + i) for i in range(8)), HIDDEN, HIDDEN, Cell.of(0)]
    page = texts(pdf(blocks.question(table(*cells), "Phrase.", "k")))[0]
    assert "Réponses couvertes par le secret statistique (2) 10 " in page
    assert "couvertes par le secret : Choix 8 et Choix 9" in page
    assert "sans aucune réponse : Choix 10" in page
    assert page.index("Choix 7 12") < page.index("Choix 0 5")


def test_the_place_of_a_hidden_answer_tells_nothing() -> None:
    ordered = blocks.ordered(table(Cell.of(3), HIDDEN, Cell.of(9), HIDDEN, multiple=True))
    assert [row.code for row, _cell in ordered] == ["c2", "c0", "c1", "c3"]


def test_a_question_of_which_nothing_may_be_published_has_no_chart() -> None:
    page = texts(pdf(blocks.question(table(HIDDEN, HIDDEN), "Trop faibles.", "k")))[0]
    assert "Trop faibles." in page
    assert "Effectif" not in page


def test_a_list_goes_on_over_pages_and_loses_no_row() -> None:
    rows = tuple((f"P-{i:04}", HARD, "M" * 90, str(i)) for i in range(500))
    sheet = listing.Sheet("Liste", ("N", "Nom", "Long", "Nombre"), rows, (0.2, 0.4, 0.3, 0.1), (3,))
    out = io.BytesIO()
    listing.write(listing.Listing(IMPRINT, (), (sheet,), ""), out)
    document = pypdfium2.PdfDocument(out.getvalue())
    together = " ".join(texts(document))
    assert all(f"P-{i:04}" in together for i in range(500))
    assert together.count("Nombre") == len(document)
    assert edges(document)[1] <= PAGE_WIDTH - MARGIN + 1


def test_an_empty_list_says_so() -> None:
    out = io.BytesIO()
    sheet = listing.Sheet("Liste", ("N",), (), (1.0,))
    listing.write(listing.Listing(IMPRINT, (), (sheet,), "Rien à montrer."), out)
    assert "Rien à montrer." in texts(pypdfium2.PdfDocument(out.getvalue()))[0]


def test_a_response_with_the_longest_texts_fits_its_pages() -> None:
    endless = "mot " * 3000
    lines = tuple(
        response.Line("Question " * 20, "01 02 03 04 05 06 07 08 09 10", endless) for _i in range(3)
    )
    filled = response.FilledResponse(
        "P-1", (("Lot", "A"),), (response.SectionLines("S", lines, ("saut",) * 40),), endless
    )
    out = io.BytesIO()
    response.write([filled], IMPRINT, out)
    document = pypdfium2.PdfDocument(out.getvalue())
    assert len(document) > 3
    assert edges(document)[1] <= PAGE_WIDTH - MARGIN + 1


def form(questions: tuple[BlankQuestion, ...]) -> BlankForm:
    section = BlankSection("A. Vous", questions)
    return BlankForm("Recensement", "1", "HD", (section,), ("Vos droits.",), "MD", NOW)


def test_blank_copies_bear_their_own_numbers() -> None:
    questions = tuple(
        BlankQuestion(f"{i}. Question", "2/2/4", (("1", "Oui"), ("2", "Non")), 1, skip="Si « Oui ».")
        for i in range(40)
    )
    out = io.BytesIO()
    pages = write_blank(form(questions), ["HD-0001", "HD-0002"], out)
    found = texts(pypdfium2.PdfDocument(out.getvalue()))
    assert len(found) == 2 * pages
    assert all("HD-0001" in page for page in found[:pages])
    assert all("HD-0002" in page for page in found[pages:])
    assert all(f"{i}. Question" in " ".join(found[:pages]) for i in range(40))


def test_a_choice_wider_than_its_column_is_not_clipped() -> None:
    out = io.BytesIO()
    write_blank(form((BlankQuestion("1. Q", "", (("01", "Très long libellé " * 6),)),)), [""], out)
    page = pypdfium2.PdfDocument(out.getvalue())[0].get_textpage()
    start, length = page.search("Très").get_next()
    assert page.get_charbox(start + 6 * len("Très long libellé ") - 2)[2] < PAGE_WIDTH / 2
    assert length == len("Très")


@pytest.mark.parametrize("name", labels.FORMATS)
def test_labels_stay_on_their_sheet(name: str) -> None:
    shape = labels.FORMATS[name]
    count = shape.across * shape.down + 1
    out = io.BytesIO()
    labels.write([("Thérèse Œuvrard " * 4, "05000 GAP")] * count, shape, IMPRINT, out)
    document = pypdfium2.PdfDocument(out.getvalue())
    assert len(document) == 2
    assert edges(document)[1] < PAGE_WIDTH


def test_a_land_longer_than_wide_still_fits_on_a_page() -> None:
    places = [Place(f"c{n}", 43.0 + n / 4, 6.0, Cell.of(5)) for n in range(12)]
    assert len(pdf([PlaceMap(places, places)])) == 1


def test_every_valley_is_named_and_the_shades_of_territories_are_told() -> None:
    places = [
        Place(f"c{n}", 44.0 + n / 40, 6.0 + n % 5 / 5, Cell.of(40 + 4 * n), f"Vallée {n // 8}", f"T{n % 2}")
        for n in range(24)
    ]
    (page,) = texts(pdf([PlaceMap(places, places)]))
    assert [n for n in range(3) if f"Vallée {n}" not in page] == []
    assert "T0 T1" in page
    assert "50 100" in page, "round numbers between the least and the most"


@pytest.mark.parametrize(
    ("least", "most", "shown"), [(3, 9, [3, 9]), (4, 60, [10, 20, 50]), (0, 0, []), (7, 7, [7])]
)
def test_the_circles_of_the_legend_are_sizes_that_the_map_shows(
    least: int, most: int, shown: list[int]
) -> None:
    assert legend_sizes(least, most) == shown


def test_numbers_asked_together_stand_in_one_table() -> None:
    def line(label: str, mean: float | None) -> Numbers:
        return Numbers(label, Cell.of(12), mean, mean, None, None)

    found = NumberFamily(
        "21. Part des clients, en %",
        (line("Italie", 12.5), line("PACA", 60.0)),
        (Heading("HD", "Haute-Durance"), Heading("GBD", "Gapençais")),
        ((10.0, 15.0), (None, 55.0)),
    )
    (page,) = texts(pdf(blocks.family(found, sentence_of_family(found), "k")))
    assert "« PACA » que la moyenne est la plus haute (60), puis pour « Italie » (12,5)" in page
    assert "Italie 10 15" in page
    assert "PACA s 55" in page
    hidden = replace(found, by_group=((None, 15.0), (None, None)))
    assert "Gapençais" not in texts(pdf(blocks.family(hidden, "", "k")))[0]
