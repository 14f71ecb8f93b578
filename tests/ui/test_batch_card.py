"""The batch on the Saisie page: set up by its numbers, printed, papers told lost, closed and opened again."""

from collections.abc import Callable

from entry_world import Desk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from teleactivites_desktop.services import batches
from teleactivites_desktop.services.batches import AGREED, Batch
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import PageName, PrintBatch
from teleactivites_desktop.ui.widgets.toast import Toast


def choose(desk: Desk, code: str) -> None:
    """Type a batch's code in its field, and come back to the number."""
    desk.press(Qt.Key.Key_Up)
    desk.enter(code)


def field(desk: Desk, caption: str) -> QLineEdit:
    return next(
        each
        for each in desk.page.start.batch_card.findChildren(QLineEdit)
        if each.accessibleName() == caption
    )


def fill(desk: Desk, *typed: tuple[str, str]) -> None:
    """Type in fields of the card, by their captions, and press Enter in the last one."""
    for caption, text in typed:
        field(desk, caption).setFocus()
        desk.type(text)
    desk.press(Qt.Key.Key_Return, "\r")


def take_back(desk: Desk) -> None:
    """Press "Annuler" of the confirmation."""
    toast = desk.window.findChild(Toast)
    button = toast.findChild(QPushButton) if toast is not None else None
    assert button is not None
    button.click()


def held(desk: Desk, code: str) -> Batch:
    return batches.batch(desk.context.workspace, "GBEQ", code)


def test_a_batch_is_set_up_with_the_digits_of_its_numbers(desk: Desk) -> None:
    choose(desk, "GBEQ-A")
    fill(desk, ("Premier numéro", "1"), ("Dernier numéro", "40"))
    made = held(desk, "GBEQ-A")
    assert (made.first, made.last, made.expected) == ("GBEQ-0001", "GBEQ-0040", 40)
    assert desk.page.start.batch_card.missing.text() == "Numéros manquants\u00a0: GBEQ-0001 à 0040"


def test_a_lost_paper_is_named_and_taken_back(desk: Desk) -> None:
    choose(desk, "GBEQ-A")
    fill(desk, ("Fiches attendues", "40"))
    fill(desk, ("Numéro perdu ou illisible", "7"), ("Ce qui est arrivé", "mouillée"))
    assert held(desk, "GBEQ-A").lost == {"GBEQ-0007": "mouillée"}
    assert desk.page.start.batch_card.lost_papers.text().endswith("GBEQ-0007 (mouillée)")
    take_back(desk)
    assert held(desk, "GBEQ-A").lost == {}
    assert desk.page.start.batch_card.lost_papers.isHidden()


def test_a_loss_without_a_number_is_refused_and_the_refusal_goes_with_the_next_success(desk: Desk) -> None:
    choose(desk, "GBEQ-A")
    fill(desk, ("Numéro perdu ou illisible", ""), ("Ce qui est arrivé", "mouillée"))
    assert "numéro" in desk.page.start.problem.text
    fill(desk, ("Fiches attendues", "40"))
    assert desk.page.start.problem.text == ""


def test_a_batch_is_closed_with_a_reason_and_opened_again(desk: Desk) -> None:
    choose(desk, "GBEQ-A")
    fill(desk, ("Fiches attendues", "2"))
    fill(desk, ("Motif, si les comptes diffèrent", ""))
    assert "0 fiche saisie sur 2 attendues" in desk.page.start.problem.text
    fill(desk, ("Motif, si les comptes diffèrent", "rendues à la mairie"))
    assert held(desk, "GBEQ-A").closed == "rendues à la mairie" != AGREED
    take_back(desk)
    assert held(desk, "GBEQ-A").closed == ""


def test_the_slip_is_printed_from_the_card_once_the_batch_is_there(desk: Desk) -> None:
    asked: list[tuple[PageName, object]] = []
    desk.context.navigator.requested.connect(lambda page, target: asked.append((page, target)))
    choose(desk, "GBEQ-A")
    desk.page.start.batch_card.slip.click()
    assert asked == []
    fill(desk, ("Fiches attendues", "2"))
    desk.page.start.batch_card.slip.click()
    assert asked == [(PageName.REPORTS, PrintBatch("GBEQ", "GBEQ-A"))]


def test_the_barcode_of_a_slip_chooses_its_batch(
    fresh_workspace: Workspace, make_desk: Callable[[Workspace], Desk]
) -> None:
    batches.set_up(fresh_workspace, "HD", "HD-A", expected=40, first="HD-0100", last="HD-0139")
    desk = make_desk(fresh_workspace)
    desk.enter("HD-A")
    start = desk.page.start
    assert desk.page.paper is None
    assert (start.chosen_territory(), start.chosen_batch(), start.number.text()) == ("HD", "HD-A", "HD-0100")


def test_digits_are_a_paper_and_no_batch(
    fresh_workspace: Workspace, make_desk: Callable[[Workspace], Desk]
) -> None:
    batches.set_up(fresh_workspace, "GBEQ", "7", expected=40)
    desk = make_desk(fresh_workspace)
    desk.enter("7")
    assert desk.page.paper is not None
    assert desk.page.paper.number == "GBEQ-0007"


def test_a_number_in_small_letters_or_without_zeros_is_that_paper(desk: Desk) -> None:
    desk.enter("gbeq-41")
    assert desk.page.paper is not None
    assert desk.page.paper.number == "GBEQ-0041"
