"""The first window: three ways in, what is wrong said in the form, a code to put on paper."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest
from page_world import make_environment
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.services import campaigns
from teleactivites_desktop.ui.context import Navigator, PageName
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import Theme
from teleactivites_desktop.ui.welcome.forms import CreateForm, JoinForm, UnlockForm
from teleactivites_desktop.ui.welcome.page import Welcome
from teleactivites_desktop.ui.welcome.recovery import RecoveryCard
from teleactivites_desktop.ui.welcome.requests import Create, Join, Open

TERRITORIES = [("GBEQ", "Grand Briançonnais-Écrins-Queyras"), ("HD", "Haute-Durance")]


@pytest.fixture
def welcome(theme: Theme, qtbot: QtBot, tmp_path: Path) -> Welcome:
    made = Welcome(theme, TERRITORIES, tmp_path / "campagne.tldb", [])
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def create_form(welcome: Welcome) -> CreateForm:
    welcome.show_create()
    assert isinstance(welcome.form, CreateForm)
    return welcome.form


@pytest.mark.parametrize(
    ("officer", "first", "second", "words"),
    [
        ("", "longue phrase", "longue phrase", "nom"),
        ("Anne", "court", "court", "12 caractères"),
        ("Anne", "longue phrase", "autre phrase", "pas encore les mêmes"),
    ],
)
def test_what_is_wrong_is_said_in_the_form(
    welcome: Welcome, qtbot: QtBot, officer: str, first: str, second: str, words: str
) -> None:
    form = create_form(welcome)
    form.officer.setText(officer)
    form.protection.first.edit.setText(first)
    form.protection.second.edit.setText(second)
    with qtbot.assertNotEmitted(welcome.asked):
        form.action.click()
    assert words in form.problem.text


def test_a_campaign_without_passphrase_is_told_plainly(
    welcome: Welcome, qtbot: QtBot, tmp_path: Path
) -> None:
    form = create_form(welcome)
    form.officer.setText(" Anne ")
    form.protection.none.setChecked(True)
    assert "lit les réponses" in form.protection._plain.text
    with qtbot.waitSignal(welcome.asked) as asked:
        form.action.click()
    assert asked.args == [Create(tmp_path / "campagne.tldb", "GBEQ", "Anne", None)]


def test_joining_asks_for_the_file_and_what_was_told(welcome: Welcome, qtbot: QtBot, tmp_path: Path) -> None:
    welcome.show_join()
    form = welcome.form
    assert isinstance(form, JoinForm)
    form.officer.setText("Luc")
    form.protection.none.setChecked(True)
    form.action.click()
    assert "invitation" in form.problem.text
    form.invitation.edit.setText(str(tmp_path / "invitation.tli"))
    form.told.edit.setText("trois mots dits")
    form.territory.setCurrentIndex(1)
    with qtbot.waitSignal(welcome.asked) as asked:
        form.action.click()
    path = tmp_path / "campagne.tldb"
    assert asked.args == [Join(path, tmp_path / "invitation.tli", "trois mots dits", "HD", "Luc", None)]


def test_a_campaign_of_this_machine_is_one_press_away(theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    recent = tmp_path / "hd.tldb"
    welcome = Welcome(theme, TERRITORIES, tmp_path / "campagne.tldb", [recent])
    qtbot.addWidget(welcome)
    button = next(button for button in welcome.findChildren(QPushButton) if "hd" in button.text())
    with qtbot.waitSignal(welcome.asked) as asked:
        button.click()
    assert asked.args == [Open(recent)]


@pytest.fixture
def window(theme: Theme) -> Iterator[MainWindow]:
    made = MainWindow(theme, Navigator(), Tasks(), Errors())
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()


def test_a_protected_campaign_is_created_its_code_noted_and_it_opens(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "campagne.tldb"
    opening = Opening(window, path, make_environment(8))
    opening.begin()
    qtbot.waitUntil(lambda: bool(window.findChildren(Welcome)))
    (welcome,) = window.findChildren(Welcome)
    form = create_form(welcome)
    form.officer.setText("Anne")
    form.protection.first.edit.setText("longue phrase")
    form.protection.second.edit.setText("longue phrase")
    form.action.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(RecoveryCard)), timeout=30_000)
    (card,) = window.findChildren(RecoveryCard)
    assert not card.go_on.isEnabled()
    assert printed_words(card, tmp_path / "sheet.pdf") >= {"campagne.tldb", "secours"}
    card.noted.setChecked(True)
    card.go_on.click()
    assert opening.context is not None
    assert opening.context.workspace.store.encrypted
    assert window.current is PageName.HOME
    window.close()
    opening.close()
    assert campaigns.needs_passphrase(path)


def printed_words(card: RecoveryCard, path: Path) -> set[str]:
    """Return the words of the sheet that the card prints; the code is among them, group by group."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    card.print_on(printer)
    with closing(pypdfium2.PdfDocument(path)) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded()
    (code,) = [label.text() for label in card.findChildren(QLabel) if label.text().count("-") == 13]
    assert "".join(text.split()).count(code[:34]) == 1
    return set(text.split())


def test_a_wrong_passphrase_is_a_sentence_in_the_form(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "campagne.tldb"
    campaigns.create(
        path, territory="HD", officer="Luc", passphrase="la bonne phrase", environment=make_environment(9)
    ).workspace.close()
    opening = Opening(window, path, make_environment(10))
    opening.begin()
    qtbot.waitUntil(lambda: bool(window.findChildren(UnlockForm)))
    (form,) = window.findChildren(UnlockForm)
    form.passphrase.edit.setText("la mauvaise")
    form.action.click()
    (form,) = (found for found in window.findChildren(UnlockForm) if found.isVisible())
    assert form.problem.text
    assert opening.context is None
    form.passphrase.edit.setText("la bonne phrase")
    form.action.click()
    assert opening.context is not None
    window.close()
    opening.close()
