"""From a session to a patch, and from a stored response to a session."""

from entry_builders import ENVIRONMENT, FORMATS, T, ask, choices, key, questionnaire, session_of

from teleactivites_desktop.core.entry import EntrySession, FieldState
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.outcome import edited_values, typed_answers
from teleactivites_desktop.core.values import Nonresponse, PatchValue

MADE = questionnaire(
    ask("days", T.DECIMAL, constraint=". <= 7", warning=". <= 6"),
    ask("name", required="yes"),
    ask("works", T.SELECT_ONE, choice_list="yes_no"),
    ask("job", relevant="${works} = 'yes'"),
    ask("half", T.CALCULATE, calculation="${days} div 2"),
    lists=[choices("yes_no", "yes no")],
)


def filled() -> EntrySession:
    session = key(session_of(MADE), days="6,5", name="Dupont", works="2", job="berger")
    session.go("days")
    session.confirm()
    session.go("job")
    session.force()
    session.note("à vérifier", "name")
    return session


STORED: dict[str, PatchValue] = {
    "status": "kept",
    "answers.days": 6.5,
    "confirmed.days": 6.5,
    "answers.name": "Dupont",
    "notes.name": "à vérifier",
    "answers.works": "no",
    "answers.job": "berger",
    "as_on_paper.job": True,
    "calculated.half": 3.25,
}


def reopened(values: dict[str, PatchValue]) -> EntrySession:
    return EntrySession.for_edit(MADE, ENVIRONMENT, FORMATS, values=values)


def test_the_patch_of_a_response() -> None:
    assert filled().finish() == STORED


def test_whole_decimals_are_stored_as_integers_and_read_back_as_decimals() -> None:
    session = key(session_of(MADE), days="5")
    assert type(session.finish()["answers.days"]) is int
    assert repr(reopened({"answers.days": 5}).field("days").value) == "5.0"


def test_a_stored_response_opens_as_it_was_left() -> None:
    assert reopened(STORED).finish() == STORED
    assert reopened(STORED).touched() == []
    assert reopened(STORED).field("days").state is FieldState.CONFIRMED


def test_a_stored_refusal_opens_refused() -> None:
    session = key(session_of(MADE), days="99", works="7")
    session.go("name")
    session.nonresponse(Nonresponse.ILLEGIBLE)
    again = reopened(session.finish())
    assert again.finish() == session.finish()
    assert again.field("days").typed == "99"
    assert again.field("name").nonresponse is Nonresponse.ILLEGIBLE


def test_only_what_was_corrected_is_touched() -> None:
    session = key(reopened(STORED), name="Durand", days="6,5")
    assert session.touched() == ["name"]


def test_a_draft_of_a_correction_has_the_corrections_alone() -> None:
    session = key(reopened(STORED), name="Durand")
    session.note("revu")
    draft = session.to_draft()
    assert set(draft["inputs"]) == {"name"}
    again = EntrySession.for_edit(MADE, ENVIRONMENT, FORMATS, values=STORED, draft=draft)
    assert again.finish() == session.finish()
    assert (again.position, again.touched()) == (session.position, ["name"])


def edited(stored: dict[str, PatchValue], session: EntrySession) -> dict[str, PatchValue]:
    return edited_values(stored, reopened(stored).finish(), session.finish(), session.touched())


def test_an_edit_changes_what_was_touched_and_what_follows_from_it() -> None:
    session = key(reopened(STORED), days="4")
    wanted = edited(STORED, session)
    changed = {path: wanted.get(path) for path in {*STORED, *wanted} if wanted.get(path) != STORED.get(path)}
    assert changed == {"answers.days": 4, "confirmed.days": None, "calculated.half": 2}


def test_opening_under_other_rules_changes_nothing_by_itself() -> None:
    """The stored value breaks a rule that is newer than it: correcting the name does not tell of it."""
    stored: dict[str, PatchValue] = {"status": "kept", "answers.days": 30, "answers.name": "Dupont"}
    session = key(reopened(stored), name="Durand")
    assert edited(stored, session) == {"status": "kept", "answers.days": 30, "answers.name": "Durand"}


def test_paths_that_this_version_does_not_know_stay() -> None:
    stored = {**STORED, "answers.gone": "x", "paper": "P-1", "batch": "P"}
    wanted = edited(stored, key(reopened(stored), name="Durand"))
    assert (wanted["answers.gone"], wanted["paper"], wanted["batch"]) == ("x", "P-1", "P")


def test_emptying_an_answer_takes_its_paths_away() -> None:
    wanted = edited(STORED, key(reopened(STORED), job=""))
    assert "answers.job" not in wanted
    assert "as_on_paper.job" not in wanted


def test_answers_as_they_would_be_typed() -> None:
    assert typed_answers(Form(MADE), STORED) == {
        "days": "6,5",
        "name": "Dupont",
        "works": "2",
        "job": "berger",
    }
