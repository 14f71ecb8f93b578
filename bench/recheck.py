"""Checking the whole base again: real papers, as many times over as it takes to measure."""

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.figure import Figure, timed
from teleactivites_desktop import shipped_data
from teleactivites_desktop.services import campaigns, keying, rechecking
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.workspace import Workspace

TIMES = 40
"""How often each sample paper is keyed: 2,400 responses."""
TARGET = 0.5
"""Seconds for 1,000 responses: 100,000 in less than a minute."""


def measure() -> Iterable[Figure]:
    """Yield how long 1,000 responses take, read from an unencrypted file."""
    with tempfile.TemporaryDirectory() as folder:
        made = campaigns.create(
            Path(folder) / "base.tldb",
            territory="GBEQ",
            officer="MD",
            passphrase=None,
            environment=real_environment(),
        )
        _fill(made.workspace)
        seconds = timed(lambda: rechecking.recheck(made.workspace), 3)
        checked = rechecking.recheck(made.workspace).checked
        made.workspace.close()
    note = f"{checked / seconds:,.0f} responses/s"
    yield Figure("re-check: 1,000 responses", seconds * 1000 / checked, None, TARGET, note=note)


def _fill(workspace: Workspace) -> None:
    text = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    papers = [json.loads(line) for line in text.splitlines()]
    lines = [
        json.dumps({**paper, "paper": f"{paper['paper']}-{copy}"})
        for copy in range(TIMES)
        for paper in papers
        if isinstance(paper, dict) and "answers" in paper and "paper" in paper
    ]
    with workspace.store.transaction():
        for _outcome in keying.key_transcripts(workspace, lines):
            pass
