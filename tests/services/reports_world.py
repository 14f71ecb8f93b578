"""A campaign with the shipped sample papers keyed: what documents and exports are tried on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pypdfium2

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.services import campaigns, keying
from teleactivites_desktop.services.workspace import Workspace

NOW = datetime(2007, 12, 3, 9, 5, tzinfo=timezone(timedelta(hours=1)))
ENVIRONMENT = Environment(lambda: NOW, os.urandom)


def sample_campaign(folder: Path) -> Workspace:
    """Create a campaign and key the sample papers: 60 responses."""
    created = campaigns.create(
        folder / "base.tlb",
        territory="GBEQ",
        officer="Marie Dœuvre",
        passphrase=None,
        environment=ENVIRONMENT,
    )
    papers = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    for _result in keying.key_transcripts(created.workspace, papers.splitlines()):
        pass
    return created.workspace


@contextmanager
def opened(path: Path) -> Iterator[pypdfium2.PdfDocument]:
    """Open a PDF and close it."""
    document = pypdfium2.PdfDocument(path)
    try:
        yield document
    finally:
        document.close()


def pages_of(path: Path) -> list[str]:
    """Return the text of each page, as a reader selects it."""
    with opened(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def text_of(path: Path) -> str:
    """Return the text of a PDF, lines joined, no-break spaces as spaces."""
    return " ".join(" ".join(pages_of(path)).replace("\u00a0", " ").split())
