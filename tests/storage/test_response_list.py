"""Lists: searched as people type, filtered, sorted the French way, page by page."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from storage_builders import Site, package, record_id, response_patch

from teleactivites_desktop.core.stored import Filters, PageKey, ResponseLine, Sort, SortColumn
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.storage import response_list
from teleactivites_desktop.storage.database import Store, create
from teleactivites_desktop.storage.words import match_expression, row_condition, sort_key, typed_terms

PEOPLE = [
    ("GBEQ-0001", {"nom": "Müller", "prenom": "Zoé", "commune": "05157", "telephone": "+33492584744"}),
    ("GBEQ-0002", {"nom": "Saint-Martin", "prenom": "Jean", "commune": "05038"}),
    ("GBEQ-0010", {"nom": "d'Œuvre", "prenom": "Anaïs", "lieu_dit": "Les Alberts"}),
    ("HD-0001", {"nom": "MARTIN", "prenom": "Ève", "telephone": "+390122456789"}),
    ("HD-0002", {"nom": "muller"}),
    ("GBD-7", {}),
]


@pytest.fixture(scope="module")
def people() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = create(Path(folder) / "base.tldb")
        gbeq, hd = Site("gbeq"), Site("hd")
        with store.transaction():
            store.questionnaires.add(package())
            store.revisions.append([gbeq.key(paper, **answers) for paper, answers in PEOPLE])
            first = gbeq.written[3]
            store.revisions.append(
                [
                    gbeq.write("HD-0001", {"status": "withdrawn", "reason": "double"}, (first.id,)),
                    hd.write("HD-0001", {"status": "kept", "answers.heures": 41}, (first.id,)),
                    gbeq.write(
                        "GBD-7", {"refused.heures": {"typed": "999"}, "batch": None}, (gbeq.written[5].id,)
                    ),
                ]
            )
        yield store
        store.close()


@pytest.mark.parametrize(
    ("typed", "papers"),
    [
        ("mul", {"GBEQ-0001", "HD-0002"}),
        ("MÜLLER z", {"GBEQ-0001"}),
        ("zoe muller", {"GBEQ-0001"}),
        ("saint", {"GBEQ-0001", "GBEQ-0002"}),
        ("Saint-Véran", {"GBEQ-0001"}),
        ("martin", {"GBEQ-0002", "HD-0001"}),
        ("d'oeuvre", {"GBEQ-0010"}),
        ("albert", {"GBEQ-0010"}),
        ("04 92 58", {"GBEQ-0001"}),
        ("0492584744", {"GBEQ-0001"}),
        ("+33 4 92", {"GBEQ-0001"}),
        ("0039 0122", {"HD-0001"}),
        ("gbeq-0010", {"GBEQ-0010"}),
        ("0001", {"GBEQ-0001", "HD-0001"}),
        ("m", {"GBEQ-0001", "GBEQ-0002", "HD-0001", "HD-0002"}),
        ("j s", {"GBEQ-0002"}),
        ("artin", set()),
        ("martin zoe", set()),
        ('"*', set()),
        ("", {paper for paper, _answers in PEOPLE}),
    ],
)
def test_search_finds_words_by_their_beginning(people: Store, typed: str, papers: set[str]) -> None:
    lines = people.responses.search(typed)
    assert {line.paper for line in lines} == papers
    assert people.responses.count(Filters(text=typed)) == len(papers)


def test_a_line_says_what_a_list_shows(people: Store) -> None:
    (line,) = people.responses.search("gbeq 0001")
    assert line.record == record_id("GBEQ-0001")
    assert (line.name, line.place, line.territory, line.batch) == (
        "Müller Zoé",
        "Saint-Véran",
        "GBEQ",
        "GBEQ-A",
    )
    assert (line.received, line.status, line.conflicts) == ("2007-11-12", Status.COMPLETE, 0)


@pytest.mark.parametrize(
    ("filters", "papers"),
    [
        (Filters(territory="GBEQ"), ["GBEQ-0001", "GBEQ-0002", "GBEQ-0010"]),
        (Filters(territory="HD", batch="HD-A"), ["HD-0001", "HD-0002"]),
        (Filters(status=Status.WITHDRAWN), ["HD-0001"]),
        (Filters(status=Status.INCOMPLETE), ["GBD-7"]),
        (Filters(in_conflict=True), ["HD-0001"]),
        (Filters(text="m", territory="HD"), ["HD-0001", "HD-0002"]),
        (Filters(text="e", in_conflict=True), ["HD-0001"]),
        (Filters(text="zz", territory="HD"), []),
        (Filters(text="!", territory="HD"), []),
    ],
)
def test_filters(people: Store, filters: Filters, papers: list[str]) -> None:
    assert [line.paper for line in people.responses.page(filters).lines] == papers
    assert people.responses.count(filters) == len(papers)


@pytest.mark.parametrize(
    ("sort", "papers"),
    [
        (Sort(SortColumn.PAPER), ["GBD-7", "GBEQ-0001", "GBEQ-0002", "GBEQ-0010", "HD-0001", "HD-0002"]),
        (
            Sort(SortColumn.PAPER, True),
            ["HD-0002", "HD-0001", "GBEQ-0010", "GBEQ-0002", "GBEQ-0001", "GBD-7"],
        ),
        # d'Œuvre, MARTIN, muller, Müller, Saint-Martin: capitals and accents do not matter.
        (Sort(SortColumn.NAME), ["GBD-7", "GBEQ-0010", "HD-0001", "HD-0002", "GBEQ-0001", "GBEQ-0002"]),
    ],
)
def test_sorts(people: Store, sort: Sort, papers: list[str]) -> None:
    assert [line.paper for line in people.responses.page(sort=sort).lines] == papers


@pytest.fixture(scope="module")
def many() -> Iterator[Store]:
    """Three hundred responses with many equal names, places, dates and batches."""
    with tempfile.TemporaryDirectory() as folder:
        store = create(Path(folder) / "base.tldb")
        site = Site("gbeq")
        names, places = ["Faure", "Élie", "Roux", "Blanc"], ["05157", "05038", None]
        with store.transaction():
            store.questionnaires.add(package())
            for number in range(300):
                territory = ("GBEQ", "HD", "GBD")[number % 3]
                answers = {
                    "nom": names[number % 4],
                    "commune": places[number % 3],
                    "prenom": f"p{number % 7}",
                }
                patch = dict(response_patch(f"{territory}-{number:04}", **answers))
                patch |= {"batch": f"{territory}-{number % 5}", "received": f"2007-11-{number % 9 + 10}"}
                patch["status"] = "withdrawn" if number % 50 == 0 else "kept"
                site.write(f"{number}", patch)
            store.revisions.append(site.written)
        yield store
        store.close()


def all_pages(store: Store, filters: Filters, sort: Sort, limit: int) -> list[ResponseLine]:
    lines: list[ResponseLine] = []
    after: PageKey | None = None
    for _page in itertools.count():
        page = store.responses.page(filters, sort, after, limit)
        lines += page.lines
        after = page.after
        if after is None:
            return lines
    raise AssertionError


FILTERS = st.builds(
    Filters,
    text=st.sampled_from(["", "f", "el", "roux p1", "gbeq", "zz"]),
    territory=st.sampled_from(["", "GBEQ", "HD"]),
    status=st.sampled_from([None, Status.WITHDRAWN, Status.COMPLETE]),
)


@settings(max_examples=150)
@given(
    filters=FILTERS, column=st.sampled_from(SortColumn), descending=st.booleans(), limit=st.integers(1, 90)
)
def test_pages_follow_each_other_without_gap_or_repetition(
    many: Store, filters: Filters, column: SortColumn, descending: bool, limit: int
) -> None:
    """By whatever way: `_FEW` and `_MOST` decide by numbers that limit and filters move about."""
    lines = all_pages(many, filters, Sort(column, descending), limit)
    records = [line.record for line in lines]
    assert len(records) == len(set(records)) == many.responses.count(filters)
    whole = many.responses.page(filters, Sort(column, descending), None, 1000).lines
    assert [line.record for line in whole] == records
    backwards = many.responses.page(filters, Sort(column, not descending), None, 1000).lines
    assert [line.record for line in backwards] == records[::-1]


@pytest.mark.parametrize("most", [0.0, 1.0])
def test_both_ways_find_the_same(many: Store, most: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_list, "_MOST", most)
    monkeypatch.setattr(response_list, "isqrt", lambda _number: -1)  # nothing is few
    for typed in ("f", "roux", "gbeq 00", "saint v", "2 9"):
        found = all_pages(many, Filters(text=typed), Sort(SortColumn.NAME), 7)
        assert len(found) == many.responses.count(Filters(text=typed))
        assert [line.name for line in found] == sorted((line.name for line in found), key=sort_key)


@settings(max_examples=100)
@given(st.text(alphabet="aeéE lr+0492-.'x\u0153\U0001f600", max_size=12))
def test_looking_at_a_row_says_what_the_index_says(many: Store, typed: str) -> None:
    terms = typed_terms(typed)
    if terms:
        condition, params = row_condition(terms)
        looked = many.session.rows(f"SELECT row FROM response WHERE {condition} ORDER BY row", params)
        indexed = many.session.rows(
            "SELECT rowid FROM response_search WHERE response_search MATCH :words ORDER BY rowid",
            {"words": match_expression(terms)},
        )
        assert looked == indexed


def test_by_number(people: Store) -> None:
    assert [line.name for line in people.responses.by_paper("GBEQ-0002")] == ["Saint-Martin Jean"]
    assert people.responses.by_paper("GBEQ-2") == []
    assert people.responses.by_paper("GBEQ-0002", "HD") == []


def test_the_next_number(people: Store) -> None:
    assert people.responses.next_number("GBEQ", "GBEQ-A") == "GBEQ-0011"
    assert people.responses.next_number("GBEQ", "GBEQ-Z") == "GBEQ-0011"
    assert people.responses.next_number("GBD") == "GBD-8"
    assert people.responses.next_number("HAD") == "HAD-0001"


def test_counts(people: Store) -> None:
    assert people.responses.batch_counts() == {("GBEQ", "GBEQ-A"): 3, ("HD", "HD-A"): 2, ("GBD", ""): 1}
    assert people.responses.status_counts() == {
        ("GBEQ", "complete"): 3,
        ("HD", "complete"): 1,
        ("HD", "withdrawn"): 1,
        ("GBD", "incomplete"): 1,
    }


def test_every_response_comes_once_with_its_paths(people: Store) -> None:
    papers = [(line.paper, fields["paper"]) for line, fields in people.responses.each()]
    assert papers == [(paper, paper) for paper, _answers in PEOPLE]


def test_a_withdrawn_response_stays_listed(many: Store) -> None:
    assert many.responses.count(Filters(status=Status.WITHDRAWN)) == 6
    assert many.responses.count() == 300
