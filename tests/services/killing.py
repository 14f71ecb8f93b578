"""Kills the program at random moments of what it does, and looks at what is left. A process of its own.

`python killing.py FOLDER KILLS SEED` prints one line of JSON: action -> how often it had happened, had not,
and was acknowledged; a wrong outcome ends it with a traceback. Each action runs in a fork, which has all
modules loaded: a kill then falls into the work, not into the imports.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlcipher3
from exchange_sites import Clock, campaign, content_of, key_papers, trust_all

from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.local import JournalAction
from teleactivites_desktop.services import backups, campaigns, erasure, exchanging, integrity, restoring
from teleactivites_desktop.services.backups import BackupReason
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.storage.backup import describe_copy

PAPER = "HD-0001"
_DONE = b"d"


class Trial:
    """A site's files as they were before the action, and what is true before and after it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._pristine = folder / "pristine"
        self.folder = folder / "at work"
        self._pristine.mkdir(parents=True)
        self.folder.mkdir()
        made = campaign(self.folder, ("GBEQ", "HD"))
        key_papers(made)
        self.person = str(content_of(made.sites["HD"])[f"HD/{PAPER}"]["answers.nom"]).lower().encode()
        made.send("HD", "GBEQ")
        self.file = made.write("GBEQ", territory="HD")
        made.close()
        self.database = made.database("HD")
        self._old_format(self.folder / "old.tldb")
        shutil.copytree(self.folder, self._pristine, dirs_exist_ok=True)
        self._dice = random.Random(seed)

    def _old_format(self, path: Path) -> None:
        """Make a database of the first format, as a version before this one left it."""
        shutil.copy(self.database, path)
        connection = sqlcipher3.connect(str(path), isolation_level=None)
        connection.execute("DROP TABLE counted")
        connection.execute("PRAGMA user_version = 1")
        connection.close()

    def begin(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self._pristine, self.folder)

    @contextmanager
    def opened(self, name: str = "HD.tldb") -> Iterator[Workspace]:
        environment = Environment(Clock().now, self._dice.randbytes)
        workspace = campaigns.open_workspace(self.folder / name, None, environment)
        yield workspace
        workspace.close()

    def sound(self, name: str = "HD.tldb") -> dict[str, object]:
        """Prove the database and return what it holds."""
        with self.opened(name) as workspace:
            assert not integrity.check(workspace.store)
            return {"vector": workspace.store.revisions.vector(), "content": content_of(workspace)}


class Action:
    """What is killed: `run` does it, `happened` proves what is left and tells whether it was done."""

    def __init__(self, run: Callable[[Trial], None], happened: Callable[[Trial], bool]) -> None:
        self.run = run
        self.happened = happened


def _read(trial: Trial) -> None:
    with trial.opened() as workspace:
        exchanging.read(workspace, trial.file, trust_all)


def _was_read(trial: Trial) -> bool:
    content = trial.sound()["content"]
    with trial.opened() as workspace:
        noted = bool(workspace.store.journal.entries(JournalAction.READ))
    there = [paper for paper in content if paper.startswith("GBEQ/")]  # type: ignore[attr-defined]
    assert len(there) in (0, 15), there
    assert noted == bool(there)
    _require_whole_copies(trial)
    return noted


def _write(trial: Trial) -> None:
    with trial.opened() as workspace:
        exchanging.write(workspace, trial.folder / "made.tlx", full=True)


def _was_written(trial: Trial) -> bool:
    trial.sound()
    made = trial.folder / "made.tlx"
    if made.exists():
        with trial.opened() as workspace:
            assert exchanging.rehearse(workspace, made).counts.known == 15
    return made.exists()


def _back_up(trial: Trial) -> None:
    with trial.opened() as workspace:
        backups.back_up(workspace, BackupReason.ASKED)


def _require_whole_copies(trial: Trial) -> list[Path]:
    copies = sorted(backups.backup_folder(trial.database).glob("*.tldb"))
    assert all(describe_copy(path, None).responses == 15 for path in copies)
    return copies


def _was_backed_up(trial: Trial) -> bool:
    trial.sound()
    return bool(_require_whole_copies(trial))


def _migrate(trial: Trial) -> None:
    with trial.opened("old.tldb"):
        pass


def _was_migrated(trial: Trial) -> bool:
    connection = sqlcipher3.connect(str(trial.folder / "old.tldb"))
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    connection.close()
    assert trial.sound("old.tldb")["content"] == trial.sound()["content"]
    return int(number) > 1


def _erase(trial: Trial) -> None:
    with trial.opened() as workspace:
        erasure.erase(workspace, PAPER, "demande")


def _was_erased(trial: Trial) -> bool:
    content = trial.sound()["content"]
    gone = f"HD/{PAPER}" not in content  # type: ignore[operator]
    if gone:
        left = b"".join(path.read_bytes() for path in trial.folder.glob("HD.tldb*") if path.is_file())
        assert trial.person not in left.lower()
    return gone


def _restore(trial: Trial) -> None:
    environment = Environment(Clock().now, random.Random(7).randbytes)
    restoring.restore(trial.database, trial.folder / "old.tldb", None, environment)


def _was_restored(trial: Trial) -> bool:
    with trial.opened() as workspace:
        new = not workspace.store.revisions.vector().get(workspace.identity.site)
    assert len(trial.sound()["content"]) == 15  # type: ignore[arg-type]
    return new


ACTIONS = {
    "import": Action(_read, _was_read),
    "export": Action(_write, _was_written),
    "backup": Action(_back_up, _was_backed_up),
    "migration": Action(_migrate, _was_migrated),
    "erasure": Action(_erase, _was_erased),
    "restore": Action(_restore, _was_restored),
}


def killed(trial: Trial, action: Action, after: float) -> tuple[bool, float]:
    """Run the action and kill it `after` seconds; return whether it was acknowledged, and how long it ran."""
    trial.begin()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            action.run(trial)
            os.write(writing, _DONE)
        os._exit(0)
    os.close(writing)
    begun = time.perf_counter()
    while time.perf_counter() - begun < after and not os.waitid(
        os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT
    ):
        time.sleep(min(0.0005, after))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    ran = time.perf_counter() - begun
    acknowledged = os.read(reading, 1) == _DONE
    os.close(reading)
    return acknowledged, ran


def main() -> None:
    """Kill as often as asked, the actions in turn."""
    folder, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    trial, dice = Trial(folder, seed), random.Random(seed)
    lasts = {}
    for name, action in ACTIONS.items():
        acknowledged, lasts[name] = killed(trial, action, 60)
        assert acknowledged, f"{name} fails without being killed"
        assert action.happened(trial), name
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for number in range(kills):
        name = list(ACTIONS)[number % len(ACTIONS)]
        after = dice.random() * lasts[name] * 1.2
        acknowledged, ran = killed(trial, ACTIONS[name], after)
        if acknowledged:
            lasts[name] = ran
        elif after > 0.8 * lasts[name]:
            lasts[name] *= 1.2  # the machine is busier than it was
        done = ACTIONS[name].happened(trial)
        assert done or not acknowledged, f"{name} was acknowledged and did not happen"
        seen[name].update(["done" if done else "not done", *["acknowledged"] * acknowledged])
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
