"""What stands around the page: campaign, territory and officer on top; drafts, exchange, backup below."""

from PySide6.QtCore import QObject

from teleactivites_desktop.core.local import JournalAction
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import backups
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.ui.context import EVERYTHING, Changed, Context
from teleactivites_desktop.ui.moments import day_in_words, moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.shell import MainWindow

_INTERESTS = frozenset({Changed.DRAFTS, Changed.PARTNERS, Changed.BACKUPS, Changed.CAMPAIGN})


class Status(QObject):
    """Keeps header and status line of `window` as the campaign stands."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        super().__init__(window)
        self._window = window
        self._workspace = context.workspace
        context.navigator.changed.connect(self.refresh)
        self.refresh(EVERYTHING)

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read again what `changed` touches."""
        if not changed & _INTERESTS:
            return
        workspace = self._workspace
        officer = workspace.store.officers.get(workspace.officer)
        self._window.header.set_place(
            membership(workspace.store).title,
            workspace.identity.territory,
            officer.text("name") if officer else "",
        )
        self._window.footer.set_status([self._drafts(), self._exchange(), self._backup()])
        self._window.footer.set_protection(
            _("base protégée par une phrase secrète (Ctrl+L : verrouiller)")
            if workspace.store.encrypted
            else _("base sans phrase secrète : lisible par quiconque a le fichier")
        )

    def _drafts(self) -> str:
        count = len(self._workspace.store.drafts.list())
        if not count:
            return _("aucun brouillon")
        return ngettext("{count} brouillon", "{count} brouillons", count).format(count=count)

    def _exchange(self) -> str:
        entries = [entry for entry in self._workspace.store.journal.entries() if not entry.undone_at]
        if not entries:
            return _("aucun échange")
        last = max(entries, key=lambda entry: entry.at)
        site = self._workspace.store.sites.get(last.site)
        day = day_in_words(moment_from_iso(last.at).date(), self._workspace.environment.today())
        if site is not None and last.action is JournalAction.READ:
            return _("dernier échange : {who}, {day}").format(who=site.text("territory"), day=day)
        return _("dernier échange : {day}").format(day=day)

    def _backup(self) -> str:
        latest = next(iter(backups.list_backups(self._workspace)), None)
        if latest is None:
            return _("pas encore de sauvegarde")
        when = moment_in_brief(latest.at, self._workspace.environment.now())
        return _("sauvegarde : {when}").format(when=when)
