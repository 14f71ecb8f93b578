"""Checking the whole base again: real papers, as many times over as it takes to measure.

Each copy is of somebody else: what differs between people who live alike is drawn anew, so that no case is
met more often than it would be in a base of that size.
"""

import json
import random
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
    people = [
        paper for paper in papers if isinstance(paper, dict) and "answers" in paper and "paper" in paper
    ]
    drawn = random.Random(2007)
    lines = [
        json.dumps(
            {
                **paper,
                "paper": f"{paper['paper']}-{copy}",
                "answers": {**paper["answers"], **_person(drawn, paper["answers"])},
            }
        )
        for copy in range(TIMES)
        for paper in people
    ]
    with workspace.store.transaction():
        for _outcome in keying.key_transcripts(workspace, lines):
            pass


def _person(drawn: random.Random, answers: dict[str, str]) -> dict[str, str]:
    """Return answers of another person, to those these that the paper has."""
    born = drawn.randint(1935, 1985)
    other = {
        "nom": "".join(drawn.choices("abcdefghij", k=9)),
        "prenom": "".join(drawn.choices("klmnopqrst", k=7)),
        "naissance": str(born),
        "adresse": f"{drawn.randint(1, 999)} rue {''.join(drawn.choices('abcdef', k=6))}",
        "metier": "".join(drawn.choices("uvwxyzabc", k=8)),
        "debut_activite": str(born + drawn.randint(16, 22)),
        "heures": str(drawn.randint(10, 60)),
        "mobile": f"06{drawn.randint(10_000_000, 99_999_999)}",
        "courriel": f"{''.join(drawn.choices('abcdefghij', k=8))}@example.fr",
    }
    return {name: typed for name, typed in other.items() if name in answers}
