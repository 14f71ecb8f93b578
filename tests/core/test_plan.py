"""An import planned: what can be applied, what waits and for what, what is missing, what is refused."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from history_world import START, File, Site, content, record_id, site_id

from teleactivites_desktop.core.history.plan import Fork, Gap, ImportPlan, ParkedReason, plan_import
from teleactivites_desktop.core.history.revision import Revision

R, S = record_id(1), record_id(2)
NOW = START


def a_site(number: int, changes: int = 0) -> Site:
    site = Site(site_id(number))
    for i in range(changes):
        site.write(record_id(1 + i % 2), {"answers.heures": i}, NOW + i)
    return site


def parked(plan: ImportPlan) -> list[tuple[int, ParkedReason]]:
    return [(revision.seq, reason) for revision, reason in plan.parked]


def test_a_first_import_applies_everything_and_a_second_nothing() -> None:
    sender, reader = a_site(0, 4), a_site(1)
    plan = reader.read(sender.file(), NOW)
    assert plan == ImportPlan(tuple(sender.all()), 0, (), (), (), frozenset(), frozenset())
    again = reader.read(sender.file(), NOW)
    assert again == ImportPlan((), 4, (), (), (), frozenset(), frozenset())
    assert content(reader) == content(sender)


def test_repeats_within_one_file_count_once() -> None:
    sender, reader = a_site(0, 3), a_site(1)
    revisions = sender.all()
    assert len(plan_import(reader, revisions + revisions).applicable) == 3


def test_the_order_of_a_file_does_not_matter() -> None:
    first, second, reader = a_site(0, 2), a_site(1), a_site(2)
    second.read(first.file(), NOW)
    second.write(R, {"answers.heures": 9}, NOW)
    first.read(second.file(), NOW)
    first.write(R, {"answers.heures": 8}, NOW)
    revisions = first.all()
    for shuffled in (revisions, revisions[::-1], revisions[2:] + revisions[:2]):
        plan = plan_import(reader, shuffled)
        seen: set[str] = set()
        for revision in plan.applicable:
            assert seen >= set(revision.parents)
            assert not revision.previous or revision.previous in seen
            seen.add(revision.id)
        assert len(seen) == 4


def test_a_missing_file_is_named_and_what_comes_after_it_waits() -> None:
    sender, reader = a_site(0, 9), a_site(1)
    run = sender.all()
    plan = reader.read(File([*run[:2], *run[4:6], *run[8:]], {}), NOW)
    assert [revision.seq for revision in plan.applicable] == [1, 2]
    assert plan.gaps == (Gap(site_id(0), 3, 4), Gap(site_id(0), 7, 8))
    assert parked(plan) == [(5, ParkedReason.GAP), (6, ParkedReason.GAP), (9, ParkedReason.GAP)]
    late = reader.read(File(run[2:8], {}), NOW)
    assert [revision.seq for revision in late.applicable] == [3, 4, 5, 6, 7, 8, 9]
    assert not late.gaps
    assert not reader.parked


def test_what_the_sender_holds_and_did_not_bring_is_a_gap() -> None:
    reader = a_site(1, 2)
    stated = {site_id(0): 3, site_id(1): 2, site_id(2): 0}
    assert plan_import(reader, [], stated).gaps == (Gap(site_id(0), 1, 3),)
    assert plan_import(reader, a_site(0, 2).all(), stated).gaps == (Gap(site_id(0), 3, 3),)
    assert plan_import(reader, [], {site_id(1): 1}).gaps == ()
    assert plan_import(reader, [], {site_id(0): 10**15}).gaps == (Gap(site_id(0), 1, 10**15),)


def test_a_revision_whose_author_saw_what_is_missing_waits_with_all_that_follow_it() -> None:
    first, second, reader = a_site(0, 1), a_site(1), a_site(2)
    second.read(first.file(), NOW)
    second.write(S, {"answers.heures": 1}, NOW)
    second.write(R, {"answers.heures": 2}, NOW)  # saw first's
    second.write(S, {"answers.heures": 3}, NOW)
    (missing,) = first.all()
    plan = reader.read(File(second.held[site_id(1)], dict(second.vector())), NOW)
    assert [revision.seq for revision in plan.applicable] == [1]
    assert parked(plan) == [(2, ParkedReason.PARENT), (3, ParkedReason.GAP)]
    assert plan.missing_parents == {missing.id}
    assert plan.gaps == (Gap(site_id(0), 1, 1),)
    late = reader.read(first.file(), NOW)
    assert [(revision.site, revision.seq) for revision in late.applicable] == [
        (site_id(0), 1),
        (site_id(1), 2),
        (site_id(1), 3),
    ]
    assert late.known == 0


def test_two_sites_that_waited_for_one_parent_go_on_together() -> None:
    first, readers = a_site(0, 1), [a_site(1), a_site(2)]
    for site in readers:
        site.read(first.file(), NOW)
        site.write(R, {"answers.heures": 7}, NOW)
    last = a_site(3)
    ahead = [revision for site in readers for revision in site.held[site.id]]
    assert len(last.read(File(ahead, {}), NOW).parked) == 2
    assert len(last.read(first.file(), NOW).applicable) == 3


def forked() -> tuple[Site, Site]:
    """A database copied by hand: two laptops go on under one site."""
    first = a_site(0, 2)
    copy = first.copy(first.id)
    first.write(R, {"answers.heures": 50}, NOW)
    copy.write(R, {"answers.heures": 51}, NOW)
    copy.write(R, {"answers.heures": 52}, NOW)
    return first, copy


def fork_of(one: Revision, other: Revision) -> Fork:
    first, second = sorted([one.id, other.id])
    return Fork(one.site, one.seq, (first, second))


def test_a_site_that_brings_two_that_others_waited_for_wakes_both() -> None:
    last = a_site(9, 2)
    first_run, second_run = last.all()
    readers = [a_site(1), a_site(2)]
    readers[0].read(File([first_run], {}), NOW)
    readers[0].write(R, {"answers.heures": 7}, NOW)
    readers[1].read(File([first_run, second_run], {}), NOW)
    readers[1].write(S, {"answers.heures": 8}, NOW)
    revisions = [revision for site in readers for revision in site.held[site.id]]
    assert len(plan_import(a_site(5), [*revisions, first_run, second_run]).applicable) == 4


def test_only_the_parents_that_are_missing_are_named() -> None:
    first, second, reader = a_site(0, 1), a_site(1, 1), a_site(2)
    third = a_site(3)
    for site in (first, second):
        third.read(site.file(), NOW)
    third.write(R, {"answers.heures": 7}, NOW)
    reader.read(first.file(), NOW)
    plan = plan_import(reader, third.held[site_id(3)])
    assert len(plan.parked[0].revision.parents) == 2
    assert plan.missing_parents == {second.all()[0].id}


@pytest.mark.parametrize(("start", "end"), [(0, 4), (1, 4), (2, 4), (2, 3)])
def test_a_site_that_wrote_twice_is_named_and_nothing_is_applied(start: int, end: int) -> None:
    first, copy = forked()
    before = content(first)
    third = a_site(5, 3)
    plan = first.read(File([*third.all(), *copy.all()[start:end]], {}), NOW)
    assert plan.forks == (fork_of(first.all()[2], copy.all()[2]),)
    assert plan.applicable == ()
    assert content(first) == before


def test_a_fork_shows_in_what_follows_it_too() -> None:
    first, copy = forked()
    plan = plan_import(first, copy.all()[3:])  # number 4 only: it names another number 3
    assert plan.forks == (fork_of(first.all()[2], copy.all()[2]),)


def test_a_fork_inside_a_file_is_named() -> None:
    first, copy = forked()
    reader = a_site(1)
    expected = (fork_of(first.all()[2], copy.all()[2]),)
    assert plan_import(reader, [*first.all(), *copy.all()]).forks == expected
    assert plan_import(reader, [*first.all(), copy.all()[3]]).forks == expected


def test_an_erasure_blanks_what_comes_with_it_and_what_is_held() -> None:
    sender = a_site(0, 2)
    reader = a_site(1)
    reader.read(sender.file(), NOW)
    old = sender.file()
    sender.write(S, {"answers.heures": 60}, NOW)
    erasure = sender.erase(R, NOW)
    sender.write(S, {"answers.heures": 61}, NOW)
    plan = reader.read(sender.file(reader.vector()), NOW)
    assert plan.erasing == {R}
    assert [r.patch for r in plan.applicable if r.record == R] == [erasure.patch]
    assert [r.patch for r in reader.history(R) if not r.erases] == [None]
    assert all(r.patch for r in reader.history(S))
    newcomer = a_site(2)
    newcomer.read(old, NOW)
    late = newcomer.read(sender.file(newcomer.vector()), NOW)
    assert late.erasing == {R}
    assert content(newcomer) == content(reader)


def test_what_comes_with_its_erasure_is_applied_blank() -> None:
    sender, reader = a_site(0, 2), a_site(1)
    whole = sender.all()[0]
    erasure = sender.erase(R, NOW)
    plan = plan_import(reader, [whole, *sender.all()[1:]])
    assert [r.patch for r in plan.applicable if r.record == R] == [None, erasure.patch]


def test_a_second_erasure_erases_nothing_more() -> None:
    sites = [a_site(0, 1), a_site(1)]
    sites[1].read(sites[0].file(), NOW)
    for site in sites:
        site.erase(R, NOW)
    plan = sites[0].read(sites[1].file(), NOW)
    assert len(plan.applicable) == 1
    assert plan.erasing == frozenset()


def test_an_old_file_cannot_bring_an_erased_record_back() -> None:
    author, eraser, reader = a_site(0, 1), a_site(1), a_site(2)
    author.write(R, {"answers.nom": "Quaranta"}, NOW)
    old = author.file()
    eraser.read(author.file(), NOW)
    eraser.erase(R, NOW)
    reader.read(eraser.file(), NOW)
    author.write(R, {"answers.nom": "Quaranta"}, NOW)
    for file in (old, author.file()):
        plan = reader.read(file, NOW)
        assert all(r.patch is None for r in plan.applicable)
    assert "Quaranta" not in repr(reader.held)
    assert plan.erasing == frozenset()


def test_what_waits_of_an_erased_record_is_blanked_too() -> None:
    author, eraser, reader = a_site(0, 1), a_site(1), a_site(2)
    eraser.read(author.file(), NOW)
    eraser.erase(R, NOW)
    reader.read(eraser.file(), NOW)
    author.write(S, {"answers.heures": 1}, NOW)
    author.write(R, {"answers.nom": "Quaranta"}, NOW)
    plan = reader.read(File(author.all()[2:], {}), NOW)
    assert parked(plan) == [(3, ParkedReason.GAP)]
    assert plan.parked[0].revision.patch is None


def test_a_patch_stripped_on_the_way_waits_for_the_erasure_or_the_whole() -> None:
    author, reader = a_site(0, 3), a_site(1)
    run = author.all()
    stripped = [run[0], run[1].blanked(), run[2]]
    plan = reader.read(File(stripped, {}), NOW)
    assert [r.seq for r in plan.applicable] == [1]
    assert parked(plan) == [(2, ParkedReason.BLANK), (3, ParkedReason.GAP)]
    assert [r.patch for r in reader.read(author.file(), NOW).applicable] == [r.patch for r in run[1:]]


def test_of_a_revision_brought_blank_and_whole_the_whole_one_is_applied() -> None:
    author, reader = a_site(0, 1), a_site(1)
    (whole,) = author.all()
    for file in ([whole, whole.blanked()], [whole.blanked(), whole]):
        assert plan_import(reader, file).applicable == (whole,)


def test_an_import_of_many_asks_in_bulk() -> None:
    asked: list[str] = []

    class Counting(Site):
        def ids_between(self, site: str, first: int, last: int) -> Sequence[str]:
            asked.append("ids")
            return super().ids_between(site, first, last)

        def known_ids(self, ids: object) -> dict[str, str]:
            asked.append("known")
            return {}

    sender = a_site(0, 300)
    reader = Counting(site_id(1), held={site_id(0): sender.all()[:100]})
    plan_import(reader, [replace(r) for r in sender.all()])
    assert sorted(asked) == ["ids", "known"]


@pytest.mark.parametrize("known", [0, 1])
def test_a_parent_of_another_record_is_a_stray(known: int) -> None:
    """Whether it is held or comes along: every site would show it, and no check would agree."""
    writer = Site(site_id(0))
    first = writer.write(record_id(1), {"answers.nom": "Faure"}, START)
    other = writer.write(record_id(2), {"answers.nom": "Roux"}, START, parents=[first.id])
    reader = Site(site_id(1), held={site_id(0): [first][:known]})
    assert plan_import(reader, [first, other][known:]).strays == (other,)
