from typing import Any

import pytest

from teleactivites_desktop.core.history.fold import Contender, Folded
from teleactivites_desktop.core.history.state import Refusal, ResponseState, edit_patch, response_state
from teleactivites_desktop.core.values import Nonresponse, Status


def folded(values: dict[str, Any], conflicts: dict[str, tuple[Contender, ...]] | None = None) -> Folded:
    return Folded(values=values, conflicts=conflicts or {})


def test_paths_are_told_apart() -> None:
    values = {
        "paper": "GBEQ-0001",
        "territory": "GBEQ",
        "batch": "GBEQ-A",
        "received": "2007-11-12",
        "questionnaire": "ab" * 16,
        "status": "kept",
        "note": "Tache de café",
        "answers.nom": "Faure",
        "answers.heures": 35,
        "answers.jours": 2.5,
        "nonresponse.revenu": "refused",
        "refused.naissance": {"typed": "2968", "rule": "constraint", "message": "Non"},
        "confirmed.heures": 35,
        "as_on_paper.piece": True,
        "notes.nom": "illisible",
        "calculated.vallee": "Queyras",
    }
    assert response_state(folded(values)) == ResponseState(
        paper="GBEQ-0001",
        territory="GBEQ",
        batch="GBEQ-A",
        received="2007-11-12",
        questionnaire="ab" * 16,
        status=Status.INCOMPLETE,
        note="Tache de café",
        answers={"nom": "Faure", "heures": 35, "jours": 2.5},
        nonresponse={"revenu": Nonresponse.REFUSED},
        refused={"naissance": Refusal("2968", "constraint", "Non")},
        confirmed={"heures": 35},
        as_on_paper=frozenset({"piece"}),
        notes={"nom": "illisible"},
        calculated={"vallee": "Queyras"},
    )


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({}, Status.COMPLETE),
        ({"status": "kept"}, Status.COMPLETE),
        ({"status": "kept", "refused.nom": {}}, Status.INCOMPLETE),
        ({"status": "withdrawn", "reason": "x"}, Status.WITHDRAWN),
        ({"status": "withdrawn", "refused.nom": {}}, Status.WITHDRAWN),
    ],
)
def test_the_status_is_derived(values: dict[str, Any], status: Status) -> None:
    assert response_state(folded(values)).status is status


def test_what_has_a_wrong_shape_is_kept_as_text() -> None:
    values = {
        "paper": 12, "answers.a": True, "answers.b": ["x"], "answers.c": {"y": 1}, "nonresponse.a": "lost",
        "nonresponse.b": 4, "refused.a": "typed", "refused.b": {"typed": 5}, "notes.a": None, "unheard_of": 1,
    }  # fmt: skip
    state = response_state(folded(values))
    assert state.paper == "12"
    assert state.answers == {"a": "true", "b": '["x"]', "c": '{"y":1}'}
    assert state.nonresponse == {"a": Nonresponse.UNKNOWN, "b": Nonresponse.UNKNOWN}
    assert state.refused == {"a": Refusal("typed", "", ""), "b": Refusal("5", "", "")}
    assert state.notes == {"a": ""}


def test_an_erased_response_says_only_why() -> None:
    assert response_state(Folded(erased=True, reason="demande")) == ResponseState(
        erased=True, reason="demande"
    )


def test_conflicts_are_named() -> None:
    state = response_state(folded({"status": "kept"}, {"status": (), "answers.heures": ()}))
    assert state.conflicts == ("answers.heures", "status")


STORED: dict[str, Any] = {
    "answers.nom": "Faure",
    "answers.heures": 20,
    "nonresponse.revenu": "refused",
    "status": "kept",
}


@pytest.mark.parametrize(
    ("wanted", "patch"),
    [
        (STORED, {}),
        ({**STORED, "answers.heures": 20.0}, {}),
        ({key: value for key, value in STORED.items() if key != "status"}, {}),
        ({**STORED, "answers.heures": 44}, {"answers.heures": 44, "status": "kept"}),
        ({**STORED, "answers.heures": True}, {"answers.heures": True, "status": "kept"}),
        (
            {"answers.nom": "Faure", "answers.heures": 20, "answers.revenu": 5, "status": "kept"},
            {"answers.revenu": 5, "nonresponse.revenu": None, "status": "kept"},
        ),
        ({}, {"answers.nom": None, "answers.heures": None, "nonresponse.revenu": None, "status": "kept"}),
    ],
)
def test_an_edit_says_only_what_differs(wanted: dict[str, Any], patch: dict[str, Any]) -> None:
    assert edit_patch(folded(STORED), wanted) == patch


def test_an_edit_does_not_decide_a_conflict_on_the_status_by_the_way() -> None:
    disputed = folded(STORED, {"status": ()})
    assert edit_patch(disputed, {**STORED, "answers.heures": 44}) == {"answers.heures": 44}
