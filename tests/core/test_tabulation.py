"""Cells, marks and sentences: what is hidden is nowhere."""

import pytest

from teleactivites_desktop.core.sentences import comparison, sentence, sentence_of_numbers
from teleactivites_desktop.core.tabulation import (
    HIDDEN,
    NOT_APPLICABLE,
    NOT_AVAILABLE,
    Cell,
    Counts,
    Heading,
    Numbers,
    RowKind,
    Table,
    share,
    share_text,
)
from teleactivites_desktop.core.typography import NBSP


def table(*cells: Cell, answered: int, multiple: bool = False) -> Table:
    rows = tuple(Heading(f"c{i}", f"Choix {i}") for i in range(len(cells)))
    base = Cell.of(answered)
    return Table(
        "q",
        "Question",
        (*rows, Heading("none", "Sans réponse", RowKind.NONRESPONSE)),
        Counts((*cells, Cell.of(0)), base, base, base),
        multiple=multiple,
    )


def counted(*counts: int, multiple: bool = False, answered: int | None = None) -> Table:
    return table(*map(Cell.of, counts), answered=answered or sum(counts), multiple=multiple)


def test_each_mark_has_its_own_sign() -> None:
    signs = [Cell.of(0).text, HIDDEN.text, NOT_AVAILABLE.text, NOT_APPLICABLE.text]
    assert signs == ["–", "s", "n.d.", "///"]
    assert Cell.of(1234).text == f"1{NBSP}234"


def test_a_hidden_cell_holds_no_count() -> None:
    assert HIDDEN.count is None
    assert share(HIDDEN, Cell.of(10)) is None
    assert share_text(HIDDEN, Cell.of(10)) == "s"
    assert share_text(Cell.of(3), HIDDEN) == "s"


def test_a_share_of_nobody_has_no_sense() -> None:
    assert share_text(Cell.of(0), Cell.of(0)) == "///"
    assert share_text(Cell.of(3), Cell.of(12)) == f"25{NBSP}%"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            counted(30, 10, 20),
            "Sur 60~réponses, «~Choix 0~» vient en tête (50~%), devant «~Choix 2~» (33~%).",
        ),
        (
            counted(4, 1),
            "Sur 5~réponses, «~Choix 0~» vient en tête (4~personnes), devant «~Choix 1~» (1~personne).",
        ),
        (
            counted(20, 20),
            "Sur 40~réponses, «~Choix 0~» et «~Choix 1~» viennent en tête à égalité (50~% chacun).",
        ),
        (counted(5, 5, 5, 5), "Les réponses se partagent sans que l'une l'emporte."),
        (table(HIDDEN, HIDDEN, answered=20), "Les effectifs sont trop faibles pour être publiés."),
    ],
)  # fmt: skip
def test_the_sentence_says_what_comes_first(found: Table, said: str) -> None:
    assert sentence(found) == said.replace("~", NBSP)


def test_nobody_answered() -> None:
    assert sentence(table(Cell.of(0), answered=0)) == "Personne n'a répondu à cette question."


def test_nothing_is_ranked_where_a_hidden_answer_could_be_first() -> None:
    # 40 of 60 stand behind two hidden cells: one of them may well be above the 20 that are shown.
    assert "tête" not in sentence(table(Cell.of(20), HIDDEN, HIDDEN, answered=60))
    assert "tête" in sentence(table(Cell.of(56), HIDDEN, HIDDEN, answered=60))


def test_the_comparison_names_the_widest_gap_between_groups() -> None:
    def group(*counts: int) -> Counts:
        base = Cell.of(sum(counts))
        return Counts((*map(Cell.of, counts), Cell.of(0)), base, base, base)

    plain = counted(40, 40)
    columns = (Heading("A", "Nord"), Heading("B", "Sud"))
    apart = Table("q", "Q", plain.rows, plain.total, columns, (group(30, 10), group(10, 30)), "territory")
    assert "25" in comparison(apart)
    assert "Nord" in comparison(apart)
    alike = Table("q", "Q", plain.rows, plain.total, columns, (group(20, 20), group(20, 20)), "territory")
    assert "ressemblent" in comparison(alike)


def test_numbers_are_said_as_far_as_they_are_published() -> None:
    known = Numbers("Ensemble", Cell.of(12), 29.45, 26.0, 17.75, 38.25)
    assert sentence_of_numbers(known) == (
        "Sur 12~réponses, la moyenne est de 29,4~; la moitié va de 17,8 à 38,2,"
        " autour d'une médiane de 26.".replace("~", NBSP)
    )
    years = Numbers("Ensemble", Cell.of(12), 1960.4, 1961.0, 1950.0, 1972.0)
    assert "de 1950 à 1972" in sentence_of_numbers(years, years=True)
    few = Numbers("Ensemble", Cell.of(4), 5.0, None, None, None)
    assert "la moyenne est de 5." in sentence_of_numbers(few)
    hidden = Numbers("Ensemble", HIDDEN, None, None, None, None)
    assert "trop peu nombreuses" in sentence_of_numbers(hidden)
