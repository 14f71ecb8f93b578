"""Documents and tables: the summary of 100,000 responses, long lists, counting against bare numpy.

The summary is made in a process of its own, from opening the database to the file on disk. Its peak memory is
told by Linux alone; elsewhere it reads 0.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import numpy as np

from bench.figure import Figure, timed
from bench.made import TERRITORIES, keyed_by
from teleactivites_desktop.services import campaigns, tabulations
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.services.workspace import Workspace

SUMMARY_OF = 100_000
LISTED = 10_000
COUNTED_QUESTIONS = 40

_SUMMARY = """
import sys, time
from pathlib import Path
start = time.perf_counter()
from teleactivites_desktop.services import campaigns, documents
from teleactivites_desktop.services.environments import real_environment
folder = Path(sys.argv[1])
workspace = campaigns.open_workspace(folder / "made.tlb", None, real_environment())
documents.write(workspace, "summary", folder / "summary.pdf")
workspace.close()
# Not getrusage: on Linux a new process begins with the peak of the one that started it.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
print(time.perf_counter() - start, peak)
"""


def measure() -> Iterable[Figure]:
    """Yield the figures of the summary, of the line list, and of counting."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = _campaign(folder, SUMMARY_OF)
        workspace.close()
        told = subprocess.run(
            [sys.executable, "-c", _SUMMARY, str(folder)], check=True, capture_output=True, text=True
        ).stdout.split()
        yield Figure(f"summary of {SUMMARY_OF:,} responses, cold start to disk", float(told[0]), None, 10)
        yield Figure("its peak memory", float(told[1]), None, 500, unit="MB")
        yield from _counting(folder)
    yield _line_list()


def _campaign(folder: Path, size: int) -> Workspace:
    """Return a plain campaign that holds `size` made responses."""
    created = campaigns.create(
        folder / "made.tlb",
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=real_environment(),
    )
    store = created.workspace.store
    revisions = keyed_by("gbeq", size).revisions
    for start in range(0, size, 5_000):
        with store.transaction():
            store.revisions.append(revisions[start : start + 5_000])
    return created.workspace


def _counting(folder: Path) -> Iterator[Figure]:
    workspace = campaigns.open_workspace(folder / "made.tlb", None, real_environment())
    questions = [q for q in tabulations.countable(workspace.questionnaire) if not tabulations.is_numeric(q)]
    questions = (questions * 2)[:COUNTED_QUESTIONS]
    bases: list[tabulations.Base] = []
    loading = timed(lambda: bases.append(tabulations.load(workspace)))
    (base,) = bases
    dice = np.random.default_rng(1)
    wide = len(TERRITORIES)
    answers = [dice.integers(0, 12, base.size).astype(np.int8) for _question in questions]
    groups = dice.integers(0, wide, base.size)
    bare = timed(
        lambda: [np.bincount(codes * wide + groups, minlength=12 * wide) for codes in answers], runs=3
    )
    counting = timed(
        lambda: [tabulations.raw_table(base, question.name, "territory") for question in questions], runs=3
    )
    workspace.close()
    name = f"{COUNTED_QUESTIONS} tables by territory of {base.size:,}"
    yield Figure(f"{name} / bare numpy, once loaded", counting, bare, 10)
    yield Figure(f"{name} / bare numpy, from the file", counting + loading, bare, 100, note="reading JSON")


def _line_list() -> Figure:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    from teleactivites_desktop.reports import fonts, listing
    from teleactivites_desktop.reports.layout import Imprint

    rows = tuple(
        (f"GBEQ-{n:05}", "Saint-Martin Thérèse", "Val-des-Prés", "GBEQ-A", "12/11/2007", "complète")
        for n in range(LISTED)
    )
    heads = ("Numéro", "Nom", "Commune", "Lot", "Reçue le", "État")
    imprint = Imprint("Liste", "Essai", "MD", datetime(2007, 12, 3, tzinfo=UTC))
    sheet = listing.Sheet("", heads, rows, (0.13, 0.29, 0.24, 0.11, 0.12, 0.11), one_line=True)
    document = listing.Listing(imprint, (), (sheet,), "")

    def bare() -> None:
        canvas = Canvas(BytesIO(), pagesize=A4)
        for start in range(0, LISTED, 60):
            canvas.setFont(fonts.REGULAR, 7.5)
            for line, row in enumerate(rows[start : start + 60]):
                for column, words in enumerate(row):
                    canvas.drawString(40 + column * 85, 780 - line * 12, words)
            canvas.showPage()
        canvas.save()

    fonts.register()
    ours = timed(lambda: listing.write(document, BytesIO()), runs=2)
    return Figure(f"line list of {LISTED:,} rows / bare canvas", ours, timed(bare, runs=2), 2)
