"""Échanges: a partner is shut out and taken back, and the campaign's new key is received."""

from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from page_partners import TOLD, TwoSites
from page_world import bring_up, press_on, type_on
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import invitation, sealing
from teleactivites_desktop.services import campaign_keys, campaigns, editing, exchanging, shutting_out
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.exchanges.page import ExchangesPage

CHEAP = sealing.Cost(memory_kib=16, iterations=1, lanes=1)


@pytest.fixture
def page(
    qtbot: QtBot, sites: TwoSites, make_context: Callable[[Workspace], Context]
) -> Iterator[ExchangesPage]:
    sites.exchange()
    made = ExchangesPage(make_context(sites.ours))
    qtbot.addWidget(made)
    bring_up(made)
    with mock.patch.object(invitation, "INVITING", CHEAP):
        yield made


def button(page: ExchangesPage, text: str) -> QPushButton:
    QApplication.processEvents()  # what was replaced is gone, what replaces it is shown
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    (found,) = [each for each in page.findChildren(QPushButton) if each.text() == text and each.isVisible()]
    return found


def settled(qtbot: QtBot, page: ExchangesPage) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy, timeout=30_000)


def in_sight(page: ExchangesPage) -> str:
    QApplication.processEvents()
    return " ".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def shut_out(qtbot: QtBot, page: ExchangesPage) -> None:
    button(page, "Mettre à l’écart…").click()
    form = page.overview.exclusion.form
    type_on(form.reason, "ordinateur volé")
    press_on(form.reason, Qt.Key.Key_Return)
    settled(qtbot, page)


def test_a_partner_is_shut_out_and_the_next_step_is_offered(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    button(page, "Mettre à l’écart…").click()
    form = page.overview.exclusion.form
    assert "Paul Rey" in in_sight(page)
    assert not form.button.isEnabled()  # nobody is shut out without a reason
    press_on(form.reason, Qt.Key.Key_Escape)
    assert not form.isVisible()
    shut_out(qtbot, page)
    assert "Mis à l'écart le" in in_sight(page)
    assert "«\xa0ordinateur volé" in in_sight(page)
    button(page, "Écrire l’invitation").click()
    assert page.overview.invite_form.isVisible()
    editing.edit(sites.theirs, "HD-0001", {"heures": "12"}, accept_warnings=True)
    with pytest.raises(UserError, match="ordinateur volé"):
        exchanging.read(sites.ours, sites.their_file(), lambda *_told: True)


def test_a_partner_is_taken_back(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    shut_out(qtbot, page)
    button(page, "Réadmettre").click()
    settled(qtbot, page)
    assert not shutting_out.shut_outs(sites.ours)
    assert button(page, "Mettre à l’écart…")
    assert "Donnez-lui une invitation" in page.overview.result.text


def test_what_was_read_before_hearing_is_told_and_accepted(
    qtbot: QtBot, page: ExchangesPage, sites: TwoSites
) -> None:
    site = sites.theirs.identity.site
    shutting_out.shut_out(sites.ours, site, "ordinateur volé")
    editing.edit(sites.theirs, "HD-0001", {"heures": "12"}, accept_warnings=True)
    path = sites.their_file()
    shutting_out.readmit(sites.ours, site)
    exchanging.read(sites.ours, path, lambda *_told: True)
    held = sites.ours.store.revisions.vector()[site]
    with mock.patch.object(type(sites.ours.store.revisions), "vector", return_value={site: held - 1}):
        shutting_out.shut_out(sites.ours, site, "ordinateur volé")
    page.refresh(page.interests)
    assert "1 modification de ce poste" in in_sight(page)
    button(page, "Les faire accepter partout").click()
    settled(qtbot, page)
    assert shutting_out.shut_outs(sites.ours)[site].beyond == 0
    assert "1 modification de ce poste" not in in_sight(page)


def test_the_new_key_comes_by_invitation(qtbot: QtBot, page: ExchangesPage, sites: TwoSites) -> None:
    with sites.theirs.store.transaction():
        campaign_keys.renew(sites.theirs)
    invited = campaigns.invite(sites.theirs, sites.folder / "renewal.tli", TOLD)
    with pytest.raises(UserError, match="Ouvrir une invitation"):
        exchanging.read(sites.ours, sites.their_file(), lambda *_told: True)
    form = page.overview.exclusion.key_form
    button(page, "Ouvrir une invitation").click()
    assert not form.button.isEnabled()
    form.file.edit.setText(str(invited))
    type_on(form.told.edit, TOLD)
    form.button.click()
    settled(qtbot, page)
    assert "à jour" in page.overview.result.text
    assert not form.isVisible()
    exchanging.read(sites.ours, sites.their_file(), lambda *_told: True)


def test_a_site_that_reads_of_its_own_exclusion_says_so(
    qtbot: QtBot, sites: TwoSites, make_context: Callable[[Workspace], Context]
) -> None:
    sites.exchange()
    shutting_out.shut_out(sites.ours, sites.theirs.identity.site, "ordinateur volé")
    with mock.patch.object(invitation, "INVITING", CHEAP):
        path: Path = campaigns.invite(sites.ours, sites.folder / "renewal.tli", TOLD)
    campaign_keys.take(sites.theirs, path, TOLD)
    mine = exchanging.write(sites.ours, sites.folder).path
    exchanging.read(sites.theirs, mine, lambda *_told: True)
    page = ExchangesPage(make_context(sites.theirs))
    qtbot.addWidget(page)
    bring_up(page)
    assert "les autres refusent ses prochains fichiers" in page.overview.exclusion.own.text
