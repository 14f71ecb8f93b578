"""The laws of merging, over made-up stories of two to six sites.

Whatever is keyed, withdrawn, erased and decided, by clocks that are years wrong, and however files travel
(late, twice, cut short, through others, after an undo or a restored backup): once all have read all, all hold
the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from history_reference import reference, seen_of
from history_world import START, File, Site, content, exchange_until_equal, record_id, site_id
from hypothesis import event, given
from hypothesis import strategies as st

from teleactivites_desktop.core.history.fold import fold
from teleactivites_desktop.core.history.refusal import note_of, refusal, refusal_of_new
from teleactivites_desktop.core.history.state import response_state

YEAR = 365 * 24 * 60 * 60 * 1000
Step = tuple[str, int, int, int]
"""What is done, by which site, and two numbers that mean something else to each doing."""

PATCHES: list[dict[str, Any]] = [
    {"answers.mobile": "+33611223344", "status": "kept"},
    {"answers.mobile": None, "status": "kept"},
    {"answers.heures": 33, "status": "kept"},
    {"answers.heures": 41, "answers.jours": 2.5, "status": "kept"},
    {"answers.heures": 41, "status": "kept"},
    {"refused.naissance": {"typed": "2968", "rule": "constraint"}, "status": "kept"},
    {"status": "withdrawn", "reason": "fiche annulée"},
]
HONEST = [
    "key",
    "key",
    "key",
    "key",
    "decide",
    "erase",
    "post",
    "post",
    "read",
    "read",
    "read",
    "refuse",
    "skew",
    "undo",
]
ALL = [*HONEST, "backup", "restore"]


def stories(doings: Sequence[str]) -> st.SearchStrategy[list[Step]]:
    step = st.tuples(st.sampled_from(doings), st.integers(0, 5), st.integers(0, 11), st.integers(0, 11))
    return st.lists(step, min_size=16, max_size=40)


@dataclass
class World:
    """The sites, the files written so far, and what each site last knew of the others."""

    sites: list[Site]
    mail: list[tuple[int, File]] = field(default_factory=list)
    stated: dict[tuple[int, int], dict[str, int]] = field(default_factory=dict)
    before_read: dict[int, Site] = field(default_factory=dict)
    backups: dict[int, Site] = field(default_factory=dict)
    now: int = START
    written: set[str] = field(default_factory=set)
    incarnations: int = 100

    def live(self, story: Sequence[Step]) -> None:
        for doing, who, one, two in story:
            self.now += 60_000
            getattr(self, doing)(who % len(self.sites), one, two)

    def write(self, who: int, record: str, patch: dict[str, Any]) -> None:
        self.before_read.pop(who, None)
        if not self.sites[who].erased_records({record}):
            self.written.add(self.sites[who].write(record, patch, self.now).id)

    def key(self, who: int, one: int, two: int) -> None:
        self.write(who, record_id(one % 2), PATCHES[two % len(PATCHES)])

    def erase(self, who: int, one: int, two: int) -> None:
        if two < 4:  # now and then
            self.write(who, record_id(one % 2), {"erased": "demande"})

    def decide(self, who: int, one: int, two: int) -> None:
        conflicts = fold(self.sites[who].history(record_id(one % 2))).conflicts
        for path, contenders in list(conflicts.items())[:1]:
            self.write(who, record_id(one % 2), {path: contenders[two % len(contenders)].value})

    def post(self, who: int, one: int, two: int) -> None:
        """Write a file: in full, or what a partner lacked when it last spoke; now and then cut short."""
        partner = one % len(self.sites)
        file = self.sites[who].file(self.stated.get((who, partner)) if two % 2 else None)
        if two > 8:
            del file.revisions[two - 8 : two - 6]
        self.mail.append((who, file))

    def read(self, who: int, one: int, two: int) -> None:
        if self.mail:
            author, file = self.mail[-1 - one % len(self.mail)]
            self.before_read[who] = self.sites[who].snapshot()
            plan = self.sites[who].read(file, self.now)
            assert not plan.forks
            self.stated[who, author] = file.vector

    def refuse(self, who: int, one: int, two: int) -> None:
        """Read a file and refuse one record's line, as the rehearsal lets one do."""
        record, before = record_id(two % 2), self.sites[who].folds()
        self.read(who, one, two)
        after = self.sites[who].folds().get(record)
        if after is None:
            return
        held = before.get(record)
        patch = refusal(held, after) if held else refusal_of_new(after, "refusée")
        if patch:
            self.write(who, record, patch | note_of(self.sites[who].id, "lu"))

    def undo(self, who: int, one: int, two: int) -> None:
        """Take the last import back, as long as nothing was written on top of it."""
        if who in self.before_read:
            self.sites[who] = self.before_read.pop(who)

    def skew(self, who: int, one: int, two: int) -> None:
        self.sites[who].skew = (one - 6) * YEAR

    def backup(self, who: int, one: int, two: int) -> None:
        self.backups[who] = self.sites[who].snapshot()

    def restore(self, who: int, one: int, two: int) -> None:
        """Go back to a backup, as a new incarnation."""
        if who in self.backups:
            self.incarnations += 1
            self.sites[who] = self.backups[who].copy(site_id(self.incarnations))
            self.before_read.pop(who, None)


def started(count: int) -> World:
    """The first site has keyed two responses, and all the others have read them."""
    world = World([Site(site_id(i)) for i in range(count)])
    world.write(0, record_id(0), {"answers.heures": 20, "answers.mobile": "+33600000000", "status": "kept"})
    world.write(0, record_id(1), {"answers.heures": 21, "status": "kept"})
    exchange_until_equal(world.sites, world.now)
    return world


WORLDS = st.integers(2, 6).map(started)


def settle(world: World, random: Any) -> None:
    """Let the sites exchange until all have read all, in an order drawn."""
    random.shuffle(world.sites)
    exchange_until_equal(world.sites, world.now)


def check(world: World) -> None:
    """What must hold once all have read all."""
    first = world.sites[0]
    for site in world.sites:
        assert content(site) == content(first)
        assert site.broken() is None
    erased = first.erased_records({revision.record for revision in first.all()})
    for record, folded in first.folds().items():
        assert seen_of(folded) == reference(first.history(record))
        assert folded.erased == (record in erased)
        response_state(folded)
    for revision in first.all():
        assert (revision.patch is None) == (revision.record in erased and not revision.erases)
    event(f"erased: {bool(erased)}, conflicts: {any(f.conflicts for f in first.folds().values())}")


@pytest.mark.fuzz
@given(WORLDS, stories(HONEST), st.randoms(use_true_random=False))
def test_whatever_the_route_all_hold_the_same_and_nothing_is_lost(
    world: World, story: list[Step], random: Any
) -> None:
    world.live(story)
    settle(world, random)
    check(world)
    for site in world.sites:
        assert {revision.id for revision in site.all()} == world.written
        assert not site.parked


@pytest.mark.fuzz
@given(WORLDS, stories(ALL), st.randoms(use_true_random=False))
def test_restored_backups_bring_no_confusion(world: World, story: list[Step], random: Any) -> None:
    world.live(story)
    alive = {revision.id for site in world.sites for revision in site.all()}
    settle(world, random)
    check(world)
    assert {revision.id for revision in world.sites[0].all()} >= alive


@pytest.mark.fuzz
@given(WORLDS, stories(ALL), st.randoms(use_true_random=False))
def test_decisions_end_all_conflicts_everywhere(world: World, story: list[Step], random: Any) -> None:
    world.live(story)
    settle(world, random)
    decider = random.choice(world.sites)
    for record, folded in decider.folds().items():
        if folded.conflicts:
            said = {path: random.choice(found).value for path, found in folded.conflicts.items()}
            decider.write(record, said, world.now)
    settle(world, random)
    assert not any(folded.conflicts for site in world.sites for folded in site.folds().values())


@pytest.mark.fuzz
@given(WORLDS, stories(ALL), st.randoms(use_true_random=False))
def test_importing_is_a_union(world: World, story: list[Step], random: Any) -> None:
    """Commutative, associative, idempotent: files read in two orders, some twice, some gathered in one."""
    world.live(story)
    files = [file for _, file in world.mail] + [site.file() for site in world.sites]
    one, other = Site(site_id(90)), Site(site_id(91))
    for file in files:
        one.read(file, world.now)
    shuffled = [*files, *random.choices(files, k=3)]
    random.shuffle(shuffled)
    half = len(shuffled) // 2
    other.read(File([revision for file in shuffled[:half] for revision in file.revisions], {}), world.now)
    for file in shuffled[half:]:
        other.read(file, world.now)
    again = other.read(files[0], world.now)
    assert not again.applicable
    assert content(one) == content(other)
    assert one.folds() == other.folds()
    assert {r.id for r in one.parked} == {r.id for r in other.parked}


@pytest.mark.fuzz
@given(WORLDS, stories(HONEST))
def test_importing_writes_nothing_of_its_own(world: World, story: list[Step]) -> None:
    world.live(story)
    for site in world.sites:
        own = len(site.held.get(site.id, ()))
        for _, file in world.mail:
            site.read(file, world.now)
        assert len(site.held.get(site.id, ())) == own


@pytest.mark.fuzz
@given(WORLDS, stories(ALL))
def test_stamps_of_a_site_grow_whatever_clocks_do(world: World, story: list[Step]) -> None:
    world.live(story)
    for site in world.sites:
        for run in site.held.values():
            stamps = [revision.at for revision in run]
            assert stamps == sorted(set(stamps))
