"""Chains: what is made verifies; whatever is altered, inserted or dropped shows."""

from dataclasses import fields, replace
from typing import Any

import pytest
from history_world import START, Site, record_id, site_id
from hypothesis import assume, given
from hypothesis import strategies as st

from teleactivites_desktop.core.history.chain import (
    ChainBreak,
    ChainProblem,
    make_revision,
    patch_digest,
    rebuild_revision,
    verify,
    verify_run,
)
from teleactivites_desktop.core.history.revision import ERASED_PATH, Kind, Revision

ID = "ab" * 32
SECOND = make_revision(
    site="00112233445566ff",
    seq=2,
    previous="cd" * 32,
    record=record_id(7),
    kind=Kind.RESPONSE,
    parents=["ef" * 32, ID],
    at="0116340e5a400003",
    officer=record_id(9),
    salt="5a" * 16,
    patch={
        "answers.commune": "05157",
        "answers.heures": 35,
        "answers.jours": 2.5,
        "refused.naissance": {"typed": "2968", "rule": "constraint", "message": "Année impossible"},
        "as_on_paper.piece": True,
        "answers.foyer": None,
        "status": "kept",
    },
)


def made(**changes: Any) -> Revision:
    given: dict[str, Any] = {
        "site": site_id(0), "seq": 1, "previous": "", "record": record_id(1), "kind": Kind.RESPONSE,
        "parents": (), "at": "0" * 16, "officer": "", "salt": "00" * 16, "patch": {"status": "kept"},
    }  # fmt: skip
    return make_revision(**(given | changes))


def test_a_revision_made_verifies() -> None:
    assert verify(SECOND) is None
    assert verify(SECOND, "cd" * 32) is None
    assert verify(SECOND.blanked(), "cd" * 32) is None
    assert SECOND.parents == (ID, "ef" * 32)


def test_whole_floats_become_integers() -> None:
    revision = made(patch={"answers.jours": 5.0, "x": [1.0, {"y": -0.0}], "answers.heures": 2.5})
    assert repr(revision.patch) == "{'answers.jours': 5, 'x': [1, {'y': 0}], 'answers.heures': 2.5}"


@pytest.mark.parametrize(
    "changes",
    [
        {"site": "0" * 15}, {"site": "G" * 16}, {"site": "A" * 16}, {"seq": 0}, {"seq": True},
        {"seq": 10**15}, {"seq": 2}, {"previous": ID}, {"previous": "x", "seq": 2}, {"record": "r1"},
        {"kind": "thing"},
        {"parents": ["p"]}, {"parents": [ID + '","' + ID]}, {"at": ""}, {"at": "0" * 17}, {"officer": "MD"},
        {"officer": '","parents":[],"'}, {"salt": "00"}, {"salt": "zz" * 16}, {"salt": "AA" * 16},
        {"salt": " " + "0" * 31}, {"salt": ""},
        {"patch": {"": 1}}, {"patch": {ERASED_PATH: "x", "status": "kept"}}, {"patch": {"x": 2.0**53 + 2}},
        {"patch": {"x": 2**53 + 1}}, {"patch": {"x": float("nan")}}, {"patch": {"x": "\ud800"}},
        {"patch": {1: 2}}, {"patch": {ERASED_PATH: None}}, {"patch": {ERASED_PATH: ["x"]}},
    ],
    ids=repr,
)  # fmt: skip
def test_what_has_no_stored_form_is_not_made(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - half surrogates raise Python's own subclass
        made(**changes)


def test_a_revision_is_rebuilt_from_what_a_line_says() -> None:
    said = {field.name: getattr(SECOND, field.name) for field in fields(SECOND) if field.name != "id"}
    assert rebuild_revision(**(said | {"digest": None})) == SECOND
    assert rebuild_revision(**(said | {"salt": None, "patch": None})) == SECOND.blanked()
    for wrong in ({}, {"digest": None, "salt": None}, {"digest": None, "patch": None}, {"patch": None}):
        with pytest.raises(ValueError, match="digest"):
            rebuild_revision(**(said | wrong))


@pytest.mark.parametrize(
    "changes",
    [
        {"digest": None, "patch": {"x": 1.0}},
        {"digest": None, "patch": {"": 1}},
        {"digest": None, "salt": None, "patch": None},
        {"salt": None, "patch": None, "parents": ("ef" * 32, ID)},
        {"salt": None, "patch": None, "parents": (ID, ID)},
        {"salt": None, "patch": None, "previous": ""},
        {"salt": None, "patch": None, "digest": "0"},
    ],
    ids=repr,
)
def test_a_line_of_a_wrong_form_is_not_rebuilt(changes: dict[str, Any]) -> None:
    said = {field.name: getattr(SECOND, field.name) for field in fields(SECOND) if field.name != "id"}
    with pytest.raises(ValueError):  # noqa: PT011 - each says something else
        rebuild_revision(**(said | changes))


def altered_text(text: str, place: int, character: str) -> str:
    place %= len(text) + 1
    return text[:place] + character + text[place + 1 :]


HEADER_TEXTS = ["site", "id", "previous", "record", "at", "officer", "digest", "salt"]
HEX_OR_NOT = st.sampled_from("0123456789abcdefABF \"'\n\x00é")


@pytest.mark.fuzz
@given(st.sampled_from(HEADER_TEXTS), st.integers(0, 70), HEX_OR_NOT)
def test_any_altered_byte_of_the_header_shows(name: str, place: int, character: str) -> None:
    changes: dict[str, Any] = {name: altered_text(getattr(SECOND, name), place, character)}
    altered = replace(SECOND, **changes)
    assume(altered != SECOND)
    assert verify(altered) is not None


@pytest.mark.parametrize(
    "changes",
    [
        {"seq": 1}, {"seq": 3}, {"seq": -2}, {"seq": 2.0}, {"seq": "2"}, {"kind": Kind.BATCH},
        {"parents": ()},
        {"parents": (ID,)}, {"parents": ("ef" * 32, ID)}, {"parents": (ID, ID, "ef" * 32)},
        {"parents": (ID + '","' + "ef" * 32,)}, {"previous": ""}, {"salt": None}, {"patch": None},
        {"salt": ""}, {"salt": "5A" * 16}, {"salt": "5a" * 15 + "5a "}, {"officer": ""}, {"patch": {}},
        {"patch": []}, {"patch": "x"}, {"site": "00112233445566fe"}, {"digest": "0" * 64}, {"id": ""},
        {"id": SECOND.id.upper()},
    ],
    ids=lambda changes: repr(changes)[:40],
)  # fmt: skip
def test_any_altered_field_shows(changes: dict[str, Any]) -> None:
    assert verify(replace(SECOND, **changes)) is not None


@pytest.mark.fuzz
@given(st.data())
def test_any_altered_path_or_value_shows(data: st.DataObject) -> None:
    assert SECOND.patch is not None
    patch: dict[str, Any] = dict(SECOND.patch)
    path = data.draw(st.sampled_from(sorted(patch)))
    value = patch.pop(path)
    new_path = data.draw(st.just(path) | st.text(max_size=8))
    others: Any = st.sampled_from([1, True, False, "1", 35.0, "35", None, "05157 ", [], {}])
    new_value = data.draw(st.just(value) | others | st.text(max_size=3))
    if data.draw(st.booleans()):
        patch[new_path] = new_value
    altered = replace(SECOND, patch=patch)
    assume(repr(sorted(patch.items())) != repr(sorted(SECOND.patch.items())))
    assert verify(altered) is not None


def test_a_number_written_otherwise_shows() -> None:
    # 35 and 35.0 have one canonical form, hence one digest: only the normal one is let in.
    assert SECOND.patch is not None
    assert verify(replace(SECOND, patch={**SECOND.patch, "answers.heures": 35.0})) is ChainProblem.FORM
    nested = made(patch={"x": {"y": [1]}})
    assert verify(replace(nested, patch={"x": {"y": [1.0]}})) is ChainProblem.FORM
    assert verify(made(patch={"x": {"y": [1.5, None, True]}})) is None


def test_a_hostile_patch_is_refused_without_exhausting_the_stack() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    assert verify(replace(SECOND, patch={"x": deep})) is ChainProblem.FORM


def test_each_problem_has_its_name() -> None:
    assert verify(replace(SECOND, site="x")) is ChainProblem.FORM
    assert verify(replace(SECOND, at="0" * 16)) is ChainProblem.ID
    assert verify(SECOND, "00" * 32) is ChainProblem.PREVIOUS
    assert verify(replace(SECOND, patch={"status": "kept"})) is ChainProblem.DIGEST


def a_run(count: int) -> list[Revision]:
    site = Site(site_id(0))
    return [site.write(record_id(i % 3), {"answers.heures": i}, START + i) for i in range(count)]


def test_a_run_verifies_from_any_start() -> None:
    run = a_run(6)
    assert verify_run(run, site=site_id(0)) is None
    assert verify_run(run[3:], site=site_id(0), seq=3, previous=run[2].id) is None
    assert verify_run([], site=site_id(0)) is None


@pytest.mark.parametrize(
    ("mend", "seq", "problem"),
    [
        (lambda run: run[:2] + run[3:], 3, ChainProblem.SEQUENCE),
        (lambda run: run[:3] + run[2:], 4, ChainProblem.SEQUENCE),
        (lambda run: [run[1], run[0], *run[2:]], 1, ChainProblem.SEQUENCE),
        (lambda run: [*run[:2], replace(run[2], site=site_id(1))], 3, ChainProblem.SEQUENCE),
        (lambda run: [*run[:2], replace(run[2], seq=4)], 3, ChainProblem.SEQUENCE),
        (lambda run: [*run[:2], replace(run[2], patch={})], 3, ChainProblem.DIGEST),
    ],
    ids=["dropped", "repeated", "swapped", "foreign", "renumbered", "altered"],
)
def test_a_mended_run_shows(mend: Any, seq: int, problem: ChainProblem) -> None:
    assert verify_run(mend(a_run(6)), site=site_id(0)) == ChainBreak(site_id(0), seq, problem)


def test_a_revision_rewritten_with_all_its_hashes_breaks_the_next() -> None:
    run = a_run(4)
    old = run[1]
    run[1] = make_revision(
        site=old.site, seq=old.seq, previous=old.previous, record=old.record, kind=old.kind,
        parents=old.parents, at=old.at, officer=old.officer, salt="11" * 16, patch={"answers.heures": 99},
    )  # fmt: skip
    assert verify(run[1], run[0].id) is None
    assert verify_run(run, site=site_id(0)) == ChainBreak(site_id(0), 3, ChainProblem.PREVIOUS)


def test_erasing_leaves_the_chain_whole() -> None:
    run = [revision.blanked() if revision.record == record_id(1) else revision for revision in a_run(6)]
    assert verify_run(run, site=site_id(0)) is None


def test_the_digest_tells_nothing_of_a_short_patch_without_its_salt() -> None:
    patch = {"nonresponse.revenu": "refused"}
    assert patch_digest("00" * 16, patch) != patch_digest("00" * 15 + "01", patch)
