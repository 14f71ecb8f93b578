"""The blank questionnaire: two columns, coding boxes that match the screen, choice numbers, barcodes.

The pages are laid out once and drawn for each copy with its own number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from teleactivites_desktop.core.typography import date_in_words, typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import fonts
from teleactivites_desktop.reports.barcodes import draw_code128, draw_qr
from teleactivites_desktop.reports.blank_blocks import Block, NoticeBlock, QuestionBlock, TitleBlock
from teleactivites_desktop.reports.blank_table import MOST_ROWS, TableBlock
from teleactivites_desktop.reports.styles import GRID, INK, LINE, MUTED, PAGE_HEIGHT, PAGE_WIDTH

_MARGIN = 4.5 * GRID
_GAP = 2.5 * GRID
BOTH = PAGE_WIDTH - 2 * _MARGIN
COLUMN = (BOTH - _GAP) / 2
_FOOT = 5 * GRID
_HEAD, _FIRST_HEAD = 5 * GRID, 13 * GRID
_TINY = 6.5


@dataclass(frozen=True)
class BlankQuestion:
    """A question on paper.

    `boxes` is how many coding boxes stand at its right, "," and "/" between them as in ``2,1`` and ``2/2/4``
    (digits per group); "" for none. `choices`: (code, label). `lines`: rules to write on. `ticks`: the person
    ticks the choices. `skip`: for whom it is, in words.
    """

    label: str
    boxes: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    lines: int = 0
    ticks: bool = False
    skip: str = ""


@dataclass(frozen=True)
class BlankSection:
    """A section of the paper; with `lines` a table of so many, whose columns are the questions."""

    title: str
    questions: tuple[BlankQuestion, ...]
    lines: int = 0


@dataclass(frozen=True)
class BlankForm:
    """The questionnaire as printed; `notice` are the paragraphs on the person's rights."""

    title: str
    version: str
    territory: str
    sections: tuple[BlankSection, ...]
    notice: tuple[str, ...]
    author: str
    made_at: datetime


@dataclass(frozen=True)
class _Placed:
    block: Block
    x: float
    top: float


Page = list[_Placed]


def write(form: BlankForm, papers: Sequence[str], out: IO[bytes]) -> int:
    """Write one copy of `form` per number of `papers` ("" for a copy to be numbered by hand).

    Returns how many pages a copy has.
    """
    fonts.register()
    pages = _lay_out(_blocks(form))
    canvas = Canvas(
        out,
        pagesize=A4,
        invariant=1,
        pageCompression=1,
        lang="fr-FR",
        initialFontName=fonts.REGULAR,  # type: ignore[arg-type]
    )
    canvas.setTitle(typeset(form.title))
    canvas.setAuthor(form.author)
    canvas.setCreator("Téléactivités")
    for paper in papers:
        for number, page in enumerate(pages, 1):
            _draw_frame(canvas, form, paper, number, len(pages))
            for placed in page:
                placed.block.draw(canvas, placed.x, placed.top)
            canvas.showPage()
    canvas.save()
    return len(pages)


def _blocks(form: BlankForm) -> list[list[Block]]:
    """Return the blocks that stay together: a section's title with its first question."""
    groups: list[list[Block]] = []
    for section in form.sections:
        if section.lines:
            groups += _table(section)
            continue
        title: list[Block] = [TitleBlock(section.title, COLUMN)]
        for question in section.questions:
            groups.append([*title, QuestionBlock(question, COLUMN)])
            title = []
    groups.append([NoticeBlock(form.notice, COLUMN)])
    return groups


def _table(section: BlankSection) -> list[list[Block]]:
    """Return a table over both columns, in pieces that a page holds."""
    groups: list[list[Block]] = []
    for first in range(1, section.lines + 1, MOST_ROWS):
        last = min(first + MOST_ROWS - 1, section.lines)
        groups.append([TableBlock(section.questions, first, last, BOTH)])
    groups[0].insert(0, TitleBlock(section.title, BOTH))
    return groups


def _lay_out(groups: Sequence[Sequence[Block]]) -> list[Page]:
    """Fill column after column, page after page; a table stands under both columns, and parts the page."""
    pages: list[Page] = [[]]
    column, y = 0, _top(1)
    top = lowest = y
    for group in groups:
        height = sum(block.height for block in group)
        wide = isinstance(group[-1], TableBlock)
        if wide:
            column, y = 0, min(y, lowest)
        if y - height < _FOOT:
            column = 0 if wide else column + 1
            if column in (0, 2):
                column = 0
                pages.append([])
                top = lowest = _top(len(pages))
            y = top
        for block in group:
            pages[-1].append(_Placed(block, _MARGIN + column * (COLUMN + _GAP), y))
            y -= block.height
        lowest = min(lowest, y)
        if wide:
            top = y
    return pages


def _top(page: int) -> float:
    return PAGE_HEIGHT - (_FIRST_HEAD if page == 1 else _HEAD)


def _draw_frame(canvas: Canvas, form: BlankForm, paper: str, number: int, total: int) -> None:
    if number == 1:
        _draw_first_head(canvas, form, paper)
    else:
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.REGULAR, _TINY)
        canvas.drawString(_MARGIN, PAGE_HEIGHT - 3.5 * GRID, typeset(form.title))
        canvas.setFillColor(INK)
        canvas.setFont(fonts.BOLD, 9)
        shown = paper or _("Fiche n° ....................")
        canvas.drawRightString(PAGE_WIDTH - _MARGIN, PAGE_HEIGHT - 3.5 * GRID, shown)
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.5)
    canvas.line(PAGE_WIDTH / 2, _FOOT, PAGE_WIDTH / 2, _top(number))
    canvas.setFillColor(MUTED)
    canvas.setFont(fonts.REGULAR, _TINY)
    version = _("Version {version}, {day}").format(
        version=form.version, day=date_in_words(form.made_at.date())
    )
    canvas.drawString(_MARGIN, 3 * GRID, version)
    canvas.drawRightString(PAGE_WIDTH - _MARGIN, 3 * GRID, f"{number} / {total}")


def _draw_first_head(canvas: Canvas, form: BlankForm, paper: str) -> None:
    top = PAGE_HEIGHT - 5 * GRID
    canvas.setFillColor(INK)
    room = PAGE_WIDTH - 2 * _MARGIN - 24 * GRID
    sizes = (s for s in (16.0, 14.0, 12.0, 10.0) if fonts.width_of(form.title, fonts.BOLD, s) < room)
    canvas.setFont(fonts.BOLD, next(sizes, 8.0))
    canvas.drawString(_MARGIN, top, typeset(form.title))
    canvas.setFillColor(MUTED)
    canvas.setFont(fonts.REGULAR, 8)
    canvas.drawString(_MARGIN, top - 2 * GRID, typeset(form.territory))
    how = _("Écrivez en lettres capitales ; cochez ☒ les cases ; les cases de droite sont pour l'agent.")
    canvas.setFont(fonts.OBLIQUE, 7.5)
    canvas.drawString(_MARGIN, top - 4.5 * GRID, typeset(how))
    right = PAGE_WIDTH - _MARGIN
    canvas.setFillColor(INK)
    canvas.setFont(fonts.BOLD, 12)
    if paper:
        draw_qr(canvas, paper, right - 7 * GRID, top - 5.5 * GRID, 7 * GRID)
        canvas.drawRightString(right - 8 * GRID, top, paper)
        draw_code128(canvas, paper, right - 8 * GRID, top - 5 * GRID, 3.5 * GRID)
    else:
        canvas.drawRightString(right, top, _("Fiche n° ..................."))
