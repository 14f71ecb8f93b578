"""Échanges: a file is rehearsed before it is read, read in one gesture, taken back; nothing needs a mouse."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from page_partners import TOLD, TwoSites
from page_world import Heard, bring_up, press, press_on, prove_model, type_on
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.core.stored import Filters, Sort
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.exchange.invitation import read_invitation
from teleactivites_desktop.services import batches, editing, exchanging, responses
from teleactivites_desktop.services.exchanging import FolderResult, Ignored
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.page import TopicName
from teleactivites_desktop.ui.exchanges import dialogs
from teleactivites_desktop.ui.exchanges.folder import folder_level, folder_lines
from teleactivites_desktop.ui.exchanges.page import ExchangesPage
from teleactivites_desktop.ui.widgets.text import Level


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
    papers = [row.name for row in page.rehearsal.lines.rows if row.kind == "fiche"]
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
    assert first.name == "HD-0001"
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
    assert [row.name for row in page.rehearsal.lines.rows] == ["HD-0002"]
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
    page.folder.exchange(sites.folder)
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
    assert heard.opened == [(PageName.CONTROL, TopicName.CONFLICTS)]


def test_a_line_is_refused_with_a_key_and_its_reason_travels(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    sites.exchange()
    sites.disagree()
    rehearse(qtbot, page, sites.their_file())
    view = page.rehearsal
    view.table.setFocus()
    press_on(view.table, Qt.Key.Key_Delete)
    assert "sauf 1 refusée" in view.merge.text()
    press_on(view.table, Qt.Key.Key_Delete)
    assert not view.refusals.refused
    view.table.selectRow(1)
    type_on(view.refusals.note, "lu sur le papier")
    press_on(view.refusals.note, Qt.Key.Key_Return)
    view.counts.choose(frozenset({"refused"}))
    assert [row.name for row in view.lines.rows] == ["HD-0002"]
    press(page, "Ctrl+Return")
    settled(qtbot, page)
    assert "1 refusée" in page.overview.result.text
    journal = page.overview.journal
    assert "1 refusée" in journal.columns[1].text(journal.rows[0])
    rehearse(qtbot, page, sites.their_file())
    assert "refusée" not in view.merge.text()
    exchanging.read(sites.theirs, exchanging.write(sites.ours, sites.folder).path, lambda *_told: True)
    record = editing.find_response(sites.theirs, "HD-0002")
    told = responses.history(sites.theirs, record)[-1].revision.patch or {}
    assert {"path": "", "note": "lu sur le papier"} in told.values()
    assert "answers.lieu_dit" in told


def test_all_lines_of_a_filter_are_refused_at_once(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    rehearse(qtbot, page, sites.their_file())
    view = page.rehearsal
    assert view.refusals.refuse_all.isHidden()
    view.counts.choose(frozenset({"new"}))
    type_on(view.refusals.note, "doubles")
    view.refusals.refuse_all.click()
    assert list(view.refusals.refused.values()) == ["doubles"] * 5
    assert view.refusals.refuse_all.isHidden()
    confirm_all(page)
    view.merge.click()
    settled(qtbot, page)
    lines = responses.page(sites.ours, Filters(status=Status.WITHDRAWN), Sort()).lines
    assert [line.paper for line in lines] == ["HD-0001", "HD-0002", "HD-0003", "HD-0004", "HD-0005"]


def test_what_cannot_be_refused_says_why(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    rehearse(qtbot, page, sites.their_file())
    view = page.rehearsal
    view.counts.choose(frozenset({"other"}))
    press_on(view.table, Qt.Key.Key_Delete)
    assert not view.refusals.refused
    assert view.refusals.refuse.isHidden()


def test_likely_the_same_person_and_what_is_changed_here_are_shown_side_by_side(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    names = {"nom": "Quaranta", "prenom": "Bettina", "naissance": "1961", "mobile": "06 11 22 33 44"}
    for workspace, paper in ((sites.ours, "GBEQ-0001"), (sites.theirs, "HD-0001")):
        editing.edit(workspace, paper, names, accept_warnings=True)
    rehearse(qtbot, page, sites.their_file())
    view = page.rehearsal
    view.counts.choose(frozenset({"likely"}))
    assert [row.name for row in view.lines.rows] == ["GBEQ-0001 ↔ HD-0001"]
    assert {line.text for line in view.sheet.lines.rows} >= {"Quaranta", "1961"}
    assert all(line.text and line.second for line in view.sheet.lines.rows)
    confirm_all(page)
    view.merge.click()
    settled(qtbot, page)
    exchanging.read(sites.theirs, exchanging.write(sites.ours, sites.folder).path, lambda *_told: True)
    editing.edit(sites.ours, "HD-0002", {"lieu_dit": "Le Pas"}, accept_warnings=True)
    editing.edit(sites.theirs, "HD-0003", {"lieu_dit": "Le Pas"}, accept_warnings=True)
    rehearse(qtbot, page, sites.their_file())
    view.counts.choose(frozenset({"here"}))
    (line,) = view.sheet.lines.rows
    assert [row.name for row in view.lines.rows] == ["HD-0002"]
    assert (line.text, view.sheet.lines.headerData(2, Qt.Orientation.Horizontal)) == ("Le Pas", "Chez lui")


def test_the_rehearsal_prints(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pypdfium2

    sites.exchange()
    sites.disagree()
    rehearse(qtbot, page, sites.their_file())
    page.rehearsal.refusals.toggle()
    monkeypatch.setattr(dialogs, "choose_pdf", lambda _parent, _name: tmp_path / "essai.pdf")
    press(page, "Ctrl+P")
    settled(qtbot, page)
    assert "essai.pdf" in page.rehearsal.result.text
    with pypdfium2.PdfDocument(tmp_path / "essai.pdf") as pdf:
        text = "".join(sheet.get_textpage().get_text_bounded() for sheet in pdf)
    for words in ("HD-0001", "Le Clos neuf", "Refusées", "En conflit", "Modifiées là-bas"):
        assert words in text


def test_a_rehearsal_that_is_stopped_shows_nothing(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    path = sites.their_file()
    page.context.tasks.started.connect(lambda task: task.cancel())
    page.rehearse(path)
    settled(qtbot, page)
    assert not page.rehearsing


def test_later_edits_that_stand_in_the_way_of_undoing_are_listed_and_open(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    heard = Heard(page.context)
    read_all(qtbot, page, sites.their_file())
    editing.edit(sites.ours, "HD-0002", {"lieu_dit": "Le Pas"}, accept_warnings=True)
    page.undo()
    settled(qtbot, page)
    later = page.overview.later
    assert later.isVisible()
    (edit,) = later.edits.rows
    assert (edit.name, edit.what) == ("HD-0002", "9. Village, hameau, lieu-dit")
    press_on(later.table, Qt.Key.Key_Return)
    assert heard.opened == [(PageName.RESPONSES, OpenResponse(edit.revision.record))]
    assert sites.ours.store.responses.count() == 10


def test_the_folder_of_last_time_is_one_gesture(
    qtbot: QtBot, page: ExchangesPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "clé"
    stick.mkdir()
    asked: list[Path] = []

    def choose(_parent: object, _title: str) -> Path:
        asked.append(stick)
        return stick

    monkeypatch.setattr(dialogs, "choose_folder", choose)
    for _gesture in range(2):
        page.folder.begin(page)
        settled(qtbot, page)
    assert asked == [stick]
    assert "rien à y écrire" in page.overview.result.text
    stick.rename(tmp_path / "ailleurs")
    page.folder.begin(page)
    settled(qtbot, page)
    assert asked == [stick, stick], "it is not there any more: asked again"


def test_what_a_stick_refuses_is_said_line_by_line(tmp_path: Path) -> None:
    done = FolderResult((), (Ignored(tmp_path / "x.tlx", "Il est abîmé."),), None, "Le disque est plein.")
    lines = folder_lines(tmp_path, done)
    assert lines == [
        "! x.tlx\u00a0: Il est abîmé.",
        "! Rien n’a été écrit\u00a0: Le disque est plein.",
    ]
    assert folder_level(done) is Level.BAD


def test_batches_say_who_has_them_whole(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    batches.set_up(sites.ours, "GBEQ", "GBEQ-A", expected=5)
    sites.exchange()
    exchanging.read(sites.ours, sites.their_file(), lambda *_told: True)
    editing.edit(sites.ours, "GBEQ-0001", {"lieu_dit": "Le Pas"}, accept_warnings=True)
    page.refresh(frozenset())
    settled(qtbot, page)
    shown = page.overview.batches.receipts
    rows = [[column.text(row) for column in shown.columns] for row in shown.rows]
    assert rows == [["GBEQ-A", "✓ 5 sur 5", "! 5"], ["HD-A", "5", "✓ 5"]]


def test_the_missing_file_is_named_with_its_number(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    sites.exchange()
    exchanging.read(sites.ours, sites.their_file(), lambda *_told: True)
    editing.edit(sites.theirs, "HD-0001", {"heures": "12"}, accept_warnings=True)
    sites.their_file()
    pretend_read(sites)
    editing.edit(sites.theirs, "HD-0002", {"heures": "12"}, accept_warnings=True)
    rehearse(qtbot, page, sites.their_file())
    page.rehearsal.merge.click()
    settled(qtbot, page)
    assert "fichier n° 3" in page.overview.gaps.text.replace("\u00a0", " ")


def pretend_read(sites: TwoSites) -> None:
    """Have HD believe that GBEQ holds all that it wrote."""
    store, own = sites.theirs.store, sites.ours.identity.site
    said = store.partners.statements()[own]
    with store.transaction():
        store.partners.state(replace(said, vector=store.revisions.vector()))
