"""The page Rapports: documents, tables and exports, each on a tab of its own."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.context import EVERYTHING, Changed, Context, OpenResponse, PageName, PrintBatch
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.reports.tab import ReportsTab


class TabName(StrEnum):
    """The tabs; also a navigation target of the page."""

    DOCUMENTS = "documents"
    TABLES = "tables"
    EXPORTS = "exports"
    IMPORTS = "imports"


class ReportsPage(Page):
    """What comes out of the responses. A tab is built, and reads the base, when it is first looked at."""

    interests = frozenset({Changed.RESPONSES, Changed.CONFLICTS, Changed.CAMPAIGN})

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _("Rapports"),
            _("Les documents à imprimer se font d’après les fiches. Commencez par en saisir une."),
            "reports",
        )
        self.empty.add_action(
            _("Saisir une fiche"), lambda: context.navigator.open(PageName.ENTRY), icon="entry"
        )
        self._factories = _factories(context)
        self._made: dict[TabName, ReportsTab] = {}
        self._stale = dict.fromkeys(self._factories, EVERYTHING)
        self._views = QStackedWidget()
        self.body.addWidget(self._views, 1)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tabs.setAccessibleName(self.title)
        for place, words in enumerate(_tab_words(), 1):
            self.tabs.addTab(words)
            key = QKeySequence(f"Alt+{place}")
            self.tabs.setTabToolTip(place - 1, key.toString(QKeySequence.SequenceFormat.NativeText))
            QShortcut(key, self, lambda at=place - 1: self.tabs.setCurrentIndex(at))
        self.heading.insertWidget(1, self.tabs)
        self.tabs.setVisible(self.tabs.count() > 1)
        self.tabs.currentChanged.connect(self._bring_up)

    @property
    def current(self) -> TabName:
        """Return the name of the tab in front."""
        return list(TabName)[self.tabs.currentIndex()]

    @property
    def tab(self) -> ReportsTab:
        """Return the tab in front."""
        return self._tab(self.current)

    def show_tab(self, name: TabName) -> ReportsTab:
        """Bring a tab to the front, and return it."""
        self.tabs.setCurrentIndex(list(TabName).index(name))
        return self.tab

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read again what the tab in front shows; the others do it when they are looked at."""
        self._stale = {name: stale | changed for name, stale in self._stale.items()}
        self._freshen()

    def open_target(self, target: object) -> None:
        """Show a tab, or one response, or the slip of a batch, as it is printed."""
        if isinstance(target, TabName):
            self.show_tab(target)
        elif isinstance(target, OpenResponse | PrintBatch):
            self.show_tab(TabName.DOCUMENTS).open_target(target)
        else:
            self.tab.open_target(target)

    def shown(self) -> None:
        """Start in the tab in front."""
        if self.empty.isVisible():
            self.empty.setFocus()
        else:
            self.tab.shown()

    def leave(self) -> None:
        """Put away what any tab has under way."""
        for tab in self._made.values():
            tab.leave()

    def _bring_up(self) -> None:
        for name, tab in self._made.items():
            if name is not self.current:
                tab.leave()
        self._freshen()
        if self.isVisible():
            self.shown()

    def _freshen(self) -> None:
        tab = self.tab
        self._views.setCurrentWidget(tab)
        nothing = tab.needs_responses and self.context.workspace.store.responses.count() == 0
        self.show_empty(nothing)
        for each in self._made.values():
            each.action_row.setVisible(each is tab and not nothing)
        changed, self._stale[self.current] = self._stale[self.current], frozenset()
        if nothing:
            self._stale[self.current] = EVERYTHING
        elif changed:
            tab.refresh(changed)

    def _tab(self, name: TabName) -> ReportsTab:
        if name not in self._made:
            made = self._made[name] = self._factories[name]()
            self._views.addWidget(made)
            self.heading.addWidget(made.action_row)
        return self._made[name]


def _tab_words() -> list[str]:
    return [_("Documents"), _("Tableaux"), _("Exports"), _("Import")]


def _factories(context: Context) -> Mapping[TabName, Callable[[], ReportsTab]]:
    def documents() -> ReportsTab:
        from teleactivites_desktop.ui.reports.documents import DocumentsTab

        return DocumentsTab(context)

    def tables() -> ReportsTab:
        from teleactivites_desktop.ui.reports.tables import TablesTab

        return TablesTab(context)

    def exports() -> ReportsTab:
        from teleactivites_desktop.ui.reports.exports import ExportsTab

        return ExportsTab(context)

    def imports() -> ReportsTab:
        from teleactivites_desktop.ui.reports.imports import ImportsTab

        return ImportsTab(context)

    return {
        TabName.DOCUMENTS: documents,
        TabName.TABLES: tables,
        TabName.EXPORTS: exports,
        TabName.IMPORTS: imports,
    }
