"""What is kept of the answers is never told apart from the answers: written, corrected, erased, by anyone."""

import random
from collections.abc import Iterator
from contextlib import closing

import pytest
from reports_world import sample_campaign

from teleactivites_desktop.analysis import loading
from teleactivites_desktop.analysis.columns import CodedColumn, Column, Columns, MultipleColumn, NumberColumn
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.services import kept_columns, responses, tabulations
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.storage import counted
from teleactivites_desktop.storage.rebuild import rebuild

SMALL = 8


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """One campaign for all: what holds does so whatever happened before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counted, "SEGMENT", SMALL)
        made = sample_campaign(tmp_path_factory.mktemp("campaign"))
        made.store.session.run_outside("PRAGMA synchronous = OFF")
        yield made
        made.close()


def told(column: Column) -> list[object]:
    """What a column says of each person, whatever the places of its names."""
    if isinstance(column, CodedColumn):
        return [column.names[code] if code >= 0 else None for code in column.codes.tolist()]
    if isinstance(column, MultipleColumn):
        made = [{n for n, on in zip(column.names, line, strict=True) if on} for line in column.combinations]
        return [made[code] if code >= 0 else None for code in column.codes.tolist()]
    if isinstance(column, NumberColumn):
        return [repr(value) for value in column.values.tolist()]
    return []


def everything(columns: Columns) -> dict[str, list[object]]:
    return {
        **{f"q {name}": told(column) for name, column in columns.questions.items()},
        **{f"s {name}": list(state.tolist()) for name, state in columns.states.items()},
        **{f"g {name}": told(column) for name, column in columns.groups.items()},
        "received": list(columns.received.tolist()),
        "rows": list(columns.rows.tolist()),
    }


def afresh(workspace: Workspace) -> Columns:
    store = workspace.store
    rows = store.responses.rows_as(store.questionnaires.current_version(), 0, 10**9)
    return loading.load(workspace.questionnaire, rows, workspace.environment)


def kept(workspace: Workspace) -> int:
    return int(workspace.store.session.value("SELECT count(*) FROM counted"))


def change(workspace: Workspace, dice: random.Random) -> None:
    lines = workspace.store.responses.page(limit=100).lines
    record = dice.choice(lines).record
    kind = dice.choice(["answer", "several", "refuse", "erase", "withdraw", "object", "new"])
    if kind == "erase":
        responses.erase(workspace, record, "demande")
        return
    patches: dict[str, dict[str, object]] = {
        "answer": {"answers.commune": dice.choice(["05100", "05023", None])},
        "several": {"answers.lieux": dice.choice(["domicile", "domicile bureau_loue", "inconnu"])},
        "refuse": {"answers.heures": None, "refused.heures": {"typed": "x", "rule": "type"}},
        "withdraw": {"status": dice.choice(["withdrawn", "kept"])},
        "object": {"consents.statistics": dice.choice(["withdrawn", None])},
        "new": {"territory": "HD", "batch": "HD-Z", "received": "2007-11-01", "status": "kept"},
    }
    with workspace.store.transaction():
        target = record if kind != "new" else dice.randbytes(16).hex()
        workspace.author(Kind.RESPONSE, target, patches[kind])  # type: ignore[arg-type]


def test_after_any_change_the_kept_columns_are_those_of_the_responses(workspace: Workspace) -> None:
    assert everything(kept_columns.load(workspace)) == everything(afresh(workspace))
    dice = random.Random(5)
    for _change in range(25):
        change(workspace, dice)
        assert kept(workspace) < len(workspace.store.counted.segments()), "the changed one is thrown away"
        assert everything(kept_columns.load(workspace)) == everything(afresh(workspace))
        assert kept(workspace) == len(workspace.store.counted.segments())


def test_nothing_is_read_twice(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    first = everything(kept_columns.load(workspace))

    def refuse(*_arguments: object) -> None:
        raise AssertionError("the responses were read")

    monkeypatch.setattr(type(workspace.store.responses), "rows_as", refuse)
    assert everything(kept_columns.load(workspace)) == first


def test_what_somebody_else_changed_meanwhile_is_not_kept(workspace: Workspace) -> None:
    store = workspace.store
    with closing(workspace.reopen()) as other:
        moment = store.counted.moment()
        assert store.counted.keep(0, "now", b"1", moment)
        responses.withdraw(other, other.store.responses.page(limit=1).lines[0].record, "erreur")
        assert not store.counted.keep(1, "now", b"2", moment)
        assert store.counted.get(1, "now") is None


def test_what_is_kept_goes_with_the_rows_it_was_made_of(workspace: Workspace) -> None:
    tabulations.load(workspace)
    assert kept(workspace) > 0
    rebuild(workspace.store)
    assert kept(workspace) == 0
    assert everything(kept_columns.load(workspace)) == everything(afresh(workspace))


def test_another_version_of_the_columns_is_not_taken_for_this_one(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from teleactivites_desktop.analysis import segments

    kept_columns.load(workspace)
    monkeypatch.setattr(segments, "FORMAT", "other")
    monkeypatch.setattr(segments, "unpacked", None)
    assert everything(kept_columns.load(workspace)) == everything(afresh(workspace))
