"""The summary: the document put on the table at the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from teleactivites_desktop.core.tabulation import NumberTable, Series, Table
from teleactivites_desktop.core.typography import short_date
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import blocks
from teleactivites_desktop.reports.curve import Curve
from teleactivites_desktop.reports.layout import Heading, Imprint, build, contents, text
from teleactivites_desktop.reports.map import Place, PlaceMap
from teleactivites_desktop.reports.styles import GRID, STYLES
from teleactivites_desktop.reports.tables import small_table


@dataclass(frozen=True)
class QuestionBlock:
    """A choice question or a numeric one, and the sentence that says what it shows."""

    table: Table | NumberTable
    words: str


@dataclass(frozen=True)
class Chapter:
    """A section of the questionnaire."""

    title: str
    blocks: tuple[QuestionBlock, ...]


@dataclass(frozen=True)
class Where:
    """Where people live: by territory, valley and commune, with a sentence each, and the map."""

    territories: Table
    territories_words: str
    valleys: Table | None = None
    valleys_words: str = ""
    communes: Table | None = None
    communes_words: str = ""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Source:
    """A site whose papers are in the document: its territory, responses, date of its last exchange, state."""

    site: str
    territory: str
    responses: str
    last_exchange: str
    state: str


@dataclass(frozen=True)
class Content:
    """Everything the summary says. Tables are already fit to be published."""

    imprint: Imprint
    title: str
    subtitle: str
    figures: tuple[tuple[str, str], ...]
    highlights: tuple[str, ...]
    where: Where
    chapters: tuple[Chapter, ...]
    comparisons: tuple[QuestionBlock, ...]
    weeks: Series
    weeks_words: str
    quality: tuple[tuple[str, str, str], ...]
    sources: tuple[Source, ...]
    method: tuple[str, ...]


def write(content: Content, out: IO[bytes]) -> None:
    """Write the summary as a PDF to `out`."""
    story: list[Flowable] = [*_cover(content), PageBreak()]
    story += _where(content.where)
    for place, chapter in enumerate(content.chapters):
        story += _chapter(chapter, f"c{place}")
    story += _comparisons(content.comparisons)
    story += _collection(content)
    build(out, story, content.imprint, depth=1, cover=True)


def _cover(content: Content) -> list[Flowable]:
    return [
        Spacer(1, 4 * GRID),
        text(content.title, STYLES.title),
        text(content.subtitle, STYLES.subtitle),
        Spacer(1, 2 * GRID),
        blocks.figures(content.figures),
        Spacer(1, 3 * GRID),
        text(_("Ce qu'il faut retenir"), STYLES.heading),
        *(text(f"– {words}", STYLES.text) for words in content.highlights),
        Spacer(1, 2 * GRID),
        text(_("Sommaire"), STYLES.heading),
        contents(),
    ]


def _where(where: Where) -> list[Flowable]:
    head = _("Où vivent les télétravailleurs")
    story: list[Flowable] = [Heading(head, 0, "where")]
    story += _counted(_("Par territoire de collecte"), where.territories_words, where.territories, "t", 0)
    if where.places:
        story.append(KeepTogether(_map(where)))
    if where.valleys is not None:
        story += _counted(_("Par vallée"), where.valleys_words, where.valleys, "v", 0)
    if where.communes is not None:
        story += _counted(_("Communes les plus citées"), "", where.communes, "k", 15)
    return story


def _map(where: Where) -> list[Flowable]:
    legend = _("La surface de chaque cercle est proportionnelle au nombre de fiches de la commune.")
    return [
        Heading(_("Carte par commune de résidence"), 1, "map"),
        text(where.communes_words, STYLES.words),
        PlaceMap(where.places),
        text(legend, STYLES.small),
    ]


def _counted(title: str, words: str, table: Table, key: str, limit: int) -> list[Flowable]:
    head: list[Flowable] = [CondPageBreak(16 * GRID), Heading(title, 1, key)]
    if words:
        head.append(text(words, STYLES.words))
    return [*head, blocks.frequency(table, "", limit)]


def _chapter(chapter: Chapter, key: str) -> list[Flowable]:
    if not chapter.blocks:
        return []
    story: list[Flowable] = [CondPageBreak(32 * GRID), Heading(chapter.title, 0, key)]
    for place, block in enumerate(chapter.blocks):
        story += _block(block, f"{key}q{place}")
    return story


def _block(block: QuestionBlock, key: str) -> list[Flowable]:
    if isinstance(block.table, NumberTable):
        return blocks.numbers(block.table, block.words, key)
    return blocks.question(block.table, block.words, key)


def _comparisons(comparisons: Sequence[QuestionBlock]) -> list[Flowable]:
    if not comparisons:
        return []
    title = _("Comparaison des territoires")
    story: list[Flowable] = [CondPageBreak(40 * GRID), Heading(title, 0, "compare")]
    for place, block in enumerate(comparisons):
        if isinstance(block.table, Table):
            story += blocks.by_group(block.table, block.words, f"g{place}", _("Réponse"))
    return story


def _collection(content: Content) -> list[Flowable]:
    story: list[Flowable] = [CondPageBreak(48 * GRID), Heading(_("La collecte"), 0, "collection")]
    story.append(
        KeepTogether(
            [
                Heading(content.weeks.title, 1, "weeks"),
                text(content.weeks_words, STYLES.words),
                Curve([(_week(day), count) for day, count in content.weeks.points]),
            ]
        )
    )
    story.append(
        KeepTogether(
            [
                Heading(_("Qualité"), 1, "quality"),
                small_table(["", "", ""], content.quality, [0.38, 0.16, 0.46], right=[1]),
            ]
        )
    )
    rows = [[s.site, s.territory, s.responses, s.last_exchange, s.state] for s in content.sources]
    heads = [_("Poste"), _("Territoire"), _("Fiches"), _("Dernier échange"), _("État")]
    story.append(
        KeepTogether(
            [
                Heading(_("D'où viennent les fiches"), 1, "sources"),
                small_table(heads, rows, [0.24, 0.26, 0.1, 0.2, 0.2], right=[2]),
            ]
        )
    )
    story.append(
        KeepTogether([Heading(_("Méthode"), 1, "method"), *(text(words) for words in content.method)])
    )
    return story


def _week(day: str) -> str:
    return short_date(date.fromisoformat(day))[:5]
