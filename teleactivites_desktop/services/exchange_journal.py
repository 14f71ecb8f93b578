"""The journal of exchanges as a document: files read and written, exports made, by this site."""

from collections.abc import Iterator
from datetime import datetime

from teleactivites_desktop.core.local import JournalAction, JournalEntry
from teleactivites_desktop.core.typography import moment_in_words, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services import exports
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.exchanging import refused_lines
from teleactivites_desktop.services.exports import Exported
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.workspace import Workspace


def listing(workspace: Workspace, imprint: Imprint, _options: Options, _progress: Progress | None) -> Listing:
    """Return both journals, the last entry first."""
    exchanged = tuple(_exchange(workspace, entry) for entry in workspace.store.journal.entries())
    exported = tuple(_export(workspace, entry) for entry in exports.journal(workspace))
    heads = (_("Quand"), _("Action"), _("Fichier"), _("Poste"), _("Révisions"), _("Remarque"))
    export_heads = (_("Quand"), _("Agent"), _("Fichier"), _("Contenu"), _("Fiches"))
    return Listing(
        imprint=imprint,
        lead=(_("Ce que ce poste a lu, écrit et exporté."),),
        sheets=(
            Sheet(_("Fichiers d'échange"), heads, exchanged, (0.24, 0.08, 0.355, 0.12, 0.1, 0.105), (4,)),
            Sheet(_("Exports"), export_heads, exported, (0.24, 0.15, 0.34, 0.18, 0.09), (4,)),
        ),
        empty=_("Rien n'a encore été lu, écrit ni exporté."),
    )


def _exchange(workspace: Workspace, entry: JournalEntry) -> tuple[str, ...]:
    action = _("lu") if entry.action is JournalAction.READ else _("écrit")
    stored = workspace.store.sites.get(entry.site) if entry.site else None
    site = (stored.text("label") or stored.text("territory")) if stored else entry.site[:6] or _("tous")
    brought = sum(each.last - each.first + 1 for each in entry.brought)
    return _when(entry.at), action, entry.file, site, number(brought), ", ".join(_remarks(entry))


def _remarks(entry: JournalEntry) -> Iterator[str]:
    if refused := refused_lines(entry):
        words = ngettext("{n} ligne refusée", "{n} lignes refusées", refused)
        yield words.format(n=number(refused))
    if entry.undone_at:
        yield _("annulé le {when}").format(when=_when(entry.undone_at))


def _export(workspace: Workspace, entry: Exported) -> tuple[str, ...]:
    officer = workspace.store.officers.get(entry.officer)
    modes = {
        "identified": _("nominatif"),
        "pseudonymised": _("pseudonymisé"),
        "anonymous": _("anonyme"),
    }
    content = f"{entry.format}, {modes.get(entry.mode, entry.mode)}"
    return _when(entry.at), officer.text("name") if officer else "–", entry.file, content, number(entry.rows)


def _when(iso: str) -> str:
    return moment_in_words(datetime.fromisoformat(iso)) if iso else ""
