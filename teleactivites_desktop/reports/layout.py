"""The page of every document: running header, page x of y, bookmarks, contents with links, metadata.

A document is a story (a list of flowables) given to `build`, which writes it to an open binary file. With
`made_at` given, the same story makes the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph
from reportlab.platypus.tableofcontents import TableOfContents

from teleactivites_desktop.core.typography import moment_in_words, typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import fonts
from teleactivites_desktop.reports.styles import (
    BOTTOM,
    GRID,
    HEIGHT,
    LINE,
    MARGIN,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALL,
    STYLES,
    TOP,
    WIDTH,
)

_TOTAL = "page_total"


@dataclass(frozen=True)
class Imprint:
    """What stands on every page and in the file's properties.

    `title` names the document, `context` what it is about (campaign, territories), `author` who made it.
    """

    title: str
    context: str
    author: str
    made_at: datetime
    language: str = "fr-FR"
    confidential: bool = False


def text(words: str, style: Any = None, *, bold: bool = False) -> Paragraph:
    """Return a paragraph of plain `words`, typeset and escaped: answers may hold < and &."""
    fonts.register()
    inner = escape(typeset(words)).replace("\n", "<br/>")
    return Paragraph(f"<b>{inner}</b>" if bold else inner, style or STYLES.text)


class Heading(Paragraph):
    """A heading that the contents and the bookmarks list. Level 0 is a chapter, 1 stands under it."""

    def __init__(self, words: str, level: int, key: str) -> None:
        fonts.register()
        style = (STYLES.chapter, STYLES.heading)[min(level, 1)]
        super().__init__(f'<a name="{key}"/>{escape(typeset(words))}', style)
        self.entry = (level, typeset(words), key)
        self.keepWithNext = True


def contents(depth: int = 1) -> TableOfContents:
    """Return the contents, `depth` levels deep, each line a link to its page."""
    made = TableOfContents(dotsMinLevel=0)
    made.levelStyles = [STYLES.contents] * depth
    return made


class _Document(BaseDocTemplate):
    def __init__(self, out: IO[bytes], imprint: Imprint, depth: int, cover: bool) -> None:
        super().__init__(
            out,
            pagesize=A4,
            title=typeset(imprint.title),
            author=imprint.author,
            subject=typeset(imprint.context),
            creator="Téléactivités",
            lang=imprint.language,
            invariant=1,
            pageCompression=1,
        )
        self._imprint = imprint
        self._depth = depth
        frame = Frame(MARGIN, BOTTOM, WIDTH, HEIGHT, 0, 0, 0, 0)
        first = self._footer if cover else self._running
        self.addPageTemplates(
            [
                PageTemplate("first", [frame], onPage=first, autoNextPageTemplate="later"),
                PageTemplate("later", [frame], onPage=self._running),
            ]
        )

    def beforeDocument(self) -> None:
        self._level = -1

    def afterFlowable(self, flowable: Flowable) -> None:
        if not isinstance(flowable, Heading):
            return
        level, words, key = flowable.entry
        self._level = min(level, self._level + 1)
        self.canv.addOutlineEntry(words, key, self._level, closed=self._level > 0)
        if level < self._depth:
            self.notify("TOCEntry", (level, words, self.page, key))

    def _running(self, canvas: Canvas, _document: Any) -> None:
        top = PAGE_HEIGHT - TOP + 2 * GRID
        canvas.saveState()
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.BOLD, SMALL)
        title = fonts.fitted(typeset(self._imprint.title), fonts.BOLD, SMALL, WIDTH * 0.5)
        canvas.drawString(MARGIN, top, title)
        canvas.setFont(fonts.REGULAR, SMALL)
        context = fonts.fitted(typeset(self._imprint.context), fonts.REGULAR, SMALL, WIDTH * 0.46)
        canvas.drawRightString(PAGE_WIDTH - MARGIN, top, context)
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, top - 6, PAGE_WIDTH - MARGIN, top - 6)
        canvas.restoreState()
        self._footer(canvas, _document)

    def _footer(self, canvas: Canvas, _document: Any) -> None:
        bottom = BOTTOM - 3 * GRID
        made = _("Établi le {moment}").format(moment=moment_in_words(self._imprint.made_at))
        if self._imprint.confidential:
            made += " – " + _("Confidentiel : données personnelles")
        canvas.saveState()
        canvas.setFillColor(MUTED)
        canvas.setFont(fonts.REGULAR, SMALL)
        canvas.drawString(MARGIN, bottom, typeset(made))
        right = PAGE_WIDTH - MARGIN - fonts.width_of("000", fonts.REGULAR, SMALL)
        canvas.drawRightString(right, bottom, _("Page {number} / ").format(number=self.page))
        canvas.translate(right, bottom)
        canvas.doForm(_TOTAL)
        canvas.restoreState()


class _Canvas(Canvas):
    """A canvas that knows at the end how many pages there are, and tells it on each of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()

    def save(self) -> None:
        """Fill in the number of pages, then write the file."""
        self.beginForm(_TOTAL)
        self.setFillColor(MUTED)
        self.setFont(fonts.REGULAR, SMALL)
        self.drawString(0, 0, str(self.getPageNumber() - 1))
        self.endForm()
        super().save()


def build(
    out: IO[bytes], story: Sequence[Flowable], imprint: Imprint, *, depth: int = 1, cover: bool = False
) -> None:
    """Write `story` to `out` as a PDF. `cover` leaves the running header off the first page.

    `depth` is how many levels of headings the contents list, where the story has one.
    """
    fonts.register()
    document = _Document(out, imprint, depth, cover)
    flowables = list(story)
    if any(isinstance(flowable, TableOfContents) for flowable in flowables):
        document.multiBuild(flowables, canvasmaker=_Canvas)
    else:
        document.build(flowables, canvasmaker=_Canvas)
