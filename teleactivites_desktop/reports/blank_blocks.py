"""The pieces of the blank questionnaire, drawn in a column: section titles, questions, the notice."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from teleactivites_desktop.core.typography import typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.fonts import BOLD, OBLIQUE, REGULAR, width_of, wrapped
from teleactivites_desktop.reports.styles import ACCENT, GRID, INK, LINE, MUTED, PAPER

if TYPE_CHECKING:
    from teleactivites_desktop.reports.blank import BlankQuestion

_SIZE, _SMALL = 7.5, 6.5
_LEADING = 10.0
_CHOICE = 11.0
"""Height of a line of choices: a hand must find the box."""
_BOX = 10.0
_RULE = 16.0
_MANY = 20
_BELOW = 5.0


class Block(ABC):
    """A piece with a height; `draw` puts it under `top`."""

    height: float

    @abstractmethod
    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw the piece, its left at `x`."""


class TitleBlock(Block):
    """The title of a section: white on a dark band."""

    def __init__(self, title: str, width: float) -> None:
        self._title = typeset(title)
        self._width = width
        self.height = 3 * GRID

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw the band."""
        canvas.setFillColor(ACCENT)
        canvas.rect(x, top - 2.25 * GRID, self._width, 1.75 * GRID, stroke=0, fill=1)
        canvas.setFillColor(PAPER)
        canvas.setFont(BOLD, 8.5)
        canvas.drawString(x + GRID / 2, top - 1.75 * GRID, self._title)


class QuestionBlock(Block):
    """A question: label and coding boxes, for whom it is, choices or rules to write on."""

    def __init__(self, question: "BlankQuestion", width: float) -> None:
        self._question = question
        self._width = width
        room = width - boxes_width(question.boxes) - GRID / 2
        self._label = wrapped(typeset(question.label), BOLD, _SIZE, room, 3)
        self._skip = wrapped(typeset(question.skip), OBLIQUE, _SMALL, width, 3) if question.skip else []
        self._across = self._columns()
        lines = -(-len(question.choices) // self._across) if question.choices else 0
        self._choice_lines = lines
        label_height = max(len(self._label) * _LEADING, _BOX + 2 if question.boxes else 0.0)
        self.height = label_height + len(self._skip) * 8.5 + lines * _CHOICE + question.lines * _RULE + _BELOW
        self._label_height = label_height

    def _columns(self) -> int:
        """Return in how many columns the choices stand, all labels whole."""
        choices = self._question.choices
        if not choices:
            return 1
        widest = max(_choice_width(code, label) for code, label in choices)
        return max(1, min(4, int(self._width // widest), len(choices)))

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw it, from the label down."""
        y = top
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, _SIZE)
        for i, line in enumerate(self._label):
            canvas.drawString(x, y - 8 - i * _LEADING, line)
        draw_boxes(canvas, self._question.boxes, x + self._width, y - _BOX)
        y -= self._label_height
        canvas.setFillColor(MUTED)
        canvas.setFont(OBLIQUE, _SMALL)
        for line in self._skip:
            canvas.drawString(x, y - 6.5, line)
            y -= 8.5
        self._draw_choices(canvas, x, y)
        y -= self._choice_lines * _CHOICE
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.75)
        for _line in range(self._question.lines):
            y -= _RULE
            canvas.line(x, y + 3, x + self._width, y + 3)

    def _draw_choices(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw the choices, read down each column."""
        width = self._width / self._across
        for place, (code, label) in enumerate(self._question.choices):
            column, line = divmod(place, self._choice_lines)
            left, y = x + column * width, top - line * _CHOICE - 8.5
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.6)
            canvas.rect(left, y - 0.5, 7, 7, stroke=1, fill=0)
            canvas.setFillColor(MUTED)
            canvas.setFont(REGULAR, _SMALL)
            canvas.drawString(left + 9.5, y, code)
            canvas.setFillColor(INK)
            start = 13.0 + width_of(code, REGULAR, _SMALL)
            room = width - start
            size = _SIZE * min(1.0, room / max(width_of(typeset(label), REGULAR, _SIZE), 1.0))
            canvas.setFont(REGULAR, size)
            canvas.drawString(left + start, y, typeset(label))


class NoticeBlock(Block):
    """What is done with the answers and what the person may ask."""

    def __init__(self, paragraphs: Sequence[str], width: float) -> None:
        self._lines: list[str] = []
        for words in paragraphs:
            self._lines += [*wrapped(typeset(words), REGULAR, _SMALL, width - GRID, _MANY), ""]
        self._width = width
        self.height = 3 * GRID + len(self._lines) * 8.0

    def draw(self, canvas: Canvas, x: float, top: float) -> None:
        """Draw the notice in a frame."""
        canvas.setStrokeColor(LINE)
        canvas.setLineWidth(0.75)
        canvas.rect(x, top - self.height + GRID, self._width, self.height - 1.5 * GRID, stroke=1, fill=0)
        canvas.setFillColor(INK)
        canvas.setFont(BOLD, _SIZE)
        canvas.drawString(x + GRID / 2, top - 2 * GRID, _("Vos droits"))
        canvas.setFont(REGULAR, _SMALL)
        for i, line in enumerate(self._lines):
            canvas.drawString(x + GRID / 2, top - 3.25 * GRID - i * 8.0, line)


def _choice_width(code: str, label: str) -> float:
    return 15.0 + width_of(code, REGULAR, _SMALL) + width_of(typeset(label), REGULAR, _SIZE) + GRID / 2


def _groups(boxes: str) -> list[tuple[str, int]]:
    """Return (sign before, number of boxes) of each group: ``2/2/4`` -> ("", 2), ("/", 2), ("/", 4)."""
    groups: list[tuple[str, int]] = []
    sign = ""
    for letter in boxes:
        if letter.isdigit():
            groups.append((sign, int(letter)))
        else:
            sign = letter
    return groups


def boxes_width(boxes: str) -> float:
    """Return the width of coding boxes, written as ``2/2/4``."""
    groups = _groups(boxes)
    return sum(number * _BOX + (6.0 if sign else 0.0) for sign, number in groups)


def draw_boxes(canvas: Canvas, boxes: str, right: float, bottom: float) -> None:
    """Draw coding boxes that end at `right`."""
    x = right - boxes_width(boxes)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(0.6)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, 9)
    for sign, number in _groups(boxes):
        if sign:
            canvas.drawCentredString(x + 3, bottom + 1.5, sign)
            x += 6
        for _box in range(number):
            canvas.rect(x, bottom, _BOX, _BOX, stroke=1, fill=0)
            x += _BOX
