"""Réglages: each change is kept at once; a copy is made and proved; coming back to one is rehearsed first."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from page_world import Heard, bring_up, make_environment, press, press_on, prove_model, type_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.errors import WrongPassphraseError
from teleactivites_desktop.services import (
    backups,
    campaigns,
    locations,
    officers,
    responses,
    verification,
    verification_plan,
)
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.entry.page import AUTO_ADVANCE, MUTED
from teleactivites_desktop.ui.settings.page import SettingsPage
from teleactivites_desktop.ui.theme import APPEARANCE, Appearance
from teleactivites_desktop.ui.widgets.strip import Strip

PASSPHRASE = "gentiane arnica edelweiss"


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[SettingsPage]:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    bring_up(made)
    yield made
    context.theme.choose(Appearance.LIGHT)


@pytest.fixture
def protected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv(locations.HOME_VARIABLE, str(tmp_path / "home"))
    made = campaigns.create(
        tmp_path / "protegee.tldb",
        territory="GBEQ",
        officer="Martine Durand",
        passphrase=PASSPHRASE,
        environment=make_environment(5),
    ).workspace
    yield made
    made.close()


def settled(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)


def test_how_verifications_go_is_kept(page: SettingsPage, context: Context) -> None:
    settings = context.workspace.store.settings
    assert page.verification.days.text() == "3"
    page.verification.text.click()
    page.verification.days.setFocus()
    page.verification.days.selectAll()
    type_on(page.verification.days, "10")
    press_on(page.verification.days, Qt.Key.Key_Return)
    assert settings.get(verification.WITH_TEXT) is True
    assert settings.get(verification_plan.HELD_DAYS) == 10
    page.refresh(frozenset())
    assert page.verification.days.text() == "10"


def test_sounds_and_advance_are_kept(page: SettingsPage, context: Context) -> None:
    heard = Heard(context)
    page.sounds["check"].click()
    page.advance.click()
    settings = context.workspace.store.settings
    assert settings.get(MUTED) == ["check"]
    assert settings.get(AUTO_ADVANCE) is False
    assert heard.changed
    page.refresh(frozenset())
    assert page.sounds["refused"].isChecked()
    assert not page.sounds["check"].isChecked()


def test_the_look_changes_at_once_and_is_remembered(page: SettingsPage, context: Context) -> None:
    chip = next(chip for chip in page.appearance.findChildren(QPushButton) if chip.text() == "sombre")
    chip.click()
    assert context.theme.dark
    assert locations.preference(APPEARANCE) == "dark"
    chip.click()
    assert page.appearance.chosen() == {"dark"}, "one of the looks is always on"


def test_another_officer_is_added_and_signs_what_follows(page: SettingsPage, context: Context) -> None:
    page.officer.add.click()
    type_on(page.officer.form.name, "Paul Rey")
    press_on(page.officer.form.name, Qt.Key.Key_Return)
    assert officers.at_work(context.workspace).name == "Paul Rey"
    assert page.officer.chooser.currentText() == "Paul Rey"
    record = context.workspace.store.responses.by_paper("HD-0001")[0].record
    responses.withdraw(context.workspace, record, "double")
    assert responses.history(context.workspace, record)[-1].officer == "Paul Rey"


def test_an_officer_without_a_name_is_not_added(page: SettingsPage) -> None:
    page.officer.add.click()
    assert not page.officer.form.button.isEnabled()
    type_on(page.officer.form.name, "   ")
    assert not page.officer.form.button.isEnabled()


def test_a_backup_is_one_key_away_and_listed(qtbot: QtBot, page: SettingsPage, context: Context) -> None:
    heard = Heard(context)
    tester = prove_model(page.copies.model)
    assert page.copies.table.isHidden()
    press(page, "Ctrl+B")
    settled(qtbot, page)
    assert len(page.copies.model.rows) == 1
    assert page.copies.table.isVisible()
    assert heard.said == ["Sauvegarde faite, ouverte et comparée : elle est bonne."]
    assert tester


def test_coming_back_to_a_copy_is_rehearsed_then_asked_of_the_window(
    qtbot: QtBot, page: SettingsPage, context: Context
) -> None:
    asked: list[tuple[Path, object]] = []
    context.navigator.restoring.connect(lambda copy, passphrase: asked.append((copy, passphrase)))
    press(page, "Ctrl+B")
    settled(qtbot, page)
    record = context.workspace.store.responses.by_paper("HD-0001")[0].record
    responses.withdraw(context.workspace, record, "double")
    page.copies.rehearse_button.click()
    settled(qtbot, page)
    assert "60 fiches, contre 60 ici" in page.copies.question.text
    assert "1 modification faite depuis" in page.copies.question.text
    assert asked == []
    button = next(b for b in page.copies.question.findChildren(QPushButton) if b.text() == "Y revenir")
    button.click()
    assert asked == [(backups.list_backups(context.workspace)[0].path, None)]


def test_a_copy_goes_to_the_folder_chosen(
    qtbot: QtBot, page: SettingsPage, context: Context, tmp_path: Path
) -> None:
    folder = tmp_path / "cle"
    folder.mkdir()
    page.copies.copy_to(folder)
    settled(qtbot, page)
    assert len(list(folder.glob("*.tldb"))) == 1


def test_an_unprotected_base_says_so_plainly(page: SettingsPage) -> None:
    strip = page.protection.findChild(Strip)
    assert strip is not None
    assert "n’a pas de phrase secrète" in strip.text


def test_the_passphrase_is_changed_and_the_old_one_opens_nothing(
    qtbot: QtBot, protected: Workspace, make_context: Callable[[Workspace], Context]
) -> None:
    page = SettingsPage(make_context(protected))
    qtbot.addWidget(page)
    bring_up(page)
    heard = Heard(page.context)
    card = page.protection
    type_on(card.current.edit, PASSPHRASE)
    type_on(card.new.first.edit, "court")
    assert not card.button.isEnabled()
    card.new.first.clear()
    type_on(card.new.first.edit, "une phrase toute neuve")
    type_on(card.new.second.edit, "une phrase toute neuve")
    assert card.button.isEnabled()
    card.button.click()
    settled(qtbot, page)
    assert heard.said == ["La phrase secrète est changée."]
    path = protected.store.path
    protected.close()
    with pytest.raises(WrongPassphraseError):
        campaigns.open_workspace(path, PASSPHRASE, make_environment(6))
    campaigns.open_workspace(path, "une phrase toute neuve", make_environment(6)).close()


def test_about_names_version_questionnaire_and_file(page: SettingsPage, context: Context) -> None:
    assert str(context.workspace.store.path) in page.about.text()
    assert "2007110101" in page.about.text()
