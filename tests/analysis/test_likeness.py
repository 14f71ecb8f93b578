"""Papers that the same person may have filled."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop import shipped_data
from teleactivites_desktop.analysis.likeness import Person, find

ANNE = Person("a", "Garcin-Roux", "Anne", 1961, "05023", frozenset({"+33492200001", "anne@garcin.fr"}))


def sample_people() -> list[Person]:
    lines = shipped_data.path("resources/samples/expected.ndjson").read_text(encoding="utf-8").splitlines()
    people = {}
    for line in map(json.loads, lines):
        if line["outcome"] == "saved":
            given = line["answers"]
            contacts = {given[name] for name in ("telephone", "mobile", "courriel") if name in given}
            people[line["paper"]] = Person(
                line["paper"],
                given["nom"],
                given["prenom"],
                given.get("naissance"),
                given.get("commune", ""),
                frozenset(contacts),
            )
    return list(people.values())


def test_the_three_pairs_of_the_samples_are_found_and_nothing_else() -> None:
    known = json.loads(shipped_data.path("resources/samples/same_person.json").read_text(encoding="utf-8"))
    found = {frozenset((pair.first, pair.second)) for pair in find(sample_people())}
    assert found == {frozenset(pair[:2]) for pair in known}


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNE, record="b", surname="GARCIN ROUX"),
        replace(ANNE, record="b", surname="Roux"),
        replace(ANNE, record="b", surname="Garcin", given="Anne-Marie"),
        replace(ANNE, record="b", surname="Anne", given="Garcin-Roux"),
        replace(ANNE, record="b", surname="Annie", given="Garcin-Roux"),
        replace(ANNE, record="b", surname="Gracin-Roux", birth=1962),
        replace(ANNE, record="b", contacts=frozenset()),
        replace(ANNE, record="b", commune="05061"),
        replace(ANNE, record="b", birth=None),
    ],
    ids=[
        "case",
        "maiden",
        "second name",
        "swapped",
        "swapped with a slip",
        "slips",
        "no contact",
        "moved",
        "no year",
    ],
)
def test_one_person_written_differently_is_found(other: Person) -> None:
    pairs = find([*sample_people(), ANNE, other])
    assert ("a", "b") in {(pair.first, pair.second) for pair in pairs}


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNE, record="b", given="Paul", birth=1958),
        replace(ANNE, record="b", given="Zoé", birth=1990, contacts=frozenset({"+33492200001"})),
        Person("b", "Vallier", "Marc", 1961, "05023", frozenset()),
    ],
    ids=["spouse", "child at the same telephone", "neighbour of the same age"],
)
def test_another_person_is_not(other: Person) -> None:
    pairs = find([*sample_people(), ANNE, other])
    assert ("a", "b") not in {(pair.first, pair.second) for pair in pairs}


NAMES = st.text("abéÉ -'", max_size=8)
PEOPLE = st.lists(
    st.builds(
        Person,
        record=st.uuids().map(str),
        surname=NAMES,
        given=NAMES,
        birth=st.none() | st.integers(1900, 1910),
        commune=st.sampled_from(["", "05001", "05002"]),
        contacts=st.frozensets(st.sampled_from(["1", "2", "3"])),
    ),
    max_size=12,
    unique_by=lambda person: person.record,
)


@given(PEOPLE)
def test_any_people_are_compared_and_each_pair_is_named_once(people: list[Person]) -> None:
    pairs = [frozenset((pair.first, pair.second)) for pair in find(people)]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


@given(PEOPLE, st.integers(0, 12))
def test_a_search_since_somebody_finds_the_pairs_of_all_with_one_of_those(
    people: list[Person], since: int
) -> None:
    asked = {person.record for person in people[since:]}
    assert find(people, since=since) == [pair for pair in find(people) if {pair.first, pair.second} & asked]


def test_a_search_says_how_far_it_is_from_its_first_step_on_and_can_be_given_up() -> None:
    people = [replace(one, record=f"{copy}-{one.record}") for copy in range(50) for one in sample_people()]
    shares: list[float] = []
    find(people, shares.append)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1
    assert 0.9 < shares[-1] <= 1

    def give_up(share: float) -> None:
        if share > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        find(people, give_up)
