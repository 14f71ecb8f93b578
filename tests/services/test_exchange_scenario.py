"""The scenario of the sample papers: four sites key, exchange, correct apart from each other, exchange."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_sites import (
    TERRITORIES,
    Campaign,
    Snapshot,
    campaign,
    content_of,
    correct,
    key_papers,
    open_conflicts,
    settle,
    snapshot,
)

from teleactivites_desktop.services import backups, conflicts, erasure, exchanging, integrity
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.exchanging import reading
from teleactivites_desktop.services.exchanging.steps import Steps, silent

ORDERS = 50
SECRETS = ("Quaranta", "quaranta", "QUARANTA", "33492621358", "33699887766")
TYPED = (b"quaranta", b"492621358", b"492 621 358", b"4 92 62 13 58", b"699887766", b"6 99 88 77 66")
"""In small letters, what was typed on HD-0007 and in its correction: name and telephones, in any writing."""
CONFLICTS = [("GBD-0006", "answers.heures", [33, 41]), ("HAD-0006", "status", ["kept", "withdrawn"])]


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """Four sites that have keyed, exchanged and corrected."""
    made = campaign(tmp_path_factory.mktemp("campaign"))
    key_papers(made)
    settle(made)
    correct(made)
    yield snapshot(made)
    made.close()


@pytest.fixture
def sites(corrected: Snapshot) -> Campaign:
    return corrected.again()


def test_all_sites_end_with_the_same(sites: Campaign) -> None:
    settle(sites)
    contents = [content_of(workspace) for workspace in sites.sites.values()]
    assert all(content == contents[0] for content in contents)
    assert len(contents[0]) == 59
    both = contents[0]["GBEQ/GBEQ-0006"]
    assert (both["answers.mobile"], both["answers.heures"]) == ("+33611223344", 44)
    assert contents[0]["HD/HD-0006"]["answers.lieu_dit"] == "Le Clos neuf"
    assert "HD/HD-0007" not in contents[0]
    for workspace in sites.sites.values():
        assert open_conflicts(workspace) == CONFLICTS
        assert conflicts.count(workspace) == 2
        assert not integrity.check(workspace.store)


def test_nothing_of_the_erased_person_is_left_anywhere(sites: Campaign) -> None:
    settle(sites)
    settle(sites)  # so that each hears from the others that they did it
    last = [sites.write(name, full=True) for name in TERRITORIES]
    held = [fields for workspace in sites.sites.values() for _, fields in workspace.store.responses.each()]
    assert not any(secret in str(fields) for fields in held for secret in SECRETS)
    for path in last:
        with exchanging.receiving.received(sites.sites["HD"], path, Steps(silent, 1)) as found:
            said = [revision.patch for revision in found.file.revisions()]
            assert not any(secret in str(patch) for patch in said for secret in SECRETS)
    copies = [backups.back_up(workspace, BackupReason.ASKED).path for workspace in sites.sites.values()]
    sites.close()
    for name in TERRITORIES:
        left = [path for path in sites.folder.glob(f"{name}.tldb*") if path.is_file()]
        for path in (*left, *copies):
            content = path.read_bytes().lower()
            assert not [secret for secret in TYPED if secret in content], path
        sites.reopen(name)
    for workspace in sites.sites.values():
        (gone,) = erasure.erased(workspace)
        assert all(each.at for each in gone.acknowledgements)


def test_a_decision_travels_and_nobody_decides_twice(sites: Campaign) -> None:
    settle(sites)
    conflicts.resolve(sites.sites["HAD"], "GBD-0006", "heures", "33")
    conflicts.resolve(sites.sites["GBEQ"], "HAD-0006", "status", "withdrawn")
    settle(sites)
    for workspace in sites.sites.values():
        assert conflicts.count(workspace) == 0
        content = content_of(workspace)
        assert content["GBD/GBD-0006"]["answers.heures"] == 33
        assert content["HAD/HAD-0006"]["status"] == "withdrawn"


@pytest.mark.slow
def test_the_order_of_exchanges_never_matters(
    sites: Campaign, corrected: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifty shuffled orders, files given late, twice, and through third sites."""
    monkeypatch.setattr(reading, "back_up", lambda *_: None)  # tried elsewhere; it is most of the time
    settle(sites)
    expected = content_of(sites.sites["GBEQ"])
    for order in range(ORDERS):
        corrected.again()
        _exchange_at_random(sites, random.Random(order))
        settle(sites)
        for name, workspace in sites.sites.items():
            assert content_of(workspace) == expected, (order, name)
            assert open_conflicts(workspace) == CONFLICTS, (order, name)
            assert not workspace.store.partners.parked()
        checked = sites.sites[TERRITORIES[order % 4]]
        assert not integrity.check(checked.store), order


def _exchange_at_random(sites: Campaign, source: random.Random) -> None:
    sticks: list[Path] = []
    for _ in range(source.randint(3, 8)):
        name, other = source.sample(TERRITORIES, 2)
        if not sticks or source.random() < 0.5:
            wanted = source.choice(("", other, source.choice(TERRITORIES)))
            sticks.append(sites.write(name, territory=wanted, full=source.random() < 0.2))
        for _again in range(source.choice((1, 1, 2))):
            sites.read(other, source.choice(sticks))
