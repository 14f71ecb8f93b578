"""Reading exchange files, decryption, signatures and chains included, against raw SQL with the same rows.

The backup before a read is timed apart. Memory is the peak of a process of its own that only reads.
"""

import gc
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.figure import Figure, timed
from bench.made import keyed_by
from bench.storage import CHANGES, FIRST_IMPORT, HELD, raw_import, raw_merge
from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.services import campaigns, exchanging
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.workspace import Workspace

TOLD = "une phrase pour mesurer"
_PEAK_OF = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
"""A small process that starts another: a child begins with the peak of its parent, and ours is big."""


def measure() -> Iterator[Figure]:
    """Yield the figures of a first import and of a merge."""
    with tempfile.TemporaryDirectory() as name:
        yield from _first_import(Path(name))
    with tempfile.TemporaryDirectory() as name:
        yield from _merge(Path(name))


def _first_import(folder: Path) -> Iterator[Figure]:
    writer, reader = _two_sites(folder)
    made = keyed_by("gbeq", FIRST_IMPORT, _tip(writer)).revisions
    _hold(writer, made)
    file = exchanging.write(writer, folder / "all.tlx", full=True).path
    writer.close()
    spent, backup = _read(reader, file)
    raw = timed(lambda: raw_import(folder / "raw.db", made))
    yield Figure(f"first import of {FIRST_IMPORT:,} from a file / raw executemany", spent, raw, 7)
    yield Figure("  the backup before it, apart", backup, None, 10)
    yield _size(folder, file, made)
    reader.close()
    yield Figure("  peak memory of a process that reads it", _peak_of_reading(folder, file), None, 300, "MB")


def _merge(folder: Path) -> Iterator[Figure]:
    writer, reader = _two_sites(folder)
    made = keyed_by("gbeq", HELD, _tip(writer))
    _hold(writer, made.revisions)
    exchanging.read(reader, exchanging.write(writer, folder / "all.tlx", full=True).path, _anybody)
    changes = made.corrected_by("hd", random.Random(2).sample(range(HELD), CHANGES), _tip(reader))
    _hold(reader, changes)
    exchanging.write(writer, folder / "known.tlx")
    file = exchanging.write(reader, folder / "changes.tlx", territory="GBEQ").path
    reader.close()
    spent, backup = _read(writer, file)
    raw = raw_merge(folder / "raw.db", made.revisions, changes)
    yield Figure(f"merge of {CHANGES:,} changes from a file into {HELD:,} / raw upsert", spent, raw, 4)
    yield Figure("  the backup before it, apart", backup, None, 20)
    writer.close()


def _two_sites(folder: Path) -> tuple[Workspace, Workspace]:
    """Return a campaign's first site, and one that joined; both databases are encrypted."""
    environment = real_environment()
    first = campaigns.create(
        folder / "first.tldb", territory="GBEQ", officer="un", passphrase=TOLD, environment=environment
    ).workspace
    invitation = campaigns.invite(first, folder / "invitation.tli", TOLD)
    second = campaigns.join(
        folder / "second.tldb", invitation, TOLD,
        territory="HD", officer="deux", passphrase=TOLD, environment=environment,
    ).workspace  # fmt: skip
    return first, second


def _tip(workspace: Workspace) -> Revision:
    with workspace.store.transaction():
        workspace.ensure_presented()
    tip = workspace.store.revisions.tip(workspace.identity.site)
    if tip is None:
        raise RuntimeError("a site that never presented itself")
    return tip


def _hold(workspace: Workspace, revisions: Sequence[Revision]) -> None:
    with workspace.store.transaction():
        workspace.store.revisions.append(revisions)


def _read(workspace: Workspace, file: Path) -> tuple[float, float]:
    """Return the seconds of reading without its backup, and those of its backup, as its steps report."""
    begun: dict[str, float] = {}

    def note(_done: int, _total: int, words: str) -> None:
        begun.setdefault(words, time.perf_counter())

    gc.freeze()  # the made responses, which no process that reads a file holds, are not searched for garbage
    whole = timed(lambda: exchanging.read(workspace, file, _anybody, progress=note))
    _verifying, copying, merging = begun.values()
    return whole - (merging - copying), merging - copying


def _size(folder: Path, file: Path, revisions: Sequence[Revision]) -> Figure:
    """Return the file's size against the same patches, zipped and nothing else."""
    raw = folder / "raw.zip"
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("delta.ndjson", b"\n".join(canonical_json(each.patch) for each in revisions))
    ours, limit = file.stat().st_size / 1e6, raw.stat().st_size / 1e6
    return Figure("  size of the file / its patches zipped", ours, limit, 2, "MB")


def _peak_of_reading(folder: Path, file: Path) -> float:
    """Return the peak megabytes of `teleactivites exchange read` at a site that holds nothing yet."""
    third = campaigns.join(
        folder / "third.tldb", folder / "invitation.tli", TOLD,
        territory="HAD", officer="trois", passphrase=TOLD, environment=real_environment(),
    )  # fmt: skip
    third.workspace.close()
    command = [sys.executable, "-m", "teleactivites_desktop", "--database", str(folder / "third.tldb")]
    told = subprocess.run(
        [sys.executable, "-c", _PEAK_OF, *command, "exchange", "read", str(file), "--trust-new"],
        check=True,
        capture_output=True,
        env={**os.environ, "TELEACTIVITES_PASSPHRASE": TOLD},
    )
    return int(told.stdout) / 1024


def _anybody(_fingerprint: str, _territory: str) -> bool:
    return True
