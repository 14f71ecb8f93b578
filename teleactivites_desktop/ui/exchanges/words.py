"""What exchanges are told in: effects, counts, gaps, partners, entries of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.local import JournalAction, JournalEntry
from teleactivites_desktop.core.stored import StoredRecord
from teleactivites_desktop.core.typography import enumerate_words, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.exchanging import PartnerStatus, refused_lines
from teleactivites_desktop.services.exchanging.effects import Counts, Effect
from teleactivites_desktop.services.exchanging.receipts import MissingFile
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.theme import Role

EFFECT_INK: Mapping[Effect, Role] = {
    Effect.NEW: Role.GOOD,
    Effect.CONFLICT: Role.WARNING,
    Effect.WITHDRAWN: Role.WARNING,
    Effect.ERASED: Role.BAD,
    Effect.SAME: Role.MUTED,
}


def kind_words(kind: Kind) -> str:
    """Return the word for a kind of record."""
    return {
        Kind.CAMPAIGN: _("campagne"),
        Kind.QUESTIONNAIRE: _("questionnaire"),
        Kind.SITE: _("poste"),
        Kind.OFFICER: _("agent"),
        Kind.BATCH: _("lot"),
        Kind.RESPONSE: _("fiche"),
        Kind.LIKENESS: _("rapprochement"),
    }.get(kind, str(kind))


def counts_words(counts: Counts, refused: int = 0) -> str:
    """Return what reading a file did, in one sentence; `refused` lines restored our side."""
    parts = (
        (counts.new, ngettext("{n} fiche nouvelle", "{n} fiches nouvelles", counts.new)),
        (counts.changed, ngettext("{n} modifiée", "{n} modifiées", counts.changed)),
        (counts.withdrawn, ngettext("{n} retirée", "{n} retirées", counts.withdrawn)),
        (counts.erased, ngettext("{n} effacée", "{n} effacées", counts.erased)),
        (refused, ngettext("{n} refusée", "{n} refusées", refused)),
        (counts.conflicts, ngettext("{n} conflit à décider", "{n} conflits à décider", counts.conflicts)),
        (
            counts.shut_out,
            ngettext(
                "{n} modification d’un poste mis à l’écart laissée de côté",
                "{n} modifications d’un poste mis à l’écart laissées de côté",
                counts.shut_out,
            ),
        ),
    )
    said = [words.format(n=number(count)) for count, words in parts if count]
    return enumerate_words(said) or _("aucune fiche nouvelle ni modifiée")


def effect_count(effect: Effect, count: int) -> str:
    """Return ``5 nouvelles``: how many responses a reading does that to."""
    words = {
        Effect.NEW: ngettext("{n} nouvelle", "{n} nouvelles", count),
        Effect.CHANGED: ngettext("{n} modifiée", "{n} modifiées", count),
        Effect.SAME: ngettext("{n} identique", "{n} identiques", count),
        Effect.CONFLICT: _("{n} en conflit"),
        Effect.WITHDRAWN: ngettext("{n} retirée", "{n} retirées", count),
        Effect.ERASED: ngettext("{n} effacée", "{n} effacées", count),
    }[effect]
    return words.format(n=number(count))


@dataclass(frozen=True)
class Places:
    """Names of sites and territories, for sentences."""

    territories: Mapping[str, str]
    sites: Mapping[str, StoredRecord]

    def of_site(self, site: str) -> str:
        """Return the territory of a site, or the site itself where it is not known."""
        record = self.sites.get(site)
        territory = record.text("territory") if record else ""
        return territory or _("poste {site}").format(site=site)

    def of_territory(self, code: str) -> str:
        """Return ``Haute-Durance (HD)``."""
        name = self.territories.get(code, "")
        return f"{name} ({code})" if name else code or _("territoire inconnu")


def missing_words(missing: MissingFile, places: Places) -> str:
    """Return what is missing, in which file it is where that can be told, and whom to ask."""
    gap = missing.gap
    parts = [
        ngettext(
            "Il manque {n} modification de {who} (n° {first}).",
            "Il manque {n} modifications de {who} (n° {first} à {last}).",
            gap.last - gap.first + 1,
        ).format(
            n=number(gap.last - gap.first + 1), who=places.of_site(gap.site), first=gap.first, last=gap.last
        )
    ]
    if missing.first:
        words = ngettext(
            "C’est dans son fichier n° {first}, dont le nom finit par « -{first}.tlx » : demandez-le-lui, ou "
            "un fichier complet.",
            "C’est dans ses fichiers n° {first} à {last}, au nom finissant par ce numéro : demandez-les-lui, "
            "ou un fichier complet.",
            missing.last - missing.first + 1,
        )
        parts.append(words.format(first=missing.first, last=missing.last))
    else:
        parts.append(_("Demandez-lui un fichier complet."))
    others = list(dict.fromkeys(places.of_site(site) for site in missing.holders[1:]))
    if others:
        words = _("On peut aussi le demander à {others}, qui a tout reçu de lui.")
        parts.append(words.format(others=enumerate_words(others, _("ou"))))
    return " ".join(parts)


def receipt_words(partner: PartnerStatus, now: datetime) -> tuple[str, Role]:
    """Return what a partner holds of what is here, and the ink to say it in."""
    if not partner.at:
        return _("– Rien reçu de ce poste : on ne sait pas encore ce qu’il a."), Role.MUTED
    when = moment_in_brief(moment_from_iso(partner.at), now)
    if partner.up_to_date:
        return _("✓ Avait tout ce qui est ici ({when}).").format(when=when), Role.GOOD
    words = ngettext(
        "! Il lui manque {n} modification faite ou reçue ici ({when}).",
        "! Il lui manque {n} modifications faites ou reçues ici ({when}).",
        partner.lacks,
    )
    return words.format(n=number(partner.lacks), when=when), Role.WARNING


def held_words(partner: PartnerStatus) -> tuple[str, Role]:
    """Return what is here of what a partner wrote."""
    missing = partner.stated - partner.held
    if missing > 0:
        words = ngettext(
            "! Il manque ici {n} de ses modifications : demandez-lui un fichier.",
            "! Il manque ici {n} de ses modifications : demandez-lui un fichier.",
            missing,
        )
        return words.format(n=number(missing)), Role.WARNING
    if not partner.held:
        return _("– Rien de lui ici."), Role.MUTED
    words = ngettext("✓ Sa modification est ici.", "✓ Ses {n} modifications sont ici.", partner.held)
    return words.format(n=number(partner.held)), Role.GOOD


def journal_words(entry: JournalEntry, places: Places) -> str:
    """Return what was done with an exchange file."""
    if entry.action is JournalAction.READ:
        text = _("lu, de {who}").format(who=places.of_site(entry.site))
        if refused := refused_lines(entry):
            words = ngettext("{text}, {n} refusée", "{text}, {n} refusées", refused)
            text = words.format(text=text, n=number(refused))
        return _("{text}, puis annulé").format(text=text) if entry.undone_at else text
    return _("écrit, pour {who}").format(who=entry.site or _("tous"))
