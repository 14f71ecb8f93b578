"""Durability while keying: a field left, a response closed, each against the barest commit of the same bytes.

The limit is one row of the same size written by the driver alone, on a file of the same kind (encrypted,
WAL, synchronous FULL), in the same run, taken in turns so that a slow disk slows both.
"""

import json
import statistics
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.figure import Figure, timed
from bench.made import keyed_by, questionnaire_package
from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.entry import EntrySession
from teleactivites_desktop.services import campaigns, keying
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.transcripts import Transcript, read_transcript
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.storage.connection import connect_writer

PASSPHRASE = "une phrase pour mesurer"
HELD = 100_000
PAPERS = 12
SPENT = (
    "spent on some 20 statements where the limit has one: number free, batch, chain, revision, row, "
    "search words, draft forgotten, statistics; a third is the commit of their pages, a fifth the checks"
)


def measure() -> Iterator[Figure]:
    """Yield the figures of a field and of a response, in an empty base and with 100,000 responses."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = _campaign(Path(folder) / "ours.tldb")
        raw = _raw(Path(folder) / "raw.db")
        yield from _figures(workspace, raw, "GBEQ", "empty base")
        made = keyed_by("hd", HELD)
        with workspace.store.transaction():
            workspace.store.questionnaires.add(questionnaire_package())
            workspace.store.revisions.append(made.revisions)
        yield from _figures(workspace, raw, "HD", "100,000 responses held")
        workspace.close()


def _figures(
    workspace: Workspace, raw: Callable[[str], None], territory: str, where: str
) -> Iterator[Figure]:
    fields: list[float] = []
    field_limits: list[float] = []
    closings: list[float] = []
    closing_limits: list[float] = []
    for number, paper in enumerate(_papers()):
        session, draft = keying.start(workspace, f"{territory}-9{number:03}", territory, "BENCH")
        for name, typed in paper.answers.items():
            session.go(name)
            session.enter(typed)
            state = json.dumps(session.to_draft())
            fields.append(timed(lambda: keying.save_field(workspace, draft, session)))  # noqa: B023
            field_limits.append(timed(lambda: raw(state)))  # noqa: B023
        content = json.dumps(_content(session))
        closings.append(timed(lambda: keying.finish(workspace, draft, session)))  # noqa: B023
        closing_limits.append(timed(lambda: raw(content)))  # noqa: B023
    yield _figure(f"durable save of a field, {where} / raw commit", fields, field_limits)
    yield _figure(f"durable save of a response, {where} / raw commit", closings, closing_limits, SPENT)
    slowest = statistics.quantiles(fields, n=100)[98]
    yield Figure(f"  a field, 99th percentile, {where}", slowest * 1000, None, 16, "ms")


def _figure(name: str, ours: Sequence[float], limit: Sequence[float], note: str = "") -> Figure:
    return Figure(name, statistics.median(ours), statistics.median(limit), 3, note=note)


def _campaign(path: Path) -> Workspace:
    return campaigns.create(
        path, territory="GBEQ", officer="mesure", passphrase=PASSPHRASE, environment=real_environment()
    ).workspace


def _raw(path: Path) -> Callable[[str], None]:
    connection = connect_writer(path, b"\x5a" * 32)
    connection.execute("CREATE TABLE raw (number INTEGER PRIMARY KEY, content TEXT)")

    def write(content: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT OR REPLACE INTO raw VALUES (1, ?)", (content,))
        connection.execute("COMMIT")

    return write


def _content(session: EntrySession) -> dict[str, object]:
    return dict(session.finish())


def _papers() -> list[Transcript]:
    lines = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8").splitlines()
    return [read_transcript(line) for line in lines[:PAPERS]]
