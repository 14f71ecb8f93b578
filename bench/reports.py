"""Documents and tables: the summary of 100,000 responses, long lists, counting against bare numpy.

The summary and the cold count are made in processes of their own, from the start of the program. Both are
told twice: the first time after an import, when the answers are read one by one, and from then on, when they
are kept as columns (decision 9). Peak memory is told by Linux alone; elsewhere it reads 0.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
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
COUNTED_OF = 200_000
COUNTED_QUESTIONS = 40

_START = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from teleactivites_desktop.services import campaigns, documents, tabulations
from teleactivites_desktop.services.environments import real_environment
folder = Path(sys.argv[1])
workspace = campaigns.open_workspace(folder / "made.tlb", None, real_environment())
"""
_SUMMARY = """
documents.write(workspace, "summary", folder / "summary.pdf")
workspace.close()
# Not getrusage: on Linux a new process begins with the peak of the one that started it.
status = Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
peak = sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
print(time.perf_counter() - start, peak)
"""


_COUNT = """
base = tabulations.load(workspace)
for name in sys.argv[2:]:
    tabulations.raw_table(base, name, "territory")
print(time.perf_counter() - start)
"""


def measure() -> Iterable[Figure]:
    """Yield the figures of the summary, of the line list, and of counting."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = _campaign(folder)
        _fill(workspace, "gbeq", SUMMARY_OF)
        workspace.close()
        for when in ("first after an import", "cold start to disk"):
            seconds, peak = _in_a_process(_SUMMARY, folder)
            yield Figure(f"summary of {SUMMARY_OF:,} responses, {when}", seconds, None, 5)
            yield Figure("its peak memory", peak, None, 400, unit="MB")
        workspace = campaigns.open_workspace(folder / "made.tlb", None, real_environment())
        _fill(workspace, "gbd", COUNTED_OF - SUMMARY_OF)
        workspace.close()
        yield from _counting(folder)
    yield _line_list()


def _in_a_process(work: str, folder: Path, *arguments: str) -> list[float]:
    """Do `work` in a new process; return the figures that it prints."""
    told = subprocess.run(
        [sys.executable, "-c", _START + work, str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
    )
    return [float(word) for word in told.stdout.split()]


def _campaign(folder: Path) -> Workspace:
    """Return a plain campaign."""
    return campaigns.create(
        folder / "made.tlb",
        territory="GBEQ",
        officer="MD",
        passphrase=None,
        environment=real_environment(),
    ).workspace


def _fill(workspace: Workspace, site: str, size: int) -> None:
    """Add `size` responses made at a site that wrote none yet."""
    store = workspace.store
    revisions = keyed_by(site, size).revisions
    for start in range(0, size, 5_000):
        with store.transaction():
            store.revisions.append(revisions[start : start + 5_000])


def _counting(folder: Path) -> Iterator[Figure]:
    workspace = campaigns.open_workspace(folder / "made.tlb", None, real_environment())
    counted = tabulations.countable(workspace.questionnaire)
    workspace.close()
    names = [question.name for question in counted if not tabulations.is_numeric(question)]
    names = (names * 2)[:COUNTED_QUESTIONS]
    (first,) = _in_a_process(_COUNT, folder, *names)
    (cold,) = _in_a_process(_COUNT, folder, *names)
    workspace = campaigns.open_workspace(folder / "made.tlb", None, real_environment())
    base = tabulations.load(workspace)
    workspace.close()
    bare = timed(_bare(base.size, len(names)), runs=5)
    counting = timed(
        lambda: [tabulations.raw_table(base, name, tabulations.TERRITORY) for name in names], runs=5
    )
    title = f"{COUNTED_QUESTIONS} tables by territory of {COUNTED_OF:,}"
    yield Figure(f"{title} / bare numpy, once loaded", counting, bare, 10)
    yield Figure(f"{title} / bare numpy, cold start", cold, bare, 100, note="program start included")
    more = COUNTED_OF - SUMMARY_OF
    yield Figure(f"{title}, first after {more:,} more", first, None, 10, note="reads their answers")


def _bare(people: int, questions: int) -> Callable[[], object]:
    """Return what counts as many tables with numpy alone, over arrays in memory."""
    dice = np.random.default_rng(1)
    wide = len(TERRITORIES)
    answers = [dice.integers(0, 12, people).astype(np.int8) for _question in range(questions)]
    groups = dice.integers(0, wide, people)
    return lambda: [np.bincount(codes * wide + groups, minlength=12 * wide) for codes in answers]


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
