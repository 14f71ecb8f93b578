"""How long the first window takes, as whole processes, against a bare PySide6 window.

Both are run one after the other, several times; the least of each counts, so that what else the machine does
falls out. Byte code is cached in a folder of our own, as it is for an installed program.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from bench.figure import Figure
from teleactivites_desktop.services.locations import HOME_VARIABLE

RUNS = 15
TARGET = 1.5
BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

application = QApplication(sys.argv)
window = Window()
window.setCentralWidget(QLabel("Une fenêtre"))
window.resize(1366, 768)
window.show()
sys.exit(application.exec())
"""
OURS = """
import sys
from teleactivites_desktop.__main__ import main
from teleactivites_desktop.app import main as door

def open_and_quit(database, file=None):
    import gc
    gc.disable()
    from teleactivites_desktop.app import window
    from teleactivites_desktop.app.opening import Opening
    Opening.begin = lambda self: window.QApplication.quit()
    return window.main(database, file)

door.open_window = open_and_quit
sys.argv = ["teleactivites"]
sys.exit(main())
"""
"""What the program's door does (`__main__`, `app.main`), up to the first paint."""


def measure() -> Iterator[Figure]:
    """Measure the first window."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "PYTHONPYCACHEPREFIX": str(Path(folder, "cache")),
            "PYTHONDONTWRITEBYTECODE": "",
            HOME_VARIABLE: folder,
        }
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        seconds = {"bare": 1e9, "ours": 1e9}
        for run in range(RUNS + 1):
            for name, program in (("bare", BARE), ("ours", OURS)):
                spent = _run(program, environment)
                if run:  # the first run fills the cache
                    seconds[name] = min(seconds[name], spent)
    yield Figure("first window / bare PySide6 window", seconds["ours"], seconds["bare"], TARGET)


def _run(program: str, environment: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], env=dict(environment), check=True, capture_output=True)
    return time.perf_counter() - begun
