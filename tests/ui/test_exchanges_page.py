"""Échanges: a file is rehearsed before it is read, read in one gesture, taken back; nothing needs a mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest
from page_partners import TOLD, TwoSites
from page_world import Heard, bring_up, press, press_on, prove_model, type_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.exchange.invitation import read_invitation
from teleactivites_desktop.services import exchanging
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.exchanges import dialogs
from teleactivites_desktop.ui.exchanges.page import ExchangesPage


@pytest.fixture
def page(qtbot: QtBot, sites: TwoSites, make_context: Callable[[Workspace], Context]) -> ExchangesPage:
    made = ExchangesPage(make_context(sites.ours))
    qtbot.addWidget(made)
    bring_up(made)
    return made


def settled(qtbot: QtBot, page: ExchangesPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=60_000)


def rehearse(qtbot: QtBot, page: ExchangesPage, path: Path) -> None:
    page.rehearse(path)
    settled(qtbot, page)
    assert page.rehearsing


def confirm_all(page: ExchangesPage) -> None:
    for box in page.rehearsal.findChildren(QCheckBox):
        box.setChecked(True)


def read_all(qtbot: QtBot, page: ExchangesPage, path: Path) -> None:
    rehearse(qtbot, page, path)
    confirm_all(page)
    page.rehearsal.merge.click()
    settled(qtbot, page)


def test_a_rehearsal_counts_and_changes_nothing(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    before = sites.ours.store.revisions.vector()
    rehearse(qtbot, page, sites.their_file())
    tester = prove_model(page.rehearsal.lines)
    papers = [change.paper for change in page.rehearsal.lines.rows if change.paper]
    assert papers == ["HD-0001", "HD-0002", "HD-0003", "HD-0004", "HD-0005"]
    assert sites.ours.store.revisions.vector() == before
    assert tester


def test_a_site_never_seen_is_confirmed_by_its_fingerprint_before_merging(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    rehearse(qtbot, page, sites.their_file())
    assert not page.rehearsal.merge.isEnabled()
    confirm_all(page)
    assert page.rehearsal.merge.isEnabled()


def test_merging_reads_and_offers_to_take_it_back(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    heard = Heard(page.context)
    read_all(qtbot, page, sites.their_file())
    assert sites.ours.store.responses.count() == 10
    assert heard.changed
    assert not page.rehearsing
    assert "5 fiches nouvelles" in page.overview.result.text
    page.undo()
    settled(qtbot, page)
    assert sites.ours.store.responses.count() == 5
    assert "annulée" in page.overview.result.text
    assert page.overview.undo.isHidden()


def test_escape_leaves_the_rehearsal_and_reads_nothing(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    rehearse(qtbot, page, sites.their_file())
    press(page, "Esc")
    assert not page.rehearsing
    assert sites.ours.store.responses.count() == 5


def test_both_versions_of_a_conflict_stand_side_by_side(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    sites.exchange()
    sites.disagree()
    rehearse(qtbot, page, sites.their_file())
    first = page.rehearsal.lines.rows[0]
    assert first.paper == "HD-0001"
    line = page.rehearsal.sheet.lines.rows[0]
    assert line.text == "31"
    assert line.second == "≠ à décider : 31 (GBEQ) ou 42 (HD)"
    read_all(qtbot, page, sites.their_file())
    assert "1 conflit" in page.overview.result.text


def test_the_counts_on_top_narrow_the_lines(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    sites.exchange()
    sites.disagree()
    rehearse(qtbot, page, sites.their_file())
    page.rehearsal.counts.choose(frozenset({"changed"}))
    assert [change.paper for change in page.rehearsal.lines.rows] == ["HD-0002"]
    assert page.rehearsal.sheet.lines.rows[0].second == "Le Clos neuf"


def test_a_damaged_file_is_told_and_nothing_is_shown(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites, tmp_path: Path
) -> None:
    broken = tmp_path / "abime.tlx"
    broken.write_bytes(sites.their_file().read_bytes()[:-40])
    failed: list[object] = []
    page.context.tasks.failed.connect(failed.append)
    page.rehearse(broken)
    settled(qtbot, page)
    assert len(failed) == 1
    assert not page.rehearsing


def test_a_file_is_written_for_whom_it_is_asked(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    sites.exchange()
    page.refresh(frozenset())
    page.ask_for_whom("HD")
    assert page.overview.write_form.whom.currentData() == "HD"
    page.write(sites.folder, "HD")
    settled(qtbot, page)
    written = next(path for path in sites.folder.iterdir() if path.name in page.overview.result.text)
    assert exchanging.inspect(sites.theirs, written).description.addressee == "HD"


def test_the_folder_reads_after_the_fingerprints_are_said_to_be_the_same(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    sites.their_file()
    page.exchange_folder(sites.folder)
    settled(qtbot, page)
    assert sites.ours.store.responses.count() == 5
    assert "empreinte" in page.overview.result.text
    button = next(b for b in page.overview.result.findChildren(QPushButton) if "empreintes" in b.text())
    button.click()
    settled(qtbot, page)
    assert sites.ours.store.responses.count() == 10
    assert "5 fiches nouvelles" in page.overview.result.text


def test_an_invitation_is_written_and_opens_with_what_is_told(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites, tmp_path: Path
) -> None:
    page.overview.invite_form.ask()
    assert not page.overview.invite_form.button.isEnabled()
    type_on(page.overview.invite_form.passphrase.edit, TOLD)
    assert page.overview.invite_form.button.isEnabled()
    page.invite(tmp_path / "neuve.tli", TOLD)
    settled(qtbot, page)
    assert read_invitation(tmp_path / "neuve.tli", TOLD).campaign


def test_partners_say_what_they_lack_and_the_code_is_the_same_on_both(
    page: ExchangesPage, sites: TwoSites
) -> None:
    sites.exchange()
    page.refresh(frozenset())
    assert exchanging.status(sites.ours).code == exchanging.status(sites.theirs).code
    tester = prove_model(page.overview.journal)
    assert len(page.overview.journal.rows) == 2
    assert tester


@pytest.mark.parametrize(
    ("key", "asked"),
    [("Ctrl+O", "file"), ("Ctrl+D", "folder")],
)
def test_reading_and_the_folder_have_their_keys(
    qtbot: QtBot,
    page: ExchangesPage,
    sites: TwoSites,
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    asked: str,
) -> None:
    path = sites.their_file()
    monkeypatch.setattr(dialogs, "choose_exchange_file", lambda _parent: path)
    monkeypatch.setattr(dialogs, "choose_folder", lambda _parent, _title: sites.folder)
    press(page, key)
    settled(qtbot, page)
    assert page.rehearsing == (asked == "file")
    assert bool(page.overview.result.text) == (asked == "folder")


def test_writing_and_inviting_open_their_forms_with_a_key_and_close_on_escape(page: ExchangesPage) -> None:
    for key, form in (("Ctrl+E", page.overview.write_form), ("Ctrl+I", page.overview.invite_form)):
        press(page, key)
        assert form.isVisible()
        focused = page.focusWidget()
        assert focused is not None
        press_on(focused, Qt.Key.Key_Escape)
        assert form.isHidden()


def test_a_conflict_leads_to_control(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    sites.exchange()
    sites.disagree()
    heard = Heard(page.context)
    read_all(qtbot, page, sites.their_file())
    button = next(b for b in page.overview.result.findChildren(QPushButton) if "conflits" in b.text())
    button.click()
    assert heard.opened == [(PageName.CONTROL, None)]
