"""A table of the paper as the sheet shows it: its columns, and a row value for each cell."""

from dataclasses import dataclass, replace

from teleactivites_desktop.core.entry.fields import Field, FieldState
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.outline import column_title
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, QuestionType
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.entry.rows import Row, RowMaker

NUMBER, DATE, CODE, TEXT = 80, 110, 140, 180
"""Widths that columns ask for, in pixels."""
LETTER, MOST_FOR_TITLE = 4, 140
"""What a title adds to that: half a letter for each, as it has two lines; up to so much in all."""
_WIDTHS = {
    QuestionType.INTEGER: NUMBER,
    QuestionType.DECIMAL: NUMBER,
    QuestionType.RANGE: NUMBER,
    QuestionType.ACKNOWLEDGE: NUMBER,
    QuestionType.TIME: NUMBER,
    QuestionType.DATE: DATE,
}


@dataclass(frozen=True)
class Table:
    """The `titles` of the columns, the widths they ask for, the paper's number of `lines`.

    `cells` are (line, column) of each row beside them, lines from 1, columns from 0.
    """

    titles: tuple[str, ...]
    widths: tuple[int, ...]
    lines: int
    cells: tuple[tuple[int, int], ...]


class CellMaker:
    """Makes the tables of one paper's session."""

    def __init__(self, session: EntrySession, rows: RowMaker) -> None:
        self._session = session
        self._rows = rows
        self._made: dict[str, tuple[Field, Row]] = {}

    def table(self, section: str) -> tuple[list[Row], Table] | None:
        """Return the cells of the lines asked, and their table; None for a section that is no table.

        A calculation being checked stands in a column of its own, the last.
        """
        lines = self._session.form.tables.get(section)
        if lines is None:
            return None
        columns = [self._session.questionnaire.by_name[name] for name in lines[0]]
        fields = [field for field in self._session.fields(section) if field.question.keyed]
        checked = self._checked(section)
        places = {name: (n, i) for n, line in enumerate(lines, 1) for i, name in enumerate(line)}
        if checked is not None:
            fields.append(checked)
            columns.append(checked.question)
            places[checked.question.name] = checked.question.line, len(columns) - 1
        titles = tuple(self._title(column) for column in columns)
        cells = tuple(places[field.question.name] for field in fields)
        rows = [
            self._cell(field, titles[column]) for field, (_line, column) in zip(fields, cells, strict=True)
        ]
        return rows, Table(titles, tuple(map(_width, columns, titles)), len(lines), cells)

    def waits(self, field: Field) -> bool:
        """Tell whether `field` begins a line that holds nothing yet: there a table can end."""
        question = field.question
        line = self._session.form.rules[question.name].line
        if line is None or field.state is not FieldState.EMPTY:
            return False
        states = [self._session.field(name).state for name in line.own]
        return line.own[0] == question.name and all(state is FieldState.EMPTY for state in states)

    def _checked(self, section: str) -> Field | None:
        position = self._session.position
        if not position or self._session.questionnaire.by_name[position].section != section:
            return None
        field = self._session.field(position)
        return None if field.question.keyed else field

    def _title(self, question: Question) -> str:
        label = column_title(question, self._session.label(question.labels))
        return label or _("Contrôle de la section")

    def _cell(self, field: Field, title: str) -> Row:
        """Return the row of a cell; of a long table nearly all are as they were."""
        before = self._made.get(field.question.name)
        if before is not None and before[0] == field:
            return before[1]
        made = self._new_cell(field, title)
        self._made[field.question.name] = field, made
        return made

    def _new_cell(self, field: Field, title: str) -> Row:
        line = _("ligne {n}").format(n=field.question.line)
        row = replace(self._rows.row(field), number="", label=f"{title}, {line}", wide=False)
        return replace(row, echo="–") if row.skipped else row


def _width(question: Question, title: str) -> int:
    usual = CODE if question.type in CHOICE_TYPES else _WIDTHS.get(question.type, TEXT)
    return max(usual, min(MOST_FOR_TITLE, LETTER * len(title) + 2 * LETTER))
