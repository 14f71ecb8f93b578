"""The pages of the window; each module is imported when its page is first shown."""

from collections.abc import Mapping

from teleactivites_desktop.ui.context import Context, PageName
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.shell import PageFactory
from teleactivites_desktop.ui.sounds import Sounds


def factories(context: Context) -> Mapping[PageName, PageFactory]:
    """Return how each page is built for the open campaign."""
    sounds = Sounds()

    def home() -> Page:
        from teleactivites_desktop.ui.home import HomePage

        return HomePage(context)

    def entry() -> Page:
        from teleactivites_desktop.ui.entry.page import EntryPage

        return EntryPage(context, sounds)

    def responses() -> Page:
        from teleactivites_desktop.ui.responses.page import ResponsesPage

        return ResponsesPage(context)

    def exchange() -> Page:
        from teleactivites_desktop.ui.exchanges.page import ExchangesPage

        return ExchangesPage(context)

    def control() -> Page:
        from teleactivites_desktop.ui.control.page import ControlPage

        return ControlPage(context)

    def reports() -> Page:
        from teleactivites_desktop.ui.reports.page import ReportsPage

        return ReportsPage(context)

    def settings() -> Page:
        from teleactivites_desktop.ui.settings.page import SettingsPage

        return SettingsPage(context)

    return {
        PageName.HOME: home,
        PageName.ENTRY: entry,
        PageName.RESPONSES: responses,
        PageName.EXCHANGE: exchange,
        PageName.CONTROL: control,
        PageName.REPORTS: reports,
        PageName.SETTINGS: settings,
    }
