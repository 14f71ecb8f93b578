"""The filled questionnaire: readable, section by section, with codes and labels, nonresponse told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, Any

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, Table, TableStyle

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.fonts import OBLIQUE, REGULAR, width_of
from teleactivites_desktop.reports.layout import Heading, Imprint, PageDone, build, text
from teleactivites_desktop.reports.styles import ACCENT, FAINT, GRID, INK, LINE, MUTED, SMALL, STYLES, WIDTH
from teleactivites_desktop.reports.tables import small_table

_LABEL, _CODE, _VALUE = 0.44, 0.1, 0.46
_NUMBER = 0.05
"""Share of the width that the numbers of a table's lines take."""
_MOST_LETTERS = 3_000
_WITH_HEADING = 3
"""Lines of a section that stay with its heading."""


class Tone(StrEnum):
    """How a line reads: an answer, why there is none, or a text that a check refused."""

    ANSWER = "answer"
    NONRESPONSE = "nonresponse"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """A question: its label, the code of the choice (several parted by spaces), the answer in words.

    `signs` say what else is to know: confirmed, as on paper, in conflict, a note.
    """

    label: str
    code: str
    words: str
    tone: Tone = Tone.ANSWER
    signs: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionLines:
    """A section of the questionnaire; `skipped` are the questions it skipped, by label.

    A table of the paper has `heads` instead, and `rows` of cells under them.
    """

    title: str
    lines: tuple[Line, ...]
    skipped: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Event:
    """A line of the history: when, who, where, what changed."""

    when: str
    who: str
    where: str
    what: str


@dataclass(frozen=True)
class FilledResponse:
    """A response. `facts`: (name, value) shown in the box on top; `history` is printed where it is given."""

    paper: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[SectionLines, ...]
    note: str = ""
    history: tuple[Event, ...] = ()


def write(
    responses: Iterable[FilledResponse],
    imprint: Imprint,
    out: IO[bytes],
    page_done: PageDone = lambda: None,
) -> None:
    """Write responses as a PDF to `out`, each on pages of its own."""
    story: list[Flowable] = []
    for place, response in enumerate(responses):
        if place:
            story.append(PageBreak())
        story += _response(response, f"r{place}")
    empty = [text(_("Aucune fiche ne répond à ces choix."))]
    build(out, story or empty, imprint, page_done=page_done)


def _response(response: FilledResponse, key: str) -> Iterator[Flowable]:
    yield Heading(_("Fiche {paper}").format(paper=response.paper), 0, key)
    yield _facts(response.facts)
    if response.note:
        yield Spacer(1, GRID)
        yield text(_("Note : {note}").format(note=response.note))
    for place, section in enumerate(response.sections):
        yield from _section(section, f"{key}s{place}")
    if response.history:
        rows = [[e.when, e.who, e.where, e.what] for e in response.history]
        heads = [_("Quand"), _("Agent"), _("Poste"), _("Ce qui a changé")]
        yield Heading(_("Historique"), 1, f"{key}h")
        yield small_table(heads, rows, [0.18, 0.14, 0.12, 0.56])


def _facts(facts: Sequence[tuple[str, str]]) -> Flowable:
    """Return the box of what identifies the paper: name above value, four in a line."""
    cells: list[list[Any]] = []
    for name, value in facts:
        cells.append([text(name, STYLES.small), text(value, STYLES.text, bold=True)])
    across = 4
    cells += [[]] * (-len(cells) % across)
    rows = [cells[i : i + across] for i in range(0, len(cells), across)]
    look: list[Any] = [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("BACKGROUND", (0, 0), (-1, -1), FAINT),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBEFORE", (0, 0), (0, -1), 2, ACCENT),
        ("LEFTPADDING", (0, 0), (-1, -1), GRID),
        ("TOPPADDING", (0, 0), (-1, -1), GRID / 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), GRID / 2),
    ]
    return Table(rows, colWidths=[WIDTH / across] * across, style=TableStyle(look))


def _section(section: SectionLines, key: str) -> Iterator[Flowable]:
    if section.heads:
        share = (1 - _NUMBER) / (len(section.heads) - 1)
        widths = [_NUMBER, *[share] * (len(section.heads) - 1)]
        yield Heading(section.title, 1, key)
        yield small_table(section.heads, section.rows, widths)
        return
    tables = [_line(line) for line in section.lines]
    first = [Heading(section.title, 1, key), *tables[:_WITH_HEADING]]
    yield KeepTogether(first)
    yield from tables[_WITH_HEADING:]
    if section.skipped:
        words = _("Sautées, parce qu'elles ne la concernent pas : {labels}.")
        yield text(words.format(labels=" ; ".join(section.skipped)), STYLES.small)


def _line(line: Line) -> Flowable:
    """Return one question as a table of one row: label, code, answer."""
    style = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("LEFTPADDING", (1, 0), (-1, -1), GRID / 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), GRID / 2),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, LINE),
            ("FONT", (0, 0), (-1, -1), REGULAR, SMALL),
            ("TEXTCOLOR", (0, 0), (0, 0), MUTED),
            ("TEXTCOLOR", (1, 0), (1, 0), ACCENT),
            ("TEXTCOLOR", (2, 0), (2, 0), INK),
        ]
    )
    if line.tone is Tone.NONRESPONSE:
        style.add("FONT", (2, 0), (2, 0), OBLIQUE, SMALL)
        style.add("TEXTCOLOR", (2, 0), (2, 0), MUTED)
    label = _fitting(line.label, _LABEL, STYLES.small)
    words = "\n".join([_cut(line.words), *line.signs])
    if line.tone is Tone.REFUSED:
        value = text(words, STYLES.cell, bold=True)
    else:
        value = _fitting(words, _VALUE, STYLES.cell)
    widths = [share * WIDTH for share in (_LABEL, _CODE, _VALUE)]
    code = _fitting(line.code, _CODE, STYLES.cell_code)
    return Table([[label, code, value]], colWidths=widths, style=style)


def _cut(words: str) -> str:
    """Return `words`, cut where a line would not fit on one page."""
    return words if len(words) <= _MOST_LETTERS else words[:_MOST_LETTERS] + "…"


def _fitting(words: str, share: float, style: Any) -> Any:
    if "\n" not in words and width_of(typeset(words), REGULAR, SMALL) < share * WIDTH - GRID:
        return typeset(words)
    return text(words, style)
