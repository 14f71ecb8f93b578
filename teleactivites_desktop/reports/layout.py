"""The page of every document: running header, page x of y, bookmarks, contents with links, metadata.

A document is a story (a list of flowables) given to `build`, which writes it to an open binary file. With
`made_at` given, the same story makes the same bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, cast
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from teleactivites_desktop.core.typography import moment_in_words, typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import fonts
from teleactivites_desktop.reports.styles import (
    BOTTOM,
    GRID,
    HEIGHT,
    INK,
    LINE,
    MARGIN,
    MUTED,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SMALL,
    STYLES,
    TEXT,
    TOP,
    WIDTH,
)

_TOTAL = "page_total"
_FORM_WIDTH = 5 * GRID


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


class Contents(Flowable):
    """The contents: a line per chapter, (title, key of its heading), linked to it, with its page.

    Page numbers are filled in when the file is closed, so that the document is laid out once.
    """

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._entries = [(typeset(words), key) for words, key in entries]

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size needed."""
        self.width = width
        self.height = len(self._entries) * 2 * GRID
        return self.width, self.height

    def draw(self) -> None:
        """Draw each line: title, dots, page."""
        canvas = cast(_Canvas, self.canv)
        room = fonts.width_of("000", fonts.REGULAR, TEXT) + GRID
        dot = fonts.width_of(".", fonts.REGULAR, TEXT)
        y = self.height
        for words, key in self._entries:
            y -= 2 * GRID
            canvas.setFont(fonts.REGULAR, TEXT)
            canvas.setFillColor(INK)
            shown = fonts.fitted(words, fonts.REGULAR, TEXT, self.width - 2 * room)
            canvas.drawString(0, y + 4, shown)
            left = fonts.width_of(shown, fonts.REGULAR, TEXT) + GRID
            canvas.setFillColor(LINE)
            canvas.drawRightString(self.width - room, y + 4, "." * int((self.width - room - left) / dot))
            canvas.draw_page_of(key, self.width, y + 4)
            canvas.linkRect("", key, (0, y, self.width, y + 2 * GRID), relative=1)


class _Document(BaseDocTemplate):
    def __init__(self, out: IO[bytes], imprint: Imprint, cover: bool, page_done: "PageDone") -> None:
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
        self._page_done = page_done
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

    def afterPage(self) -> None:
        self._page_done()

    def afterFlowable(self, flowable: Flowable) -> None:
        if isinstance(flowable, Heading):
            level, words, key = flowable.entry
            self._level = min(level, self._level + 1)
            self.canv.addOutlineEntry(words, key, self._level, closed=self._level > 0)
            cast(_Canvas, self.canv).pages[key] = self.page

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
            made += " – " + _("Confidentiel : données personnelles")
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
    """A canvas that knows at the end how many pages there are and where the headings are.

    What is drawn before that is a reference to a form, which is filled in when the file is closed.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # The library's own first font, Helvetica, would stand in the file without being embedded.
        super().__init__(*args, **{**kwargs, "initialFontName": fonts.REGULAR})
        self.pages: dict[str, int] = {}
        self._asked: list[str] = []
        self.setViewerPreference("DisplayDocTitle", "true")
        self.showOutline()

    def draw_page_of(self, key: str, right: float, y: float) -> None:
        """Write the page of the heading `key`, ending at `right`."""
        self._asked.append(key)
        self.saveState()
        self.translate(right - _FORM_WIDTH, y)  # a form shows nothing left of its origin
        self.doForm(f"page_{key}")
        self.restoreState()

    def save(self) -> None:
        """Fill in the page numbers, then write the file."""
        total = self.getPageNumber() - 1
        self._fill(_TOTAL, MUTED, SMALL, str(total), right=False)
        for key in self._asked:
            self._fill(f"page_{key}", INK, TEXT, str(self.pages.get(key, "")), right=True)
        super().save()

    def _fill(self, form: str, colour: Color, size: float, words: str, *, right: bool) -> None:
        self.beginForm(form)
        self.setFillColor(colour)
        self.setFont(fonts.REGULAR, size)
        if right:
            self.drawRightString(_FORM_WIDTH, 0, words)
        else:
            self.drawString(0, 0, words)
        self.endForm()


PageDone = Callable[[], object]
"""Called after each page; it may raise to cancel."""


def build(
    out: IO[bytes],
    story: Sequence[Flowable],
    imprint: Imprint,
    *,
    cover: bool = False,
    page_done: PageDone = lambda: None,
) -> None:
    """Write `story` to `out` as a PDF. `cover` leaves the running header off the first page."""
    fonts.register()
    _Document(out, imprint, cover, page_done).build(list(story), canvasmaker=_Canvas)
