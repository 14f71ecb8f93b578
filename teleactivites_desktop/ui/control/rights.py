"""Persons who were erased: who has done it too, and which of our own copies still hold them."""

from contextlib import closing

from PySide6.QtWidgets import QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import backups, erasure
from teleactivites_desktop.services.backups import Backup
from teleactivites_desktop.services.erasure import Acknowledgement, Erased
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief, moment_of
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label


class ErasuresTopic(Topic):
    """Every erasure with who has executed it; what waits is counted: sites that have not said so yet."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Personne n’a été effacé. Cela se demande, et se fait dans Fiches, onglet Personne."),
        )
        self.model = ListModel[Erased](
            [
                Column(_("Effacée"), self._when, width=22 * GRID),
                Column(_("Par"), self._where, width=9 * GRID),
                Column(_("Motif"), lambda each: each.erasure.reason, width=25 * GRID),
                Column(_("Fait ailleurs"), self._elsewhere, _ink),
            ],
            context.theme,
            self,
        )
        self.table = Table(self.model, _("Effacements"))
        for section, column in enumerate(self.model.columns[:-1]):
            self.table.setColumnWidth(section, column.width)
        self.copies = Strip(context.theme, closable=False)
        self._hint = label("", "hint", wrap=True)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.copies)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._hint)
        holder.setFocusProxy(self.table)
        self.set_view(holder)

    def refresh(self) -> None:
        """Read again what was erased."""
        workspace = self.context.workspace
        found = erasure.erased(workspace)
        self.model.set_rows(found)
        self._tell_copies(len(erasure.outdated_copies(workspace)))
        self._hint.setText(_hint(erasure.anonymised(workspace)))
        self.tell_count(sum(bool(each.waiting) for each in found))
        self._stack.setCurrentIndex(1 if found else 0)  # what is done everywhere is shown too

    def renew(self) -> None:
        """Make a copy, then remove those that still hold somebody."""
        workspace = self.context.workspace

        def work(progress: Progress) -> Backup:
            with closing(workspace.reopen()) as own:
                return erasure.renew_copies(own, progress)

        self.context.tasks.run(work, self._renewed, title=_("Sauvegarde…"))

    def _renewed(self, _made: Backup) -> None:
        self.context.navigator.announce({Changed.BACKUPS})
        self.refresh()
        self.context.navigator.confirm(
            _("Sauvegarde faite, ouverte et comparée ; celles d’avant l’effacement sont supprimées.")
        )

    def _tell_copies(self, outdated: int) -> None:
        if not outdated:
            self.copies.clear()
            return
        said = ngettext(
            "{n} sauvegarde de ce poste contient encore quelqu’un qui a été effacé ; elle s’en ira "
            "d’elle-même avec les prochaines.",
            "{n} sauvegardes de ce poste contiennent encore quelqu’un qui a été effacé ; elles s’en iront "
            "d’elles-mêmes avec les prochaines.",
            outdated,
        ).format(n=number(outdated))
        last = backups.last_elsewhere(self.context.workspace)
        if last is not None:
            said += " " + _("Pensez à la copie sur un autre disque : {path}.").format(path=last.path)
        self.copies.tell(said, Level.WARNING)
        self.copies.add_action(_("Refaire les sauvegardes"), self.renew)

    def _when(self, each: Erased) -> str:
        return moment_in_brief(moment_of(each.erasure.at), self.context.workspace.environment.now())

    def _where(self, each: Erased) -> str:
        site = self.context.workspace.store.sites.get(each.erasure.site)
        return site.text("territory") if site else "?"

    def _elsewhere(self, each: Erased) -> str:
        return ", ".join(map(self._acknowledged, each.acknowledgements)) or _("aucun autre poste")

    def _acknowledged(self, site: Acknowledgement) -> str:
        name = site.territory or site.site
        if not site.at:
            return _("… {site} : pas encore dit").format(site=name)
        when = moment_in_brief(moment_from_iso(site.at), self.context.workspace.environment.now())
        return _("✓ {site} : {when}").format(site=name, when=when)


def _ink(each: Erased) -> Role | None:
    return Role.WARNING if each.waiting else Role.GOOD


def _hint(anonymised: int) -> str:
    said = _("Un poste l’a fait quand un fichier d’échange qu’il a écrit depuis le dit : c’est la date.")
    if not anonymised:
        return said
    more = ngettext(
        "De plus, {n} fiche a été anonymisée au terme de la conservation.",
        "De plus, {n} fiches ont été anonymisées au terme de la conservation.",
        anonymised,
    )
    return f"{said} {more.format(n=number(anonymised))}"
