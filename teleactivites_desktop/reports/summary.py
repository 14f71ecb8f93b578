"""The summary: the document put on the table at the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import IO

from reportlab.lib.utils import ImageReader
from reportlab.platypus import CondPageBreak, Flowable, Image, KeepTogether, PageBreak, Spacer

from teleactivites_desktop.core.geojson import Ring
from teleactivites_desktop.core.tabulation import NumberFamily, NumberTable, Series, Table
from teleactivites_desktop.core.typography import short_date
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports import blocks
from teleactivites_desktop.reports.curve import Curve
from teleactivites_desktop.reports.layout import Contents, Heading, Imprint, build, text
from teleactivites_desktop.reports.map import Place, PlaceMap
from teleactivites_desktop.reports.styles import GRID, STYLES
from teleactivites_desktop.reports.tables import small_table

_LOGO_WIDTH, _LOGO_HEIGHT = 24 * GRID, 9 * GRID
"""A logo of 68 by 25 mm at most."""


_MOST_COLUMNS = 6
"""Groups that stand beside each other on a page; more stand one under the other."""


@dataclass(frozen=True)
class QuestionBlock:
    """A choice question, a numeric one or several, and the sentence that says what it shows."""

    table: Table | NumberTable | NumberFamily
    words: str


@dataclass(frozen=True)
class Chapter:
    """A section of the questionnaire. `of_papers`: it is about the papers, not about people."""

    title: str
    blocks: tuple[QuestionBlock, ...]
    of_papers: bool = False


@dataclass(frozen=True)
class Where:
    """Where people live: by territory, valley and commune, with a sentence each, and the map.

    `places` bear circles (communes, or valleys where communes are too small); `ground` are all communes.
    """

    territories: Table
    territories_words: str
    valleys: Table | None = None
    valleys_words: str = ""
    communes: Table | None = None
    communes_words: str = ""
    map_title: str = ""
    places: tuple[Place, ...] = ()
    ground: tuple[Place, ...] = ()
    outline: tuple[Ring, ...] = ()


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
    weeks_keyed: tuple[int, ...] = ()
    by_valley: tuple[QuestionBlock, ...] = ()
    logo: bytes = field(default=b"", repr=False)


def write(content: Content, out: IO[bytes]) -> None:
    """Write the summary as a PDF to `out`."""
    chapters: list[tuple[str, str, list[Flowable]]] = [
        (_("Où vivent les télétravailleurs"), "where", _where(content.where)),
        *(
            (chapter.title, f"c{place}", _chapter(chapter, f"c{place}"))
            for place, chapter in enumerate(content.chapters)
        ),
        (_("La connexion, vallée par vallée"), "valleys", _by_valley(content.by_valley)),
        (_("Comparaison des territoires"), "compare", _comparisons(content)),
        (_("Méthode"), "method", [text(words) for words in content.method]),
    ]
    filled = [chapter for chapter in chapters if chapter[2]]
    story = [*_cover(content), PageBreak(), *_second_page(content, filled), PageBreak()]
    for title, key, parts in filled:
        story += [CondPageBreak(32 * GRID), Heading(title, 0, key), *parts]
    build(out, story, content.imprint, cover=True)


def _cover(content: Content) -> list[Flowable]:
    story = [
        _logo(content.logo) if content.logo else Spacer(1, 4 * GRID),
        text(content.title, STYLES.title),
        text(content.subtitle, STYLES.subtitle),
        Spacer(1, 2 * GRID),
        blocks.figures(content.figures),
        Spacer(1, 2 * GRID),
        text(_("Ce qu'il faut retenir"), STYLES.heading),
        *(text(f"– {words}", STYLES.text) for words in content.highlights if words),
    ]
    if content.weeks.points:
        story += [
            Spacer(1, GRID),
            text(content.weeks.title, STYLES.heading),
            text(content.weeks_words, STYLES.words),
            Curve(
                [(_week(day), count) for day, count in content.weeks.points],
                20 * GRID,
                least=10 * GRID,
                others=content.weeks_keyed,
            ),
        ]
        if content.weeks_keyed:
            story.append(text(_("Trait plein : fiches reçues ; tirets : fiches saisies."), STYLES.small))
    return story


def _logo(picture: bytes) -> Flowable:
    """Return the logo as large as its place at the top left allows, its proportions kept."""
    wide, tall = ImageReader(BytesIO(picture)).getSize()
    scale = min(_LOGO_WIDTH / wide, _LOGO_HEIGHT / tall)
    drawn = Image(BytesIO(picture), wide * scale, tall * scale, hAlign="LEFT")
    drawn.spaceAfter = 2 * GRID
    return drawn


def _by_valley(found: Sequence[QuestionBlock]) -> list[Flowable]:
    story: list[Flowable] = []
    for place, block in enumerate(found):
        if isinstance(block.table, Table):
            story += blocks.by_place(block.table, block.words, f"w{place}", _("Vallée"))
    return story


def _second_page(content: Content, chapters: Sequence[tuple[str, str, list[Flowable]]]) -> list[Flowable]:
    """Return contents, quality and sources: what one must know before reading on."""
    sources = [[s.site, s.territory, s.responses, s.last_exchange, s.state] for s in content.sources]
    heads = [_("Poste"), _("Territoire"), _("Fiches"), _("Dernier échange"), _("État")]
    return [
        text(_("Sommaire"), STYLES.chapter),
        Contents([(title, key) for title, key, _parts in chapters]),
        Spacer(1, GRID),
        Heading(_("Qualité"), 1, "quality"),
        small_table(["", "", ""], content.quality, [0.38, 0.14, 0.48], right=[1]),
        Spacer(1, GRID),
        Heading(_("D'où viennent les fiches"), 1, "sources"),
        small_table(heads, sources, [0.2, 0.25, 0.13, 0.22, 0.2], right=[2]),
    ]


def _where(where: Where) -> list[Flowable]:
    story = _counted(_("Par territoire de collecte"), where.territories_words, where.territories, "t", 0)
    if where.places:
        story.append(KeepTogether(_map(where)))
    if where.valleys is not None:
        story += _counted(_("Par vallée"), where.valleys_words, where.valleys, "v", 0)
    if where.communes is not None:
        story += _counted(_("Communes les plus citées"), where.communes_words, where.communes, "k", 15)
    return story


def _map(where: Where) -> list[Flowable]:
    said = [_("La surface de chaque cercle est proportionnelle au nombre de fiches.")]
    if len({place.territory for place in where.places} - {""}) > 1:
        said.append(_("La teinte dit dans quel territoire le lieu se trouve."))
    return [
        Heading(where.map_title, 1, "map"),
        PlaceMap(where.places, where.ground, outline=where.outline),
        text(" ".join(said), STYLES.small),
    ]


def _counted(title: str, words: str, table: Table, key: str, limit: int) -> list[Flowable]:
    head: list[Flowable] = [CondPageBreak(24 * GRID), Heading(title, 1, key)]
    if words:
        head.append(text(words, STYLES.words))
    return [*head, blocks.frequency(table, "", limit)]


def _chapter(chapter: Chapter, key: str) -> list[Flowable]:
    return [part for place, block in enumerate(chapter.blocks) for part in _block(block, f"{key}q{place}")]


def _block(block: QuestionBlock, key: str) -> list[Flowable]:
    if isinstance(block.table, NumberFamily):
        return blocks.family(block.table, block.words, key)
    if isinstance(block.table, NumberTable):
        return blocks.numbers(block.table, block.words, key)
    if len(block.table.groups) > _MOST_COLUMNS:
        return blocks.by_place(block.table, block.words, key, _("Groupe"))
    if block.table.groups:
        return blocks.by_group(block.table, block.words, key, _("Réponse"))
    return blocks.question(block.table, block.words, key)


def _comparisons(content: Content) -> list[Flowable]:
    story: list[Flowable] = []
    for place, block in enumerate(content.comparisons):
        if isinstance(block.table, Table):
            story += blocks.by_group(block.table, block.words, f"g{place}", _("Réponse"))
    if story:
        named = [f"{row.code} : {row.label}" for row, _cell in content.where.territories.answers if row.code]
        story.insert(0, text(" ; ".join(named) + ".", STYLES.small))
    return story


def _week(day: str) -> str:
    return short_date(date.fromisoformat(day))[:5]
