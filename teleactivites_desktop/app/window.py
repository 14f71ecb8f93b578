"""The window's composition root: builds the objects, shows the window, opens the campaign behind it.

Nothing heavy is imported before the first paint (`bench/startup.py` measures it, `tests/ui/test_startup.py`
holds it).
"""

import gc
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from teleactivites_desktop import shipped_data
from teleactivites_desktop.app.doorbell import ring
from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import locations
from teleactivites_desktop.ui.context import Navigator
from teleactivites_desktop.ui.errors import Errors
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.tasks import Tasks
from teleactivites_desktop.ui.theme import APPEARANCE, Appearance, Theme, load_fonts

GEOMETRY = "window"
LEAST_SIZE = (1024, 640)
USUAL_SIZE = (1366, 768)


def make_application(arguments: list[str]) -> QApplication:
    """Return the application: French, with its fonts (dependencies.md, trap 9: before any widget)."""
    french = QLocale(QLocale.Language.French, QLocale.Country.France)
    QLocale.setDefault(french)
    application = QApplication(arguments)
    application.setApplicationName("Téléactivités")
    application.setApplicationDisplayName(_("Téléactivités"))
    application.setDesktopFileName("teleactivites")
    application.setWindowIcon(QIcon(str(shipped_data.path("resources/desktop/teleactivites.svg"))))
    translator = QTranslator(application)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    load_fonts()
    return application


def make_window(application: QApplication) -> MainWindow:
    """Return the window, empty, in the look that the officer chose."""
    kept = locations.preference(APPEARANCE)
    known = kept in set(Appearance)
    theme = Theme(application, Appearance(str(kept)) if known else Appearance.SYSTEM)
    return MainWindow(theme, Navigator(), Tasks(), Errors())


def main(database: Path | None, file: Path | None = None) -> int:
    """Open the window on `database`, or the one used last; return the exit code when it is closed.

    `file`: an exchange file to show the rehearsal of. A window that has that base open comes to the front
    instead.
    """
    application = make_application(sys.argv)
    if ring(database or locations.default_database(), file):
        return 0
    window = make_window(application)
    sys.excepthook = lambda kind, error, trace: window.errors.show(error)
    opening = Opening(window, database, file=file)
    window.painted.connect(_collect_again)
    window.painted.connect(opening.begin)
    window.closing.connect(lambda: _remember(window))
    _place(window)
    code = application.exec()
    opening.close()
    return code


def _collect_again() -> None:
    gc.freeze()
    gc.enable()


def _place(window: MainWindow) -> None:
    window.setMinimumSize(*LEAST_SIZE)
    kept = locations.preference(GEOMETRY)
    if isinstance(kept, str) and window.restoreGeometry(QByteArray.fromBase64(kept.encode())):
        window.show()
        return
    room = window.screen().availableSize()
    window.resize(min(USUAL_SIZE[0], room.width()), min(USUAL_SIZE[1], room.height()))
    if room.width() <= USUAL_SIZE[0]:
        window.showMaximized()
    else:
        window.show()


def _remember(window: MainWindow) -> None:
    kept = window.saveGeometry().toBase64().data()
    locations.remember(GEOMETRY, bytes(kept).decode())
