"""How long one still has to wait, counted down."""

import math
from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer

from teleactivites_desktop.i18n import ngettext
from teleactivites_desktop.ui.widgets.text import ElidedLabel


class Countdown(ElidedLabel):
    """Says how many seconds are left; hidden when none are. `changed` is called as they go by."""

    def __init__(self, changed: Callable[[], object]) -> None:
        super().__init__("hint")
        self._changed = changed
        self._seconds = 0.0
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(250)
        self._timer.timeout.connect(self._tick)
        self.hide()

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        if not self._since.isValid():
            return 0.0
        return max(0.0, self._seconds - self._since.elapsed() / 1000)

    def begin(self, seconds: float) -> None:
        """Count `seconds` down."""
        self._seconds = seconds
        self._since.start()
        self._timer.start()
        self._tick()

    def _tick(self) -> None:
        left = math.ceil(self.left)
        self.setVisible(bool(left))
        words = ngettext("Prochain essai dans {n} seconde.", "Prochain essai dans {n} secondes.", left)
        self.tell(words.format(n=left))
        if not left:
            self._timer.stop()
        self._changed()
