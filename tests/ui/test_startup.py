"""The window is there before anything heavy is imported; it opens the campaign right after."""

import os
import subprocess
import sys
from pathlib import Path

from teleactivites_desktop.services.locations import HOME_VARIABLE

HEAVY = ("sqlmodel", "sqlalchemy", "pandas", "reportlab", "pyxform", "pypdfium2", "cryptography", "pyrage")

OPENER = """
import sys
from pathlib import Path
from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.app.window import make_application, make_window

application = make_application(sys.argv)
window = make_window(application)
opening = Opening(window, Path(sys.argv[1]))
def painted():
    print("painted", *sorted(name for name in sys.modules if "." not in name))
    opening.begin()
window.painted.connect(painted)
window.show()
while opening.context is None and window.centralWidget().currentIndex() == 0:
    application.processEvents()
print("open", opening.context is not None, window.header._campaign.whole)
opening.close()
"""


def run(database: Path, folder: Path) -> list[str]:
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        HOME_VARIABLE: str(folder),
    }
    done = subprocess.run(
        [sys.executable, "-c", OPENER, str(database)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout.splitlines()


def test_nothing_heavy_is_imported_before_the_first_paint(empty_database: Path, tmp_path: Path) -> None:
    database = tmp_path / "campagne.tldb"
    database.write_bytes(empty_database.read_bytes())
    painted, opened = run(database, tmp_path)
    assert not set(HEAVY) & set(painted.split()[1:])
    assert opened == "open True Recensement des télétravailleurs des Hautes-Alpes"


def test_without_a_campaign_the_first_window_asks(tmp_path: Path) -> None:
    assert run(tmp_path / "absente.tldb", tmp_path)[1] == "open False "
