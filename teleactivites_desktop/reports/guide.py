"""The officer's guide and the key card on paper.

Of Markdown what the guide uses is read: headings, paragraphs, lists, tables, pictures, bold, code, links.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, Image, Paragraph, Spacer, Table, TableStyle

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.reports import fonts
from teleactivites_desktop.reports.layout import Heading, Imprint, build, text
from teleactivites_desktop.reports.styles import GRID, LINE, STYLES, WIDTH

_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\((?P<path>[^)]+)\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ITEM = re.compile(r"(?P<mark>-|\d+\.) (?P<words>.*)")
_PICTURE_WIDTH = 0.86 * WIDTH
_KEY_COLUMN = 13 * GRID


@dataclass(frozen=True)
class Chapter:
    """A page of the guide: its title, its text in Markdown."""

    title: str
    text: str


@dataclass(frozen=True)
class Keys:
    """A block of the key card: its heading, and for each line the keys and what they do."""

    heading: str
    lines: Sequence[tuple[str, str]]


def write(chapters: Sequence[Chapter], pictures: Path, imprint: Imprint, out: IO[bytes]) -> None:
    """Write the guide; pictures are named from the folder `pictures`."""
    fonts.register()
    story: list[Flowable] = []
    for place, chapter in enumerate(chapters):
        story.append(Heading(chapter.title, 0, f"guide-{place}"))
        for number, block in enumerate(_blocks(chapter.text)):
            story += _flowables(block, pictures, f"guide-{place}-{number}")
    build(out, story, imprint)


def write_card(blocks: Sequence[Keys], imprint: Imprint, out: IO[bytes]) -> None:
    """Write the key card, on one page."""
    fonts.register()
    story: list[Flowable] = [text(imprint.title, STYLES.title)]
    for block in blocks:
        rows = [[text(keys, bold=True), text(words)] for keys, words in block.lines]
        story += [text(block.heading, STYLES.heading), _table(rows, [_KEY_COLUMN, WIDTH - _KEY_COLUMN])]
    build(out, story, imprint)


def _blocks(markdown: str) -> Iterator[list[str]]:
    """Yield the lines of each block; a heading and an item of a list are blocks of their own."""
    for part in re.split(r"\n\s*\n", markdown):
        block: list[str] = []
        for line in part.strip().splitlines():
            if block and (_ITEM.match(line) or line.startswith("#")):
                yield block
                block = []
            block.append(line.strip())
        if block:
            yield block


def _flowables(block: list[str], pictures: Path, key: str) -> list[Flowable]:
    first = block[0]
    if first.startswith("#"):
        return [Heading(first.lstrip("# "), 1, key)]
    if picture := _PICTURE.match(first):
        return [_picture(pictures / picture["path"])]
    if first.startswith("|"):
        cells = [[_words(cell.strip()) for cell in line.strip("|").split("|")] for line in block]
        del cells[1]  # the line under the heading
        cells[0] = [f"<b>{cell}</b>" for cell in cells[0]]
        rows = [[Paragraph(cell, STYLES.text) for cell in row] for row in cells]
        return [_table(rows, [0.4 * WIDTH, 0.6 * WIDTH]), Spacer(1, GRID)]
    if item := _ITEM.match(first):
        words = _words(" ".join([item["words"], *block[1:]]))
        mark = "•" if item["mark"] == "-" else item["mark"]
        style = STYLES.text.clone(
            "item", leftIndent=2 * GRID, spaceAfter=GRID / 4, bulletFontName=fonts.REGULAR
        )
        return [Paragraph(words, style, bulletText=mark)]
    return [Paragraph(_words(" ".join(block)), STYLES.text), Spacer(1, GRID / 2)]


def _words(markdown: str) -> str:
    """Return inline Markdown as reportlab's own markup."""
    plain = escape(typeset(_LINK.sub(r"\1", markdown)))
    return re.sub(r"`([^`]+)`", r"<i>\1</i>", re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", plain))


def _picture(path: Path) -> Flowable:
    width, height = ImageReader(str(path)).getSize()
    shown = Image(str(path), _PICTURE_WIDTH, _PICTURE_WIDTH * height / width)
    shown.hAlign = "LEFT"
    shown.spaceBefore, shown.spaceAfter = GRID / 2, GRID
    return shown


def _table(rows: list[list[Paragraph]], widths: list[float]) -> Table:
    whole = ((0, 0), (-1, -1))
    look: list[Any] = [
        ("FONTNAME", *whole, fonts.REGULAR),
        ("LINEBELOW", *whole, 0.5, LINE),
        ("VALIGN", *whole, "TOP"),
    ]
    return Table(rows, colWidths=widths, style=TableStyle(look), hAlign="LEFT")
