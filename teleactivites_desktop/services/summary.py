"""What the summary says: figures, tables fit to be published, sentences, sources, quality, method."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from teleactivites_desktop.analysis.tabulate import MEDIAN_MINIMUM, papers_by_week
from teleactivites_desktop.core.outline import printed_sections
from teleactivites_desktop.core.sentences import comparison, sentence, sentence_of_family, sentence_of_numbers
from teleactivites_desktop.core.table_choice import TableChoice
from teleactivites_desktop.core.tabulation import Cell, NumberFamily, NumberTable, Series, Table
from teleactivites_desktop.core.typography import (
    captioned,
    date_in_words,
    enumerate_words,
    lower_first,
    moment_in_words,
    number,
    percent,
    plural,
)
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.map import Place
from teleactivites_desktop.reports.summary import Chapter, Content, QuestionBlock, Source, Where
from teleactivites_desktop.services import ornaments, published, quality, tabulations
from teleactivites_desktop.services.collection_weeks import keyed_words, with_keyed
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.exchanging.partners import PartnerStatus, status
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.named_tables import named_tables
from teleactivites_desktop.services.summary_blocks import (
    is_telling,
    is_unanswered,
    sections_of_papers,
    with_families,
)
from teleactivites_desktop.services.summary_tables import SummaryTables
from teleactivites_desktop.services.table_words import whom_words
from teleactivites_desktop.services.tabulations import TERRITORY, Base
from teleactivites_desktop.services.workspace import Workspace

_SHOWN_COMMUNES = 5
"""With fewer communes published, the map shows valleys instead."""
_HIGHLIGHTS = 5
_LOCALES = {"fr": "fr-FR", "en": "en-GB", "it": "it-IT"}


def content(workspace: Workspace, base: Base, options: Options) -> Content:
    """Return everything the summary says of `base`, in the language of `options`."""
    return _Writer(workspace, _labelled(base, options.language), options).content()


def _labelled(base: Base, language: str) -> Base:
    """Return `base` with the labels of `language` first, where the workbook has them: ``English (en)``."""
    questionnaire = base.questionnaire
    names = (name for name in questionnaire.languages if name.lower().endswith(f"({language})"))
    found = next(names, "") if language else ""
    if not found:
        return base
    spoken = replace(questionnaire, default_language=found)
    return replace(base, columns=replace(base.columns, questionnaire=spoken))


class _Writer:
    def __init__(self, workspace: Workspace, base: Base, options: Options) -> None:
        self._workspace = workspace
        self._base = base
        self._options = options
        self._made_at = options.made_at or workspace.environment.now()
        held = published.register(workspace, base, options.selection)
        scope = published.scope(options.selection)
        self._tables = SummaryTables(base, options.sections, _named(workspace), held, scope)
        if options.publish:
            published.note(workspace, self._tables.publication)

    def content(self) -> Content:
        chapters = tuple(self._chapters())
        received = papers_by_week(self._base.columns, _("Fiches reçues par semaine"))
        keyed = self._workspace.store.responses.keyed_counts(self._options.selection.territories)
        weeks, weeks_keyed = with_keyed(received, keyed)
        return Content(
            imprint=self._imprint(),
            title=self._options.title or membership(self._workspace.store).title,
            subtitle=self._subtitle(),
            figures=self._figures(),
            highlights=tuple(self._highlights(chapters)),
            where=self._where(),
            chapters=chapters,
            comparisons=tuple(QuestionBlock(table, comparison(table)) for table in self._tables.comparisons),
            weeks=weeks,
            weeks_words=" ".join(filter(None, (_weeks_words(received), keyed_words(keyed)))),
            weeks_keyed=weeks_keyed,
            quality=tuple(quality.lines(self._workspace, self._base, self._tables.hidden_share)),
            sources=tuple(self._sources()),
            method=tuple(self._method()),
            by_valley=tuple(QuestionBlock(table, comparison(table)) for table in self._tables.by_valley),
            logo=ornaments.logo(self._options.logo),
        )

    def _imprint(self) -> Imprint:
        campaign = membership(self._workspace.store)
        author = officer_name(self._workspace)
        own = campaign.territories.get(self._workspace.identity.territory, "")
        return Imprint(
            title=_("Synthèse"),
            context=self._options.title or campaign.title,
            author=", ".join(filter(None, (author, own))),
            made_at=self._made_at,
            language=_LOCALES.get(self._options.language, _LOCALES["fr"]),
        )

    def _subtitle(self) -> str:
        said = _("Synthèse établie le {day} par {author}").format(
            day=date_in_words(self._made_at.date()), author=self._imprint().author
        )
        chosen = self._options.selection
        names = [self._base.territories.get(code, code) for code in sorted(chosen.territories)]
        if names:
            said += " – " + enumerate_words(names)
        if chosen.first or chosen.last:
            said += " – " + _period(chosen.first, chosen.last)
        return said

    def _figures(self) -> tuple[tuple[str, str], ...]:
        where = self._tables
        counted = (
            (where.territories, _("territoires de collecte")),
            (where.valleys, _("vallées")),
            (where.communes, _("communes")),
        )
        return (
            (number(self._base.size), _("fiches")),
            *((number(_inhabited(table)), label) for table, label in counted if table is not None),
            (_share_complete(self._base), _("de fiches complètes")),
        )

    def _highlights(self, chapters: Sequence[Chapter]) -> Iterator[str]:
        if not self._base.size:
            yield _("Aucune fiche ne répond à ces choix : il n'y a rien à compter.")
            return
        yield _where_words(self._tables.territories, _("Par territoire, {first} ({count})"))
        if self._tables.valleys is not None:
            yield _where_words(self._tables.valleys, _("Par vallée, {first} ({count})"))
        given = 0
        for chapter in chapters:
            for block in () if chapter.of_papers else chapter.blocks:
                if given < _HIGHLIGHTS and is_telling(block):
                    given += 1
                    yield captioned(block.table.title, lower_first(block.words))
                    break

    def _where(self) -> Where:
        tables = self._tables
        first = _("En tête, {first} ({count})")
        where = Where(tables.territories, _where_words(tables.territories, first))
        if tables.valleys is None or tables.communes is None:
            return where
        ground = tuple(_communes(self._base, tables.communes))
        shown = sum(bool(cell.count) for _row, cell in tables.communes.answers)
        detailed = shown >= _SHOWN_COMMUNES
        most = _("La commune la plus citée est {first} ({count})")
        return replace(
            where,
            valleys=tables.valleys,
            valleys_words=_where_words(tables.valleys, first),
            communes=tables.communes if detailed else None,
            communes_words=_where_words(tables.communes, most),
            map_title=_("Carte par commune de résidence") if detailed else _("Carte par vallée de résidence"),
            places=ground if detailed else tuple(_valley_places(ground, tables.valleys)),
            ground=ground,
            outline=ornaments.outline(self._options.outline),
        )

    def _chapters(self) -> Iterator[Chapter]:
        questionnaire = self._base.questionnaire
        of_papers = sections_of_papers(questionnaire)
        for section, title in printed_sections(questionnaire):
            tables = [
                table
                for question in questionnaire.in_section(section.name)
                if (table := self._tables.of_question.get(question.name)) and not is_unanswered(table)
            ]
            found = with_families(tables, self._base.territories)
            if found:
                blocks = tuple(QuestionBlock(table, _words(table)) for table in found)
                yield Chapter(title, blocks, of_papers=section.name in of_papers)
        chosen = [
            QuestionBlock(table, f"{whom_words(self._base, choice)} {_words(table)}".strip())
            for choice, table in self._tables.chosen
        ]
        if chosen:
            yield Chapter(_("Tableaux choisis"), tuple(chosen))

    def _sources(self) -> Iterator[Source]:
        workspace = self._workspace
        names = membership(workspace.store).territories
        counts = workspace.store.responses.status_counts()
        exchanges = status(workspace)

        def source(site: str, territory: str, last: str, state: str) -> Source:
            kept = sum(n for (code, _s), n in counts.items() if code == territory)
            return Source(site, names.get(territory, territory), number(kept), last, state)

        yield source(_("ce poste"), workspace.identity.territory, "–", _("base de ce document"))
        for partner in exchanges.partners:
            state = _("à jour") if partner.held >= partner.stated else _("des révisions manquent")
            yield source(_site_name(partner), partner.territory, _moment(partner.at), state)

    def _method(self) -> Iterator[str]:
        yield _(
            "Les fiches retirées ne sont pas comptées. Les parts sont calculées sur les personnes qui ont"
            " répondu à la question ; les non-réponses sont comptées à part, et les personnes que la"
            " question ne concerne pas n'entrent pas dans le calcul."
        )
        yield _(
            "Secret statistique : aucun effectif de moins de {minimum} personnes n'est publié. D'autres cases"
            " sont masquées pour qu'aucune ne puisse être retrouvée par soustraction, dans tous les tableaux"
            " du document pris ensemble. Les moyennes demandent au moins {minimum} réponses, les médianes"
            " {median} ; une moyenne que fait une seule réponse à plus de 85 % n'est pas publiée."
            " Il est tenu compte des documents déjà publiés d'après cette base."
        ).format(minimum=number(self._base.minimum), median=number(MEDIAN_MINIMUM))
        yield _(
            "Le nombre de fiches reçues par semaine et les chiffres de qualité décrivent la collecte, non les"
            " personnes : ils sont donnés tels quels."
        )
        silent = [table.title for table in self._tables.of_question.values() if is_unanswered(table)]
        if silent:
            yield _("Personne n'a répondu à : {questions}.").format(questions=enumerate_words(silent))
        yield _(
            "Signes : « – » zéro ; « s » secret statistique ; « n.d. » non disponible ; « /// » sans objet."
        )


def _named(workspace: Workspace) -> list[TableChoice]:
    return [each for each in named_tables(workspace) if each.in_summary]


def _words(table: Table | NumberTable | NumberFamily) -> str:
    if isinstance(table, NumberFamily):
        return sentence_of_family(table)
    if isinstance(table, NumberTable):
        return sentence_of_numbers(table.total, years=table.years)
    if table.groups:
        return comparison(table)
    return sentence(table)


def _inhabited(table: Table) -> int:
    """Return how many categories somebody is in, hidden ones included; "not known" is none."""
    return sum(cell.count != 0 for row, cell in table.answers if row.code)


def _share_complete(base: Base) -> str:
    if not base.size:
        return "–"
    column = base.columns.groups["status"]
    return percent(float((column.codes == _place(column.names, Status.COMPLETE)).mean()))


def _place(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _where_words(table: Table, words: str) -> str:
    """Say which category has most people; nothing where that is not published."""
    shown = sorted((pair for pair in table.answers if pair[1].count), key=lambda pair: -(pair[1].count or 0))
    if not shown:
        return ""
    most = [row.label for row, cell in shown if cell.count == shown[0][1].count]
    if len(most) > 3:
        return ""
    count = plural(shown[0][1].count or 0, _("fiche"), _("fiches"))
    return words.format(first=enumerate_words(most), count=count) + "."


def _communes(base: Base, communes: Table) -> Iterator[Place]:
    cells: dict[str, Cell] = {row.code: cell for row, cell in communes.answers}
    valleys = tabulations.valleys(base.questionnaire)
    for choice in base.questionnaire.choices_of(base.questionnaire.by_name[base.place]):
        try:
            latitude = float(choice.attributes.get("latitude", ""))
            longitude = float(choice.attributes.get("longitude", ""))
        except ValueError:
            continue
        yield Place(
            name=base.questionnaire.text(choice.labels),
            latitude=latitude,
            longitude=longitude,
            cell=cells.get(choice.name, Cell.of(0)),
            valley=valleys.get(choice.name, ""),
            territory=base.territories.get(choice.attributes.get(TERRITORY, ""), ""),
        )


def _valley_places(communes: Sequence[Place], valleys: Table) -> Iterator[Place]:
    """Yield the valleys as places, each in the middle of its communes."""
    for row, cell in valleys.answers:
        members = [place for place in communes if place.valley == row.code]
        if members:
            yield Place(
                name=row.label.split(" (")[0],
                latitude=sum(place.latitude for place in members) / len(members),
                longitude=sum(place.longitude for place in members) / len(members),
                cell=cell,
                valley=row.code,
                territory=_only({place.territory for place in members}),
            )


def _only(names: set[str]) -> str:
    """Return the one of `names` there is, "" of several: a valley may lie in two territories."""
    return next(iter(names)) if len(names) == 1 else ""


def _weeks_words(weeks: Series) -> str:
    if not weeks.points:
        return _("Aucune date de réception n'est connue.")
    first, last = date.fromisoformat(weeks.points[0][0]), date.fromisoformat(weeks.points[-1][0])
    day, count = max(weeks.points, key=lambda point: point[1])
    return _(
        "Les fiches sont arrivées de la semaine du {first} à celle du {last} ; la plus chargée,"
        " celle du {day}, en a apporté {count}."
    ).format(
        first=date_in_words(first),
        last=date_in_words(last),
        day=date_in_words(date.fromisoformat(day)),
        count=number(count),
    )


def _period(first: date | None, last: date | None) -> str:
    if first and last:
        return _("du {first} au {last}").format(first=date_in_words(first), last=date_in_words(last))
    if first:
        return _("depuis le {first}").format(first=date_in_words(first))
    return _("jusqu'au {last}").format(last=date_in_words(last or date.max))


def _site_name(partner: PartnerStatus) -> str:
    return partner.label or _("poste {code}").format(code=partner.site[:6])


def _moment(iso: str) -> str:
    return moment_in_words(datetime.fromisoformat(iso).astimezone()) if iso else _("jamais")


def officer_name(workspace: Workspace) -> str:
    """Return the name of the officer at work; "" where it is not known."""
    stored = workspace.store.officers.get(workspace.officer)
    return stored.text("name") if stored else ""
