"""The rehearsal of an exchange file as a document: what reading it would do, to discuss before merging."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.typography import captioned, moment_in_words, number, plural
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services.duplicates import reason_words
from teleactivites_desktop.services.exchanging import Rehearsal
from teleactivites_desktop.services.exchanging.effects import Effect, RecordEffect
from teleactivites_desktop.services.exchanging.receipts import MissingFile, missing_files
from teleactivites_desktop.services.exchanging.refusing import Refusals, name_of
from teleactivites_desktop.services.exchanging.telling import NOTHING, told_changes, told_lines
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace

_WIDE = (0.16, 0.28, 0.26, 0.3)


def listing(workspace: Workspace, imprint: Imprint, rehearsal: Rehearsal, refused: Refusals) -> Listing:
    """Return the document; `refused` are the lines that the officer means to refuse (record -> why)."""
    return Listing(
        imprint=imprint,
        lead=tuple(_lead(rehearsal)),
        sheets=(
            _counted(rehearsal, refused),
            *_of_effects(workspace, rehearsal, refused),
            _likely(rehearsal),
            _ahead(workspace, rehearsal),
            _batches(rehearsal),
            _missing(workspace, rehearsal),
        ),
        empty=_("Ce fichier n'apporte rien de nouveau."),
    )


def _lead(rehearsal: Rehearsal) -> Iterator[str]:
    said = rehearsal.description
    yield _(
        "Fichier {file}, écrit par {territory} (poste {site}) le {moment}. Rien n'est encore changé ici."
    ).format(
        file=rehearsal.path.name,
        territory=said.sender.territory,
        site=said.sender.label or said.sender.site,
        moment=moment_in_words(datetime.fromisoformat(said.created)),
    )
    for stranger in rehearsal.strangers:
        yield _("Poste jamais vu, de {territory} : empreinte {fingerprint}, à comparer au téléphone.").format(
            territory=stranger.territory or _("territoire inconnu"), fingerprint=stranger.fingerprint
        )
    if rehearsal.lists:
        yield captioned(_("Listes de référence apportées"), ", ".join(rehearsal.lists))


def _counted(rehearsal: Rehearsal, refused: Refusals) -> Sheet:
    counts = rehearsal.counts
    told = (
        (_("Nouvelles"), counts.new),
        (_("Modifiées là-bas"), counts.changed),
        (_("Modifiées ici"), rehearsal.ahead_total),
        (_("Identiques"), counts.same),
        (_("Déjà connues"), counts.known),
        (_("Champs en conflit"), counts.conflicts),
        (_("Retirées"), counts.withdrawn),
        (_("Effacées"), counts.erased),
        (_("Sans doute la même personne"), len(rehearsal.likely)),
        (_("Lignes refusées"), len(refused)),
    )
    rows = tuple((caption, number(count)) for caption, count in told)
    return Sheet(_("En bref"), (_("Fiches"), _("Nombre")), rows, (0.8, 0.2), right=(1,))


def _of_effects(workspace: Workspace, rehearsal: Rehearsal, refused: Refusals) -> Iterator[Sheet]:
    """Yield what is refused, then the lines of each effect: question by question where values change."""
    reading, where = Readers(workspace), _names_of_sites(workspace)
    lines = [line for line in rehearsal.lines if line.kind is Kind.RESPONSE]
    heads = (_("Fiche"), _("Question"), _("Ici"), _("Après la lecture"))
    rows = tuple(
        (name_of(line), refused[line.record] or NOTHING) for line in rehearsal.lines if line.record in refused
    )
    yield Sheet(_("Refusées"), (_("Ligne"), _("Raison")), rows, (0.3, 0.7))
    for effect, title in (
        (Effect.CONFLICT, _("En conflit")),
        (Effect.ERASED, _("Effacées")),
        (Effect.WITHDRAWN, _("Retirées")),
        (Effect.CHANGED, _("Modifiées là-bas")),
    ):
        found = (line for line in lines if line.effect is effect)
        yield Sheet(title, heads, tuple(_changed(found, reading, where)), _WIDE)
    new = tuple((name_of(line), _batch(line)) for line in lines if line.effect is Effect.NEW)
    yield Sheet(_("Nouvelles"), (_("Fiche"), _("Lot")), new, (0.5, 0.5), one_line=True)
    others = tuple(
        (name_of(line), told.caption, told.here, told.after)
        for line in rehearsal.lines
        if line.kind is Kind.BATCH
        for told in told_lines(line, reading.of(""), where.__getitem__)
    )
    yield Sheet(_("Lots : ce qui en est dit"), (_("Lot"), *heads[1:]), others, _WIDE)


def _changed(
    lines: Iterable[RecordEffect], readers: Readers, where: Mapping[str, str]
) -> Iterator[tuple[str, ...]]:
    for line in lines:
        reader = readers.of(str(line.after.values.get("questionnaire", "")))
        for told in told_lines(line, reader, lambda site: where.get(site, site)):
            yield name_of(line), told.caption, told.here, told.after


def _likely(rehearsal: Rehearsal) -> Sheet:
    rows = tuple((*pair.papers, ", ".join(map(reason_words, pair.reasons))) for pair in rehearsal.likely)
    heads = (_("Fiche"), _("Fiche"), _("Ce qui se ressemble"))
    return Sheet(_("Sans doute la même personne"), heads, rows, (0.18, 0.18, 0.64))


def _ahead(workspace: Workspace, rehearsal: Rehearsal) -> Sheet:
    readers = Readers(workspace)
    rows = tuple(
        (str(line.here.values.get("paper", "")), told.caption, told.here, told.after)
        for line in rehearsal.ahead
        for told in told_changes(line.changes, readers.of(str(line.here.values.get("questionnaire", ""))))
    )
    heads = (_("Fiche"), _("Question"), _("Ici"), _("Chez lui"))
    return Sheet(_("Modifiées ici, pas encore vues par lui"), heads, rows, _WIDE)


def _batches(rehearsal: Rehearsal) -> Sheet:
    rows = tuple(
        (
            batch.territory,
            batch.code,
            number(batch.effects.get(Effect.NEW, 0)),
            number(batch.total - batch.effects.get(Effect.NEW, 0)),
        )
        for batch in rehearsal.batches
    )
    heads = (_("Territoire"), _("Lot"), _("Nouvelles"), _("Autres"))
    return Sheet(_("Lots concernés"), heads, rows, (0.25, 0.35, 0.2, 0.2), right=(2, 3))


def _missing(workspace: Workspace, rehearsal: Rehearsal) -> Sheet:
    where = _names_of_sites(workspace)
    rows = tuple(
        (where.get(each.gap.site, each.gap.site), _count(each), _holders(each, where))
        for each in missing_files(workspace, rehearsal.gaps)
    )
    return Sheet(
        _("Ce qui manque"), (_("De"), _("Modifications"), _("À demander à")), rows, (0.25, 0.35, 0.4)
    )


def _count(missing: MissingFile) -> str:
    count = missing.gap.last - missing.gap.first + 1
    return plural(count, _("modification"), _("modifications"))


def _holders(missing: MissingFile, where: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(where.get(site, site) for site in missing.holders))


def _batch(line: RecordEffect) -> str:
    return str(line.after.values.get("batch") or NOTHING)


def _names_of_sites(workspace: Workspace) -> dict[str, str]:
    return {site.record: site.text("territory") for site in workspace.store.sites.list()}
