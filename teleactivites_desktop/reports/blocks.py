"""The parts that documents share: a question with its chart and sentence, a table by group, big figures."""

from collections.abc import Sequence

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer, Table, TableStyle

from teleactivites_desktop.core.sentences import statistic_text
from teleactivites_desktop.core.tabulation import (
    Cell,
    Counts,
    Mark,
    NumberFamily,
    Numbers,
    NumberTable,
    RowKind,
    share,
    share_text,
)
from teleactivites_desktop.core.tabulation import (
    Heading as Head,
)
from teleactivites_desktop.core.tabulation import Table as Counted
from teleactivites_desktop.core.typography import enumerate_words, number, percent, plural, typeset
from teleactivites_desktop.i18n import N_, _, ngettext
from teleactivites_desktop.reports.charts import Bar, BarTable, Stack, StackedBars
from teleactivites_desktop.reports.fonts import BOLD, REGULAR, width_of
from teleactivites_desktop.reports.layout import Heading, text
from teleactivites_desktop.reports.styles import ACCENT, GRID, LINE, SMALL, STYLES, WIDTH
from teleactivites_desktop.reports.tables import small_table

_LONG_LIST = 8
_LAST = frozenset({"autre", "other", "nsp", "aucun", "aucune"})
_SCALES = (0.1, 0.25, 0.5, 1.0)
_STACKABLE = 6
_PLACE_COLUMNS = 6
_LEFT_OUT = {
    Mark.HIDDEN: N_("couvertes par le secret : {labels}"),
    Mark.ZERO: N_("sans aucune réponse : {labels}"),
}


def figures(values: Sequence[tuple[str, str]]) -> Flowable:
    """Return the figures that matter, big, side by side: (figure, what it counts)."""
    room = WIDTH / len(values) - 2 * GRID
    sizes = (size for size in (22.0, 18.0, 14.0, 11.0) if _fits(values, size, room))
    style = ParagraphStyle("fitted figure", STYLES.figure, fontSize=next(sizes, 9.0))
    cells = [[text(value, style), text(label, STYLES.figure_label)] for value, label in values]
    return Table(
        [cells],
        colWidths=[WIDTH / len(values)] * len(values),
        style=TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), REGULAR),
                ("LINEABOVE", (0, 0), (-1, 0), 1.5, ACCENT),
                ("LINEBELOW", (0, 0), (-1, 0), 0.5, LINE),
                ("LINEAFTER", (0, 0), (-2, 0), 0.5, LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5 * GRID),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5 * GRID),
            ]
        ),
    )


def _fits(values: Sequence[tuple[str, str]], size: float, room: float) -> bool:
    return all(width_of(typeset(value), BOLD, size) <= room for value, _label in values)


def question(table: Counted, words: str, key: str) -> list[Flowable]:
    """Return a question: heading, sentence, frequency table with its bars, and its base.

    Where nothing of it may be published, heading and sentence say so.
    """
    parts: list[Flowable] = [Heading(table.title, 1, key), text(words, STYLES.words)]
    if any(cell.count for _row, cell in table.answers):
        parts += [base(table), frequency(table, _("Réponse"))]
    if len(table.answers) > _LONG_LIST:
        # Long lists may break over pages; the heading stays with the first lines.
        return [CondPageBreak(14 * GRID), *parts]
    return [KeepTogether(parts)]


def frequency(table: Counted, head: str, limit: int = 0) -> Flowable:
    """Return the frequency table of a question, each line with its bar; `limit` keeps the first lines."""
    lines = ordered(table)
    shown = lines[:limit] if limit else lines
    bars = [_bar(row.label, cell, table.total.answered) for row, cell in shown]
    if not limit:
        bars += _together(table)
    bars += [
        Bar(row.label, None, cell.text, share_text(cell, table.total.asked), muted=True)
        for row, cell in zip(table.rows, table.total.rows, strict=True)
        if row.kind is RowKind.NONRESPONSE and cell.mark is not Mark.ZERO
    ]
    widest = max((share(cell, table.total.answered) or 0.0 for _row, cell in lines), default=0.0)
    full = next(scale for scale in _SCALES if scale >= min(widest, 1.0))
    return BarTable(bars, (head, _("Effectif"), _("Part")), full)


def _is_long(table: Counted) -> bool:
    return len(table.answers) > _LONG_LIST


def _together(table: Counted) -> list[Bar]:
    """Return one line for the hidden answers of a long list: what they make together is no secret."""
    hidden = sum(cell.mark is Mark.HIDDEN for _row, cell in table.answers)
    answered = table.total.answered
    if not _is_long(table) or not hidden:
        return []
    label = _("Réponses couvertes par le secret statistique ({count})").format(count=number(hidden))
    if table.multiple or answered.count is None:
        return [Bar(label, None, "s", "s", muted=True)]
    rest = Cell.of(answered.count - sum(cell.count or 0 for _row, cell in table.answers))
    return [Bar(label, None, rest.text, share_text(rest, answered), muted=True)]


def ordered(table: Counted) -> list[tuple[Head, Cell]]:
    """Return the answers as shown: short lists as on paper, long ones and boxes by number.

    Hidden ones stand together after the others, in the order of the paper: their place tells nothing. Long
    lists leave them out, and what nobody answered.
    """
    answers = list(table.answers)
    if not _is_long(table) and not table.multiple:
        return answers
    if _is_long(table):
        answers = [(row, cell) for row, cell in answers if cell.count]
    return sorted(
        answers, key=lambda pair: (pair[0].code in _LAST, pair[1].count is None, -(pair[1].count or 0))
    )


def _bar(label: str, cell: Cell, answered: Cell) -> Bar:
    return Bar(label, share(cell, answered), cell.text, share_text(cell, answered))


def base(table: Counted) -> Flowable:
    """Return the line above a chart: of whom the shares are, who was not asked, what nobody answered."""
    said = []
    if table.total.answered.count is not None:
        said.append(
            _("Parts calculées sur {people}").format(
                people=plural(table.total.answered.count, _("réponse"), _("réponses"))
            )
        )
    if table.multiple:
        said.append(_("plusieurs réponses possibles"))
    for row, cell in zip(table.rows, table.total.rows, strict=True):
        if row.kind is RowKind.NOT_ASKED and cell.count:
            said.append(_("{count} non concernés").format(count=number(cell.count)))
    for mark, words in _LEFT_OUT.items():
        labels = [row.label for row, cell in table.answers if cell.mark is mark]
        if labels and _is_long(table):
            said.append(_(words).format(labels=_shortened(labels)))
    return text(" ; ".join(said) + "." if said else "", STYLES.small)


def _shortened(labels: Sequence[str], shown: int = 6) -> str:
    if len(labels) <= shown:
        return enumerate_words(list(labels))
    more = len(labels) - shown
    return _("{labels} et {more} autres").format(labels=", ".join(labels[:shown]), more=number(more))


def by_group(table: Counted, words: str, key: str, head: str) -> list[Flowable]:
    """Return a question by group: stacked bars where its answers are few, then numbers and shares."""
    parts: list[Flowable] = [Heading(table.title, 1, key)]
    if words:
        parts.append(text(words, STYLES.words))
    if len(table.answers) <= _STACKABLE and not table.multiple:
        parts += [_stacked(table), Spacer(1, GRID / 2)]
    parts.append(_group_table(table, head))
    return [KeepTogether(parts)]


def _stacked(table: Counted) -> Flowable:
    names = [row.label for row, _cell in table.answers]
    stacks = []
    for column, counts in _columns(table):
        answers = counts.rows[: len(names)]
        stacks.append(
            Stack(
                column.label,
                tuple(share(cell, counts.answered) for cell in answers),
                _("{count} rép.").format(count=counts.answered.text),
            )
        )
    return StackedBars(names, stacks)


def _columns(table: Counted) -> list[tuple[Head, Counts]]:
    return [*zip(table.columns, table.groups, strict=True), (Head("", _("Ensemble")), table.total)]


def _heads(columns: Sequence[tuple[Head, Counts | None]], room: float) -> list[str]:
    """Return the heads of the columns: their names where every word fits, else their codes."""
    words = [word for head, _counts in columns for word in head.label.split()]
    if all(width_of(word, BOLD, SMALL) < room - GRID for word in words):
        return [head.label for head, _counts in columns]
    return [head.code or head.label for head, _counts in columns]


def _group_table(table: Counted, head: str) -> Flowable:
    """Return one line per answer, and per group its number and its share of the group's answers."""
    columns = _columns(table)
    width = 0.68 / len(columns)
    heads = [head, *_heads(columns, width * WIDTH)]
    rows = []
    places = {row.code: place for place, row in enumerate(table.rows)}
    for row, _cell in ordered(table):
        cells = [(counts.rows[places[row.code]], counts.answered) for _column, counts in columns]
        rows.append([row.label, *(_both(cell, answered) for cell, answered in cells)])
    rows.append([_("Réponses"), *(counts.answered.text for _column, counts in columns)])
    return small_table(heads, rows, [0.32, *[width] * len(columns)], right=range(1, len(heads)))


def _both(cell: Cell, answered: Cell) -> str:
    known = share(cell, answered)
    return cell.text if not known else f"{cell.text} ({percent(known)})"


def by_place(table: Counted, words: str, key: str, head: str) -> list[Flowable]:
    """Return a question with a line per group, for many groups: who answered, and the first answers.

    Groups of which nothing is published are counted under the table.
    """
    order = [place for place, _cell in _most_frequent(table)]
    heads = [head, _("Réponses"), *(table.rows[place].label for place in order)]
    rows, silent = [], 0
    for column, counts in _columns(table):
        cells = [counts.rows[place] for place in order]
        if column.code and not any(cell.count for cell in cells):
            silent += 1
        else:
            shares = (share_text(cell, counts.answered) for cell in cells)
            rows.append([column.label, counts.answered.text, *shares])
    width = 0.6 / len(order) if order else 0.6
    parts: list[Flowable] = [Heading(table.title, 1, key)]
    if words:
        parts.append(text(words, STYLES.words))
    parts.append(small_table(heads, rows, [0.28, 0.12, *[width] * len(order)], right=range(1, len(heads))))
    if silent:
        said = ngettext(
            "Rien n'est publié pour {n} vallée : trop peu de réponses.",
            "Rien n'est publié pour {n} vallées : trop peu de réponses.",
            silent,
        )
        parts.append(text(said.format(n=number(silent)), STYLES.small))
    return [CondPageBreak(30 * GRID), *parts]


def _most_frequent(table: Counted) -> list[tuple[int, Cell]]:
    """Return the place and number of the answers that fit as columns, the most frequent ones, in order."""
    found = sorted(enumerate(table.total.rows[: len(table.answers)]), key=lambda each: -(each[1].count or 0))
    return sorted(found[:_PLACE_COLUMNS], key=lambda each: each[0])


def numbers(table: NumberTable, words: str, key: str) -> list[Flowable]:
    """Return a numeric question: sentence, classes as bars, and mean, median, quartiles by group.

    Classes of which more than half are hidden, and groups with too few answers, are left out.
    """
    parts: list[Flowable] = [Heading(table.title, 1, key), text(words, STYLES.words)]
    if table.classes is not None and _mostly_shown(table.classes):
        parts += [base(table.classes), frequency(table.classes, _("Classe"))]
    groups = [group for group in table.groups if group.mean is not None]
    if len(groups) < 2:
        return [KeepTogether(parts)]
    by_territory = table.grouped_by == "territory"
    caption = _("{title}, par territoire").format(title=table.title) if by_territory else table.title
    heads = [caption, _("Réponses"), _("Moyenne"), _("Premier quart"), _("Médiane"), _("Dernier quart")]
    rows = [[g.label, g.answered.text, *_statistics(g, table.years)] for g in (*groups, table.total)]
    widths = [0.38, 0.11, 0.11, 0.14, 0.12, 0.14]
    return [
        KeepTogether(parts),
        KeepTogether([Spacer(1, GRID), small_table(heads, rows, widths, right=range(1, 6))]),
    ]


def family(table: NumberFamily, words: str, key: str) -> list[Flowable]:
    """Return numeric questions asked together: a line each, as bars where they are percentages.

    Under it the means by group, where most of them are published.
    """
    parts: list[Flowable] = [Heading(table.title, 1, key), text(words, STYLES.words), _means(table)]
    means = [mean for line in table.by_group for mean in line]
    if 2 * sum(mean is None for mean in means) < len(means):
        columns = [(column, None) for column in table.columns]
        width = 0.68 / len(columns)
        heads = [_("Moyenne"), *_heads(columns, width * WIDTH)]
        rows = [
            [line.label, *(statistic_text(mean, years=table.years) for mean in groups)]
            for line, groups in zip(table.lines, table.by_group, strict=True)
        ]
        widths = [0.32, *[width] * len(columns)]
        parts += [Spacer(1, GRID), small_table(heads, rows, widths, right=range(1, len(heads)))]
    return [KeepTogether(parts)]


def _means(table: NumberFamily) -> Flowable:
    """Return the mean of each line: bars where all are parts of a hundred."""
    heads = (_("Réponse"), _("Effectif"), _("Moyenne"))
    told = [statistic_text(line.mean, years=table.years) for line in table.lines]
    known = [line.mean for line in table.lines if line.mean is not None]
    if "%" not in table.title or not known or min(known) < 0 or max(known) > 100:
        rows = [[n.label, n.answered.text, mean] for n, mean in zip(table.lines, told, strict=True)]
        return small_table(heads, rows, [0.6, 0.2, 0.2], right=(1, 2))
    full = next(scale for scale in _SCALES if scale >= min(max(known) / 100, 1.0))
    return BarTable(
        [
            Bar(line.label, None if line.mean is None else line.mean / 100, line.answered.text, mean)
            for line, mean in zip(table.lines, told, strict=True)
        ],
        heads,
        full,
    )


def _mostly_shown(table: Counted) -> bool:
    filled = [cell for _row, cell in table.answers if cell.mark is not Mark.ZERO]
    return sum(cell.mark is Mark.HIDDEN for cell in filled) * 2 <= len(filled)


def _statistics(line: Numbers, years: bool) -> list[str]:
    values = (line.mean, line.low_quarter, line.median, line.high_quarter)
    return [statistic_text(value, years=years) for value in values]
