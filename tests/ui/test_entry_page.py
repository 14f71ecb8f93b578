"""Keying through the real window, by keys alone (fieldcraft, Keying)."""

import json
import os
from collections.abc import Callable

import pytest
from entry_world import CONTROL, SHIFT, Desk, expected, samples
from page_world import Heard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from teleactivites_desktop.app.robot import least_keys
from teleactivites_desktop.core.entry import EntrySession, FieldState, Form
from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.services import batches, keying
from teleactivites_desktop.services.formats import formats
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.entry.desk import StoredPaper
from teleactivites_desktop.ui.entry.page import AUTO_ADVANCE, MUTED
from teleactivites_desktop.ui.entry.rows import Sign
from teleactivites_desktop.ui.widgets.text import Level

TAKEN = {"paper": "GBEQ-0041", "territory": "GBEQ", "answers": {"nom": "Faure", "prenom": "Anne"}}


def heading(desk: Desk) -> None:
    """Key the first section: received, and how."""
    desk.enter("09112007")
    desk.type("5")


def draft(desk: Desk) -> Draft:
    (kept,) = desk.context.workspace.store.drafts.list()
    return kept


MOST_KEYS = 1.03
"""Keys pressed, as a multiple of the least possible."""


SEARCHING = os.environ.get("TELEACTIVITES_FUZZ") == "1"
"""Half of the papers each time; all of them in `make fuzz`, and in the demonstration."""


@pytest.mark.fuzz
@pytest.mark.parametrize("territory", ["GBEQ", "HD", *(["GBD", "HAD"] if SEARCHING else [])])
def test_the_sixty_papers_are_keyed_by_keys_alone(desk: Desk, territory: str) -> None:
    """Fifteen of them; `make_desk` sees to it that no mouse has a part in it."""
    wanted = {paper: line for paper, line in expected().items() if paper.startswith(territory)}
    form = Form(desk.context.workspace.questionnaire)
    pressed = least = 0
    for paper in wanted:
        transcript = samples()[paper]
        keyed = desk.robot.key_paper(transcript)
        assert keyed.why == ""
        session = EntrySession(form, desk.context.workspace.environment, formats())
        keying.key_answers(session, transcript)
        pressed, least = pressed + keyed.keystrokes, least + least_keys(transcript, session)
    assert {paper: told(desk.stored(paper)) for paper in wanted} == {
        paper: (line["status"], line["answers"], line.get("nonresponse", {}), line["problems"])
        for paper, line in wanted.items()
    }
    assert len(wanted) == 15
    assert pressed <= MOST_KEYS * least
    assert desk.robot.lettered <= {name for name, rules in form.rules.items() if is_written(rules.question)}
    assert desk.context.workspace.store.drafts.list() == []


def told(stored: StoredResponse) -> tuple[object, ...]:
    """What expected.ndjson says of a response; none of them has two problems."""
    state = stored.state
    nonresponse = {name: kind.value for name, kind in state.nonresponse.items()}
    return state.status.value, dict(state.answers), nonresponse, list(state.refused)


def is_written(question: Question) -> bool:
    """Tell whether the paper has words there, and the officer both hands on the keyboard."""
    return question.type is QuestionType.TEXT or bool(question.choice_list in ("communes.csv", "metiers.csv"))


def test_the_next_number_is_proposed_and_not_imposed(desk: Desk) -> None:
    assert desk.page.start.number.text() == "GBEQ-0001"
    assert desk.page.start.number.hasSelectedText()
    desk.begin("GBEQ-0040")
    assert desk.page.title_label.text() == "Fiche GBEQ-0040"
    desk.press(Qt.Key.Key_S, held=CONTROL)
    desk.page.finish()
    assert desk.page.start.number.text() == "GBEQ-0041"


def test_a_number_that_is_taken_is_told_and_can_be_corrected(desk: Desk) -> None:
    desk.robot.key_paper(samples()["GBEQ-0001"])
    desk.begin("GBEQ-0001")
    assert "déjà pris" in desk.page.start.problem.text
    assert desk.page.paper is None
    desk.page.start.correction_asked.emit("GBEQ-0001", "GBEQ")
    assert desk.page.title_label.text() == "Fiche GBEQ-0001"
    desk.go("prenom")
    desk.enter("Thierry-Marie")
    desk.page.finish()
    assert desk.stored("GBEQ-0001").state.answers["prenom"] == "Thierry-Marie"
    assert desk.stored("GBEQ-0001").state.answers["nom"] == "Saint-Martin"


def test_every_field_is_on_disk_before_the_next_has_the_cursor(desk: Desk) -> None:
    desk.begin()
    assert draft(desk).position == "date_reception"
    desk.enter("09112007")
    assert draft(desk).position == desk.position == "mode_collecte"
    desk.type("5")
    assert draft(desk).position == desk.position == "civilite"
    assert "09/11/2007" in str(draft(desk).state) or "09112007" in str(draft(desk).state)


def test_a_save_that_was_refused_is_told_until_one_succeeds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_anything: object) -> None:
        raise UserError("Le disque est plein.")

    desk.begin()
    with monkeypatch.context() as full:
        full.setattr(keying, "save_field", refuse)
        desk.enter("121107")
    assert desk.window.strip.text == "Le disque est plein."
    desk.enter("2")
    assert desk.window.strip.text == ""


def test_a_code_that_is_whole_goes_on_by_itself_unless_turned_off(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    assert desk.position == "civilite"
    desk.context.workspace.store.settings.set(AUTO_ADVANCE, False)
    desk.page.refresh(desk.page.interests)
    desk.type("3")
    assert desk.position == "civilite"
    desk.enter()
    assert (desk.position, desk.field("civilite").value) == ("nom", "m")


def test_a_refusal_is_told_beside_the_field_by_sign_word_and_sound_without_a_dialog(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.type("3")
    desk.enter("Martin")
    desk.enter("Anne")
    before = desk.sheet.layout_now()
    desk.enter("1868")
    assert desk.position == "naissance"
    assert desk.message == "Année de naissance entre 1900 et l'année de réception."
    assert desk.sheet.message.level is Level.BAD
    assert desk.row("naissance").signs == (Sign.REFUSED,)
    assert desk.sounds.heard == ["refused"]
    assert desk.sheet.layout_now() == before, "nothing jumps"
    assert QApplication.activeModalWidget() is None
    assert desk.sheet.editor.hasFocus()
    desk.enter("1968")
    assert (desk.position, desk.field("naissance").value) == ("foyer", 1968)
    assert desk.message == ""


def test_refused_text_can_be_left_to_be_seen_again(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("naissance")
    desk.enter("1868")
    desk.enter()
    assert desk.position == "foyer"
    assert desk.row("naissance").typed == "1868"
    assert desk.field("naissance").state is FieldState.REFUSED


def test_a_soft_check_costs_one_key(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("residence")
    desk.type("2")
    assert (desk.position, desk.sheet.message.level) == ("residence", Level.WARNING)
    assert desk.sounds.heard == ["check"]
    desk.enter()
    assert desk.position == "metier"
    assert desk.field("residence").state is FieldState.CONFIRMED


def test_sounds_can_be_muted(desk: Desk) -> None:
    desk.context.workspace.store.settings.set(MUTED, True)
    desk.page.refresh(desk.page.interests)
    desk.begin()
    desk.enter("99")
    assert desk.sounds.heard == []


def test_the_first_key_replaces_and_escape_gives_back(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("nom")
    desk.enter("Martin")
    desk.press(Qt.Key.Key_Up)
    assert (desk.position, desk.box) == ("nom", "Martin")
    desk.type("D")
    assert desk.box == "D"
    desk.press(Qt.Key.Key_Escape)
    assert desk.box == "Martin"
    assert desk.sheet.editor.hasSelectedText()
    desk.enter("Durand")
    assert desk.field("nom").value == "Durand"


def test_up_goes_back_and_loses_nothing(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("prenom")
    desk.type("Ann")
    desk.press(Qt.Key.Key_Up)
    assert desk.position == "nom"
    assert desk.row("prenom").typed == "Ann"


def test_one_key_says_no_answer_and_again_says_why(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("naissance")
    kinds = []
    for _press in range(5):
        desk.press(Qt.Key.Key_Minus, "-")
        kinds.append(desk.field().nonresponse)
    assert kinds == list(Nonresponse)
    assert desk.row("naissance").echo == "sans objet"
    desk.enter()
    assert desk.position == "foyer"
    assert desk.field("naissance").nonresponse is Nonresponse.NOT_APPLICABLE


def test_one_key_ends_a_section(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    assert desk.position == "civilite"
    desk.press(Qt.Key.Key_Slash, "/")
    assert desk.position == "commune"


def test_skipped_questions_stay_in_place_greyed_with_the_reason(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("foyer")
    assert desk.row("nb_enfants").skipped
    names = [row.name for row in desk.sheet.rows]
    desk.type("1")
    assert desk.position == "diplome"
    assert desk.row("nb_enfants").echo == "sautée — 4 : Seul"
    assert [row.name for row in desk.sheet.rows] == names
    desk.go("foyer") if desk.position == "foyer" else desk.press(Qt.Key.Key_Up)
    desk.type("3")
    assert desk.position == "nb_enfants"
    assert not desk.row("nb_enfants").skipped


def test_what_the_paper_says_in_a_skipped_question_is_kept_and_flagged(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("foyer")
    desk.type("1")
    desk.press(Qt.Key.Key_Up, held=CONTROL)
    assert desk.position == "nb_enfants"
    desk.enter("2")
    assert desk.sheet.message.level is Level.WARNING
    desk.enter()
    assert desk.field("nb_enfants").as_on_paper
    assert Sign.AS_ON_PAPER in desk.row("nb_enfants").signs


def test_type_ahead_finds_a_commune_and_a_key_takes_it(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("commune")
    desk.type("val")
    labels = [item.label for item in desk.page.view.aside.choices.items]
    assert "Val-des-Prés" in labels
    for _press in range(labels.index("Val-des-Prés") + 1):
        desk.press(Qt.Key.Key_Plus, "+")
    assert desk.page.view.aside.choices.marked == labels.index("Val-des-Prés")
    desk.enter()
    assert desk.row("commune").typed == "Val-des-Prés"
    assert desk.position == "lieu_dit"


def test_a_list_is_walked_by_the_keypad(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.press(Qt.Key.Key_Plus, "+")
    desk.press(Qt.Key.Key_Plus, "+")
    assert desk.page.view.aside.choices.marked == 1
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.view.aside.choices.marked == -1
    desk.press(Qt.Key.Key_Plus, "+")
    desk.enter()
    assert desk.field("civilite").value == "mme"


def test_codes_of_several_choices_need_no_space(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("langues")
    desk.type("123")
    assert desk.box == "1 2 3"
    chosen = [item.label for item in desk.page.view.aside.choices.items if item.chosen]
    assert chosen == ["Français", "Anglais", "Italien"]
    desk.go("domaine")
    desk.type("0910")
    assert desk.box == "09 10"
    desk.enter()
    assert desk.field("domaine").value == "logiciel reseaux"


def test_a_letter_with_an_accent_and_an_apostrophe_are_keyed(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("nom")
    desk.enter("Émile d'Orœuvre-Lévêque")
    assert desk.field("nom").value == "Émile d'Orœuvre-Lévêque"


def test_a_note_is_left_on_a_question_and_on_the_paper(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.press(Qt.Key.Key_F2)
    assert desk.page.view.aside.note.hasFocus()
    for character in "encre pâle":
        desk.robot.press(Qt.Key.Key_A, character)
    desk.press(Qt.Key.Key_Return, "\r")
    assert desk.field("civilite").note == "encre pâle"
    assert desk.row("civilite").signs == (Sign.NOTE,)
    assert desk.sheet.editor.hasFocus()
    desk.press(Qt.Key.Key_F2, held=SHIFT)
    desk.robot.press(Qt.Key.Key_A, "p")
    desk.press(Qt.Key.Key_Return, "\r")
    assert desk.session.paper_note == "p"
    assert "encre pâle" in str(draft(desk).state)


def test_ditto_takes_the_previous_papers_answers(desk: Desk) -> None:
    desk.robot.key_paper(samples()["GBEQ-0001"])
    desk.begin(desk.page.start.number.text())
    assert desk.box == "09/11/2007", "what repeats in the batch is proposed"
    desk.enter()
    desk.enter()
    desk.go("nom")
    desk.press(Qt.Key.Key_Asterisk, "*")
    assert (desk.field("nom").value, desk.position) == ("Saint-Martin", "prenom")
    desk.press(Qt.Key.Key_F5, held=SHIFT)
    assert desk.field("diplome").value == "cap_bep"


def test_all_keys_stand_on_one_screen(desk: Desk) -> None:
    desk.begin()
    desk.press(Qt.Key.Key_F1)
    assert desk.page.view.keys.isVisible()
    desk.press(Qt.Key.Key_Escape)
    assert not desk.page.view.keys.isVisible()
    assert desk.sheet.editor.hasFocus()


def test_the_end_of_a_paper_lists_what_is_to_be_seen_and_goes_back(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    for _section in range(7):
        desk.press(Qt.Key.Key_Slash, "/")
    assert desk.position == ""
    end = desk.page.view.end
    assert end.hasFocus()
    desk.press(Qt.Key.Key_Up)
    assert desk.position != ""
    assert desk.sheet.editor.hasFocus()


def test_a_change_is_undone_and_redone(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("nom")
    desk.enter("Martin")
    desk.press(Qt.Key.Key_Z, held=CONTROL)
    assert (desk.position, desk.box) == ("nom", "")
    desk.press(Qt.Key.Key_Y, held=CONTROL)
    assert (desk.position, desk.box) == ("nom", "Martin")


def test_the_end_of_a_paper_has_undo_redo_and_the_list_of_keys(desk: Desk) -> None:
    desk.begin()
    desk.enter("121107")
    while desk.position:
        desk.press(Qt.Key.Key_Slash, "/")
    desk.press(Qt.Key.Key_Z, held=CONTROL)
    assert (desk.position, desk.field().state) == ("date_reception", FieldState.EMPTY)
    desk.press(Qt.Key.Key_Y, held=CONTROL)
    assert desk.field("date_reception").value == "2007-11-12"
    while desk.position:
        desk.press(Qt.Key.Key_Slash, "/")
    desk.press(Qt.Key.Key_F1)
    assert desk.page.view.keys.isVisible()
    desk.press(Qt.Key.Key_Escape)
    desk.press(Qt.Key.Key_Return, "\r")
    assert desk.page.paper is None


def test_one_sound_is_muted_and_the_other_heard(desk: Desk) -> None:
    desk.context.workspace.store.settings.set(MUTED, ["check"])
    desk.page.refresh(desk.page.interests)
    desk.begin()
    desk.go("mode_collecte")
    desk.type("9")
    desk.go("heures")
    desk.enter("90")
    assert desk.field("heures").state is FieldState.TO_CHECK
    assert desk.sounds.heard == ["refused"]


def test_a_paper_put_aside_waits_and_is_taken_up_at_its_field(desk: Desk) -> None:
    desk.begin()
    heading(desk)
    desk.go("naissance")
    desk.type("19")
    desk.page.put_aside()
    assert desk.page.paper is None
    assert desk.page.start.drafts.count() == 1
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Return, "\r")
    assert (desk.position, desk.box) == ("naissance", "19")


@pytest.mark.parametrize("height", [768, 698])
def test_no_section_scrolls_on_a_small_screen(desk: Desk, height: int) -> None:
    """698 is what a maximised window has of 768 between its title bar and the task bar."""
    desk.window.resize(1366, height)
    desk.begin()
    QApplication.processEvents()
    for section in [tab.name for tab in desk.page.view.strip.tabs]:
        desk.page.view.strip.chosen.emit(section)
        QApplication.processEvents()
        scroller = desk.page.view.scroller
        assert scroller.verticalScrollBar().maximum() == 0, section
        layout = desk.sheet.layout_now()
        last = layout.row(layout.count - 1)
        assert last.y + last.height <= desk.sheet.height(), section
        assert desk.sheet.width() <= scroller.viewport().width()


def test_counters_of_the_batch_are_always_in_sight(
    fresh_workspace: Workspace, make_desk: Callable[[Workspace], Desk]
) -> None:
    batches.set_up(fresh_workspace, "GBEQ", "GBEQ-A", expected=40)
    desk = make_desk(fresh_workspace)
    desk.robot.key_paper(samples()["GBEQ-0001"])
    desk.begin("GBEQ-0002")
    assert desk.page.batch_label.text() == "Lot GBEQ-A  ·  1 fiche saisie sur 40 attendues"


def test_a_barcode_reader_types_digits_and_enter(desk: Desk) -> None:
    desk.enter("41")
    assert desk.page.paper is not None
    assert desk.page.paper.number == "GBEQ-0041"


def test_a_number_already_keyed_opens_with_enter_again(desk: Desk) -> None:
    list(keying.key_transcripts(desk.context.workspace, [json.dumps(TAKEN)]))
    desk.enter("GBEQ-0041")
    assert desk.page.paper is None
    assert "Entrée encore" in desk.page.start.problem.text
    desk.press(Qt.Key.Key_Return, "\r")
    assert isinstance(desk.page.paper, StoredPaper)
    assert desk.page.paper.number == "GBEQ-0041"


def test_a_paper_already_keyed_opens_when_its_barcode_is_read_again(desk: Desk) -> None:
    list(keying.key_transcripts(desk.context.workspace, [json.dumps(TAKEN)]))
    desk.enter("41")
    assert desk.page.paper is None
    desk.enter("41")
    assert isinstance(desk.page.paper, StoredPaper)
    assert desk.page.paper.number == "GBEQ-0041"


def test_the_officers_own_pace_is_told_after_a_paper(desk: Desk) -> None:
    assert desk.page.start.pace.isHidden()
    desk.begin()
    desk.enter("999")
    desk.press(Qt.Key.Key_Return, "\r", CONTROL)
    assert not desk.page.start.pace.isHidden()
    words = [each.text() for each in desk.page.start.pace.findChildren(QLabel)]
    assert any("1 fiche" in text and "refus pour" in text for text in words)
    assert any("Date de réception (1)" in text for text in words)


def test_a_correction_kept_can_be_taken_back_from_its_message(desk: Desk) -> None:
    workspace = desk.context.workspace
    list(keying.key_transcripts(workspace, [json.dumps(TAKEN)]))
    heard = Heard(desk.context)
    desk.enter("41")
    desk.press(Qt.Key.Key_Return, "\r")
    desk.go("nom")
    desk.enter("Zola")
    desk.press(Qt.Key.Key_Return, "\r", CONTROL)
    assert desk.stored("GBEQ-0041").state.answers["nom"] == "Zola"
    back = heard.undo[-1]
    assert callable(back)
    back()
    assert desk.stored("GBEQ-0041").state.answers["nom"] == "Faure"


def test_a_response_kept_as_it_was_has_nothing_to_take_back(desk: Desk) -> None:
    list(keying.key_transcripts(desk.context.workspace, [json.dumps(TAKEN)]))
    heard = Heard(desk.context)
    desk.enter("41")
    desk.press(Qt.Key.Key_Return, "\r")
    desk.press(Qt.Key.Key_Return, "\r", CONTROL)
    assert heard.undo[-1] is None
