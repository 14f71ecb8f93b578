"""The page Accueil: where the campaign stands, and what waits; each line opens the page where it is done."""

from collections.abc import Sequence
from contextlib import closing
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from teleactivites_desktop.core.local import JournalAction, JournalEntry
from teleactivites_desktop.core.stored import Filters
from teleactivites_desktop.core.typography import NBSP, number
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import backups
from teleactivites_desktop.services.overview import Overview, Sought, TerritoryFigures, overview, sought
from teleactivites_desktop.ui.bars import Bar, Bars, Columns
from teleactivites_desktop.ui.context import Changed, Context, PageName
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.todo import TodoLine
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label

_MINOR_BATCHES = 8
"""Territories with more batches than this show only those under way."""


class HomePage(Page):
    """Progress by territory and batch at the left; at the right what waits, exchanges, backup."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Accueil"),
            _(
                "La campagne est prête : cette page dira où elle en est, et ce qui attend. Commencez par "
                "saisir une fiche ; il manque des questionnaires papier ? Imprimez-les ; d’autres "
                "territoires participent ? Invitez-les."
            ),
            "home",
        )
        navigator = context.navigator
        for words, page, icon, role in (
            (_("Saisir la première fiche"), PageName.ENTRY, "entry", ButtonRole.PRIMARY),
            (_("Imprimer des questionnaires"), PageName.REPORTS, "print", ButtonRole.PLAIN),
            (_("Inviter un territoire"), PageName.EXCHANGE, "people", ButtonRole.PLAIN),
        ):
            self.empty.add_action(words, partial(navigator.open, page), icon=icon, role=role)
        self.set_main_action(
            _("Saisir des fiches"), lambda: navigator.open(PageName.ENTRY), key="Ctrl+N", icon="entry"
        )
        self._total = label("", "muted")
        self.bars = Bars(context.theme)
        self.weeks = Columns(context.theme)
        self.drafts = TodoLine(
            context.theme,
            _("fiches commencées"),
            _("Reprises au champ où vous les avez laissées"),
            lambda: navigator.open(PageName.ENTRY),
        )
        self.conflicts = TodoLine(
            context.theme,
            _("conflits à décider"),
            _("Deux postes ont donné deux réponses différentes"),
            lambda: navigator.open(PageName.CONTROL),
        )
        self.incomplete = TodoLine(
            context.theme,
            _("fiches incomplètes"),
            _("Une réponse refusée ou manquante est à revoir"),
            lambda: navigator.open(PageName.RESPONSES, Filters(status=Status.INCOMPLETE)),
        )
        self.files = TodoLine(
            context.theme,
            _("fichiers à lire"),
            _("Dans le dossier d’échange"),
            lambda: navigator.open(PageName.EXCHANGE),
        )
        self.doubles = TodoLine(
            context.theme,
            _("doubles probables"),
            _("Deux fiches d’une même personne ?"),
            lambda: navigator.open(PageName.CONTROL, "likeness"),
        )
        self.verifications = TodoLine(
            context.theme,
            _("fiches à contrôler"),
            _("Tirées au sort, à saisir une seconde fois"),
            lambda: navigator.open(PageName.CONTROL, "verification"),
        )
        self.exchanges = label("", wrap=True)
        self.backup = label("", wrap=True)
        self._targets: list[Filters] = []
        self._seeking: Task[Sought] | None = None
        self.bars.chosen.connect(lambda place: navigator.open(PageName.RESPONSES, self._targets[place]))
        self._lay_out()

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read the figures again."""
        workspace = self.context.workspace
        found = overview(workspace)
        self.show_empty(not found.keyed and not found.waiting.drafts and not found.exchanges)
        count = found.keyed
        self._total.setText(f"{number(count)}{NBSP}{ngettext('fiche', 'fiches', count)}")
        rows = _bars(found.territories)
        self._targets = [target for _bar, target in rows]
        self.bars.set_bars([bar for bar, _target in rows])
        self._week_card.setVisible(bool(found.weeks))
        self.weeks.set_columns([(f"{week.monday:%d/%m}", week.received) for week in found.weeks])
        self.drafts.set_count(found.waiting.drafts)
        self.conflicts.set_count(found.waiting.conflicts)
        self.incomplete.set_count(found.waiting.incomplete)
        self.exchanges.setText(self._exchange_words(found))
        self.backup.setText(self._backup_words())
        if not self.empty.isVisible():
            self._seek()

    def leave(self) -> None:
        """Look for nothing any more: other pages have work to be done behind the window."""
        if self._seeking is not None:
            self._seeking.cancel()

    def shown(self) -> None:
        """Take up what was not counted to the end."""
        super().shown()
        if self.files.count is None:
            self._seek()

    def _seek(self) -> None:
        """Count behind the window what has to be looked for."""
        if self._seeking is not None:
            self._seeking.cancel()
        workspace = self.context.workspace

        def seek(progress: Progress) -> Sought:
            with closing(workspace.reopen()) as own:
                return sought(own, lambda share: progress(round(100 * share), 100))

        self._seeking = self.context.tasks.run(seek, self._sought)

    def _sought(self, found: Sought) -> None:
        self._seeking = None
        self.files.set_count(found.files)
        self.doubles.set_count(found.doubles)
        self.verifications.set_count(found.verifications)

    def _exchange_words(self, found: Overview) -> str:
        if not found.exchanges:
            return _("Aucun fichier échangé pour l’instant.")
        return "\n".join(self._exchange_line(entry) for entry in found.exchanges)

    def _exchange_line(self, entry: JournalEntry) -> str:
        workspace = self.context.workspace
        when = moment_in_brief(moment_from_iso(entry.at), workspace.environment.now())
        site = workspace.store.sites.get(entry.site)
        who = site.text("territory") if site else entry.site
        if entry.action is JournalAction.READ:
            text = _("{when} : lu un fichier de {who}").format(when=when, who=who or "?")
            return text + (_(" (annulé)") if entry.undone_at else "")
        return _("{when} : écrit un fichier pour {who}").format(when=when, who=who or _("tous"))

    def _backup_words(self) -> str:
        workspace = self.context.workspace
        latest = next(iter(backups.list_backups(workspace)), None)
        if latest is None:
            return _("Aucune pour l’instant : la première est faite à la fermeture.")
        return moment_in_brief(latest.at, workspace.environment.now())

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        progress = Card(_("Fiches saisies"))
        progress.corner.addWidget(self._total)
        progress.body.addWidget(self.bars)
        self._week_card = Card(_("Papiers reçus par semaine"))
        self._week_card.body.addWidget(self.weeks)
        left.addWidget(progress)
        left.addWidget(self._week_card)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(2 * GRID)
        waiting = Card(_("À faire"))
        waiting.body.setSpacing(4)
        lines = (self.drafts, self.conflicts, self.doubles, self.incomplete, self.verifications, self.files)
        for line in lines:
            waiting.body.addWidget(line)
        exchanges = Card(_("Derniers échanges"))
        exchanges.corner.addWidget(self._way(_("Échanges"), PageName.EXCHANGE))
        exchanges.body.addWidget(self.exchanges)
        backup = Card(_("Dernière sauvegarde"))
        backup.corner.addWidget(self._way(_("Sauvegardes"), PageName.SETTINGS))
        backup.body.addWidget(self.backup)
        for card in (waiting, exchanges, backup):
            right.addWidget(card)
        right.addStretch(1)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(2 * GRID)
        columns.addLayout(left, 3)
        columns.addLayout(right, 2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        self.body.addWidget(scroll)

    def _way(self, words: str, page: PageName) -> ActionButton:
        return ActionButton(
            self.context.theme,
            words,
            partial(self.context.navigator.open, page),
            icon="forward",
            role=ButtonRole.QUIET,
        )


def _bars(territories: Sequence[TerritoryFigures]) -> list[tuple[Bar, Filters]]:
    """Return a bar for each territory, under it one for each of its batches; with what each stands for."""
    bars: list[tuple[Bar, Filters]] = []
    for territory in territories:
        bar = Bar(territory.name, territory.keyed, territory.expected)
        bars.append((bar, Filters(territory=territory.code)))
        batches = territory.batches
        if len(batches) > _MINOR_BATCHES:
            batches = tuple(batch for batch in batches if not batch.closed and batch.keyed < batch.expected)
        if len(batches) > 1 or any(batch.code for batch in batches):
            bars += [
                (
                    Bar(
                        _("Lot {code}").format(code=batch.code) if batch.code else _("Sans lot"),
                        batch.keyed,
                        batch.expected,
                        minor=True,
                    ),
                    Filters(territory=territory.code, batch=batch.code),
                )
                for batch in batches[:_MINOR_BATCHES]
            ]
    return bars
