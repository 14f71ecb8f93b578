"""The officer's guide: the pages of `docs/guide`, in the order of its index, for the window and for print."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop import shipped_data
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import key_words

if TYPE_CHECKING:
    from teleactivites_desktop.reports.guide import Keys

INDEX = "index"
_LINE = re.compile(r"^- \[.*\]\((?P<page>[a-z-]+)\.md\)", re.MULTILINE)
"""A line of the index's table of contents."""
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")


@dataclass(frozen=True)
class GuidePage:
    """A page: its name (``"saisir"``), its title, its text in Markdown without the title."""

    name: str
    title: str
    text: str

    @property
    def pictures(self) -> list[str]:
        """Return the pictures that it shows, named from the guide's folder."""
        return _PICTURE.findall(self.text)


def folder() -> Path:
    """Return the folder of the guide; pictures are named from it (``images/saisir.png``)."""
    return shipped_data.path("docs/guide")


@cache
def pages() -> Sequence[GuidePage]:
    """Return all pages, the index first, then in the order in which it names them."""
    index = _page(INDEX)
    return [index, *(_page(name) for name in _LINE.findall(index.text))]


def _page(name: str) -> GuidePage:
    title, _sep, text = (folder() / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    return GuidePage(name, title.removeprefix("# ").strip(), text.strip())


def key_blocks() -> "list[Keys]":
    """Return what the key card says."""
    from teleactivites_desktop.reports.guide import Keys

    blocks = (
        (_("Répondre"), key_words.answering_keys()),
        (_("Se déplacer"), key_words.moving_keys()),
        (_("Fiche"), key_words.paper_keys()),
        (_("Tableau"), key_words.table_keys()),
        (_("Dans toute la fenêtre"), key_words.window_keys()),
    )
    return [
        Keys(heading, [(", ".join(line.keys), line.words) for line in lines]) for heading, lines in blocks
    ]
