"""The HTML twin of the summary, for screen readers and for pasting: headings, table headers, no picture.

One file without anything from outside. Bars are a decoration of the table cells, whose text says the same.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from itertools import zip_longest
from typing import IO

from teleactivites_desktop.core.sentences import statistic_text
from teleactivites_desktop.core.tabulation import (
    Counts,
    Mark,
    NumberFamily,
    NumberTable,
    RowKind,
    Table,
    share,
    share_text,
)
from teleactivites_desktop.core.typography import date_in_words, moment_in_words, number, percent, typeset
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.summary import Content, QuestionBlock

_STYLE = """
body { font-family: "DejaVu Sans", Verdana, sans-serif; color: #1e2730; line-height: 1.5;
  max-width: 50rem; margin: 2rem auto; padding: 0 1rem }
h1, h2, dd { color: #3f5e7d }
h2 { margin-top: 3rem }
caption { text-align: left; color: #56626e; font-size: .85rem; padding-bottom: .25rem }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem; font-size: .9rem }
th, td { padding: .25rem .5rem; border-bottom: 1px solid #c9d1d9; text-align: right }
th:first-child, td:first-child { text-align: left }
tbody th { font-weight: normal }
td.bar { background: linear-gradient(#b9c7d6, #b9c7d6) no-repeat left / var(--part) 60% }
.words { font-style: italic }
.skip { position: absolute; left: -99rem }
.skip:focus { position: static }
.logo { max-width: 16rem; max-height: 6rem }
dl { display: flex; flex-wrap: wrap; gap: 2rem }
dt { color: #56626e; font-size: .85rem }
dd { margin: 0; font-size: 1.6rem; font-weight: bold }
"""


def write(content: Content, out: IO[bytes]) -> None:
    """Write the summary as one HTML page to `out`."""
    out.write("\n".join(_page(content)).encode())


def _page(content: Content) -> Iterator[str]:
    chapters = [(f"c{i}", chapter) for i, chapter in enumerate(content.chapters)]
    yield f'<!DOCTYPE html>\n<html lang="{content.imprint.language[:2]}">\n<head>\n<meta charset="utf-8">'
    yield f"<title>{_text(content.title)} – {_text(content.imprint.title)}</title>"
    yield f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style>\n</head>\n<body>'
    yield f'<a class="skip" href="#main">{_text(_("Aller au contenu"))}</a>'
    yield "<header>"
    if content.logo:
        kind = "png" if content.logo.startswith(b"\x89PNG") else "jpeg"
        picture = b64encode(content.logo).decode()
        yield f'<img class="logo" alt="{_text(_("Logo"))}" src="data:image/{kind};base64,{picture}">'
    yield f"<h1>{_text(content.title)}</h1>\n<p>{_text(content.subtitle)}</p></header>"
    yield f'<nav aria-label="{_text(_("Sommaire"))}"><ul>'
    yield f'<li><a href="#where">{_text(_("Où vivent les télétravailleurs"))}</a></li>'
    for key, chapter in chapters:
        yield f'<li><a href="#{key}">{_text(chapter.title)}</a></li>'
    yield f'<li><a href="#method">{_text(_("Méthode"))}</a></li></ul></nav>\n<main id="main">'
    yield from _opening(content)
    yield from _where(content)
    for key, chapter in chapters:
        yield f'<h2 id="{key}">{_text(chapter.title)}</h2>'
        for block in chapter.blocks:
            yield from _block(block)
    yield from _by_valley(content)
    yield from _comparisons(content)
    yield f'<h2 id="method">{_text(_("Méthode"))}</h2>'
    yield from (f"<p>{_text(words)}</p>" for words in content.method)
    made = _("Établi le {moment}").format(moment=moment_in_words(content.imprint.made_at))
    yield f"</main>\n<footer><p>{_text(made)}</p></footer>\n</body>\n</html>"


def _opening(content: Content) -> Iterator[str]:
    yield "<dl>"
    for figure, label in content.figures:
        yield f"<div><dt>{_text(label)}</dt><dd>{_text(figure)}</dd></div>"
    yield f"</dl>\n<h2>{_text(_('Ce qu’il faut retenir'))}</h2>\n<ul>"
    yield from (f"<li>{_text(words)}</li>" for words in content.highlights if words)
    yield f"</ul>\n<h2>{_text(content.weeks.title)}</h2>\n<p class=words>{_text(content.weeks_words)}</p>"
    heads = [_("Semaine du"), _("Fiches reçues")] + ([_("Fiches saisies")] if content.weeks_keyed else [])
    weeks = zip_longest(content.weeks.points, content.weeks_keyed)
    rows = [
        (date_in_words(date.fromisoformat(day)), number(count), *([] if keyed is None else [number(keyed)]))
        for (day, count), keyed in weeks
    ]
    yield from _plain(content.weeks.title, heads, rows)
    yield f"<h2>{_text(_('Qualité'))}</h2>"
    yield from _plain(_("Qualité"), [_("Mesure"), _("Valeur"), _("Remarque")], content.quality)
    yield f"<h2>{_text(_('D’où viennent les fiches'))}</h2>"
    heads = [_("Poste"), _("Territoire"), _("Fiches"), _("Dernier échange"), _("État")]
    sources = [(s.site, s.territory, s.responses, s.last_exchange, s.state) for s in content.sources]
    yield from _plain(_("D’où viennent les fiches"), heads, sources)


def _where(content: Content) -> Iterator[str]:
    where = content.where
    yield f'<h2 id="where">{_text(_("Où vivent les télétravailleurs"))}</h2>'
    parts = (
        (_("Par territoire de collecte"), where.territories_words, where.territories),
        (_("Par vallée"), where.valleys_words, where.valleys),
        (_("Par commune"), where.communes_words, where.communes),
    )
    for title, words, table in parts:
        if table is not None:
            yield f"<h3>{_text(title)}</h3>\n<p class=words>{_text(words)}</p>"
            yield from _frequency(table, title)


def _block(block: QuestionBlock) -> Iterator[str]:
    table = block.table
    yield f"<h3>{_text(table.title)}</h3>\n<p class=words>{_text(block.words)}</p>"
    if isinstance(table, Table):
        if table.groups:
            yield from _grouped(table)
            return
        yield from _frequency(table, table.title)
        return
    if isinstance(table, NumberFamily):
        yield from _family(table)
        return
    if table.classes is not None:
        yield from _frequency(table.classes, table.title)
    yield from _numbers(table)


def _frequency(table: Table, title: str) -> Iterator[str]:
    answered, asked = table.total.answered, table.total.asked
    yield _open(title, [_("Réponse"), _("Effectif"), _("Part")])
    for row, cell in zip(table.rows, table.total.rows, strict=True):
        if row.kind is RowKind.ANSWER:
            part = share(cell, answered)
            bar = f' class="bar" style="--part:{100 * part:.1f}%"' if part else ""
            shown = share_text(cell, answered)
            yield _row(row.label, [(bar, cell.text), ("", shown)])
        elif row.kind is RowKind.NONRESPONSE and cell.mark is not Mark.ZERO:
            yield _row(row.label, [("", cell.text), ("", share_text(cell, asked))])
    yield "</tbody></table>"


def _numbers(table: NumberTable) -> Iterator[str]:
    heads = [_("Groupe"), _("Réponses"), _("Moyenne"), _("Médiane")]
    rows = [
        (
            line.label,
            line.answered.text,
            statistic_text(line.mean, years=table.years),
            statistic_text(line.median, years=table.years),
        )
        for line in (*table.groups, table.total)
    ]
    by_territory = table.grouped_by == "territory"
    caption = _("{title}, par territoire").format(title=table.title) if by_territory else table.title
    yield from _plain(caption, heads, rows)


def _family(table: NumberFamily) -> Iterator[str]:
    heads = [_("Réponse"), _("Réponses"), _("Moyenne"), _("Médiane"), *(c.label for c in table.columns)]
    groups = table.by_group or [()] * len(table.lines)
    rows = [
        (
            line.label,
            line.answered.text,
            *(statistic_text(value, years=table.years) for value in (line.mean, line.median, *means)),
        )
        for line, means in zip(table.lines, groups, strict=True)
    ]
    yield from _plain(table.title, heads, rows)


def _by_valley(content: Content) -> Iterator[str]:
    if content.by_valley:
        yield f"<h2>{_text(_('La connexion, vallée par vallée'))}</h2>"
    for block in content.by_valley:
        table = block.table
        if isinstance(table, Table):
            yield f"<h3>{_text(table.title)}</h3>\n<p class=words>{_text(block.words)}</p>"
            heads = [_("Vallée"), _("Réponses"), *(row.label for row, _cell in table.answers)]
            lines = [*zip(table.columns, table.groups, strict=True), (None, table.total)]
            rows = [
                (
                    column.label if column else _("Ensemble"),
                    counts.answered.text,
                    *(_both(counts, place) for place in range(len(table.answers))),
                )
                for column, counts in lines
            ]
            yield from _plain(table.title, heads, rows)


def _comparisons(content: Content) -> Iterator[str]:
    if not content.comparisons:
        return
    yield f"<h2>{_text(_('Comparaison des territoires'))}</h2>"
    for block in content.comparisons:
        table = block.table
        if isinstance(table, Table):
            yield f"<h3>{_text(table.title)}</h3>\n<p class=words>{_text(block.words)}</p>"
            yield from _grouped(table)


def _grouped(table: Table) -> Iterator[str]:
    columns = [*table.groups, table.total]
    heads = [_("Réponse"), *(column.label for column in table.columns), _("Ensemble")]
    rows = [
        (row.label, *(_both(counts, place) for counts in columns))
        for place, (row, _cell) in enumerate(table.answers)
    ]
    yield from _plain(table.title, heads, rows)


def _both(counts: Counts, place: int) -> str:
    cell = counts.rows[place]
    known = share(cell, counts.answered)
    return f"{cell.text} ({percent(known)})" if known else cell.text


def _plain(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _open(caption, heads)
    yield from (_row(first, [("", words) for words in others]) for first, *others in rows)
    yield "</tbody></table>"


def _open(caption: str, heads: Sequence[str]) -> str:
    cells = "".join(f'<th scope="col">{_text(head)}</th>' for head in heads)
    return f"<table><caption>{_text(caption)}</caption><thead><tr>{cells}</tr></thead><tbody>"


def _row(head: str, cells: Sequence[tuple[str, str]]) -> str:
    told = "".join(f"<td{attributes}>{_text(words)}</td>" for attributes, words in cells)
    return f'<tr><th scope="row">{_text(head)}</th>{told}</tr>'


def _text(words: str) -> str:
    return escape(typeset(words))
