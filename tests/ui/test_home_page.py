"""Accueil: where the campaign stands, in figures that add up, and the way to each thing that waits."""

from collections.abc import Callable

import pytest
from page_partners import TwoSites
from page_world import Heard, bring_up, press
from pytestqt.qtbot import QtBot

from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.services import backups, batches, keying
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.bars import Bar
from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.home import HomePage


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> HomePage:
    batches.set_up(context.workspace, "GBEQ", "GBEQ-A", expected=40)
    made = HomePage(context)
    qtbot.addWidget(made)
    bring_up(made)
    return made


def test_bars_show_what_is_keyed_of_what_is_expected(page: HomePage) -> None:
    bars = {bar.caption: bar for bar in page.bars.bars}
    keyed = sum(bar.done for bar in page.bars.bars if not bar.minor)
    assert keyed == 60
    whole = bars["Grand Briançonnais-Écrins-Queyras"]
    first, second = bars["Lot GBEQ-A"], bars["Lot GBEQ-B"]
    assert (first.expected, second.expected) == (40, 0)
    assert whole.done == first.done + second.done == 15
    assert whole.expected == 40 + second.done
    assert first.figures == f"{first.done} / 40"


def test_a_batch_that_is_all_there_says_so() -> None:
    assert Bar("Lot", 40, 40).figures == "40 / 40 ✓"
    assert Bar("Lot", 39, 40).figures == "39 / 40"
    assert Bar("Lot", 1234).figures == "1\u00a0234"


def test_the_bars_are_said_to_a_screen_reader(page: HomePage) -> None:
    assert "Lot GBEQ-A 9 / 40" in page.bars.accessibleDescription()


def test_weeks_hold_every_paper(page: HomePage) -> None:
    described = page.weeks.accessibleDescription()
    assert sum(int(part.split()[-1]) for part in described.split(", ")) == 60


def test_what_waits_is_counted_and_opens_its_page(page: HomePage, context: Context) -> None:
    heard = Heard(context)
    assert page.incomplete.count == 6
    assert page.drafts.count == 0
    page.incomplete.click()
    page.conflicts.click()
    page.drafts.click()
    assert heard.opened == [
        (PageName.RESPONSES, Filters(status=Status.INCOMPLETE)),
        (PageName.CONTROL, None),
        (PageName.ENTRY, None),
    ]


def test_a_draft_and_a_backup_show_after_the_next_refresh(page: HomePage, context: Context) -> None:
    keying.start(context.workspace, "GBEQ-0900", "GBEQ", "GBEQ-A")
    backups.back_up(context.workspace, BackupReason.ASKED)
    page.refresh(frozenset())
    assert page.drafts.count == 1
    assert page.backup.text().startswith("aujourd'hui")


def test_exchanges_say_when_and_with_whom(
    qtbot: QtBot, sites: TwoSites, make_context: Callable[[Workspace], Context]
) -> None:
    sites.exchange()
    sites.disagree()
    sites.exchange()
    page = HomePage(make_context(sites.ours))
    qtbot.addWidget(page)
    bring_up(page)
    assert "lu un fichier de HD" in page.exchanges.text()
    assert page.conflicts.count == 1


def test_keying_is_one_key_away(page: HomePage, context: Context) -> None:
    heard = Heard(context)
    press(page, "Ctrl+N")
    assert heard.opened == [(PageName.ENTRY, None)]


def test_a_new_campaign_says_where_to_begin(
    qtbot: QtBot, make_context: Callable[[Workspace], Context], empty_workspace: Workspace
) -> None:
    page = HomePage(make_context(empty_workspace))
    qtbot.addWidget(page)
    bring_up(page)
    assert page.empty.isVisible()
