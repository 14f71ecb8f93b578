"""`kill -9` at any moment of what changes files: it was done whole, or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_KILLS = 510 if os.environ.get("TELEACTIVITES_FUZZ") == "1" else 6
_ACTIONS = {"import", "export", "backup", "migration", "erasure", "restore"}


@pytest.mark.fuzz
@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="forks, so that kills fall into the work itself")
def test_what_is_killed_happened_or_did_not(tmp_path: Path) -> None:
    here = Path(__file__).parent
    paths = os.pathsep.join(str(path) for path in (here.parents[1], here.parent, here))
    done = subprocess.run(
        [sys.executable, str(here / "killing.py"), str(tmp_path / "trial"), str(_KILLS), "5"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen.keys() == _ACTIONS
    assert sum(each.get("done", 0) + each.get("not done", 0) for each in seen.values()) == _KILLS
