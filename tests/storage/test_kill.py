"""`kill -9` at any moment: what was acknowledged is there, the file is sound, copies are whole or absent."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from teleactivites_desktop.storage.backup import describe_copy
from teleactivites_desktop.storage.database import open_store
from teleactivites_desktop.storage.integrity import check

CHILD = Path(__file__).with_name("writing_child.py")


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.05, 0.62])
def test_a_killed_writer_leaves_a_sound_file(tmp_path: Path, seconds: float) -> None:
    path = tmp_path / "base.tldb"
    with subprocess.Popen(
        [sys.executable, str(CHILD), str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        acknowledged = int(child.stdout.readline())  # it has started: now any moment will do
        timer = threading.Timer(seconds, child.kill)
        timer.start()
        for line in child.stdout:
            acknowledged = int(line) if line.endswith("\n") else acknowledged
        timer.join()
    store = open_store(path)
    assert check(store) == []
    kept = store.responses.count()
    assert kept in (acknowledged + 1, acknowledged + 2)
    assert [line.name for line in store.responses.page(limit=kept).lines] == ["Roux"] * kept
    (draft,) = store.drafts.list()
    assert int(draft.paper) in (acknowledged, acknowledged + 1)
    copy = tmp_path / "copy.tldb"
    if copy.exists():
        assert describe_copy(copy, None).responses % 10 == 0
    store.close()
