"""Colours by role, for light and dark, and the one stylesheet built from them.

The rules come from `docs/screens.md`: an 8-pixel grid (4 inside controls), sizes 12, 14, 16 and 20, text
contrast of at least 4.5:1 (WCAG 2.1, criterion 1.4.3; `tests/ui/test_theme.py` measures every pair used).
"""

import math
import sys
from collections.abc import Mapping
from enum import StrEnum
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from teleactivites_desktop import shipped_data

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

GRID = 8
HINT, TEXT, KEYED, TITLE = 12, 14, 16, 20
"""Font sizes in pixels: hints, text, the field being keyed, page titles."""

SHIPPED_FAMILY = "DejaVu Sans"


class Role(StrEnum):
    """What a colour is for. Never a hue: widgets say what they mean."""

    SURFACE = "surface"
    RAISED = "raised"
    SUNKEN = "sunken"
    TEXT = "text"
    MUTED = "muted"
    FAINT = "faint"
    LINE = "line"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    ACCENT_SOFT = "accent_soft"
    GOOD = "good"
    GOOD_SOFT = "good_soft"
    WARNING = "warning"
    WARNING_SOFT = "warning_soft"
    BAD = "bad"
    BAD_SOFT = "bad_soft"
    INVERSE = "inverse"
    ON_INVERSE = "on_inverse"


LIGHT: Mapping[Role, str] = {
    Role.SURFACE: "#f5f7fa",
    Role.RAISED: "#ffffff",
    Role.SUNKEN: "#eaeef3",
    Role.TEXT: "#1a2330",
    Role.MUTED: "#556274",
    Role.FAINT: "#c3ccd8",
    Role.LINE: "#dce2ea",
    Role.ACCENT: "#365a8c",
    Role.ON_ACCENT: "#ffffff",
    Role.ACCENT_SOFT: "#e2eaf6",
    Role.GOOD: "#1c6b43",
    Role.GOOD_SOFT: "#e0f2e8",
    Role.WARNING: "#855200",
    Role.WARNING_SOFT: "#fdf0d8",
    Role.BAD: "#ac2424",
    Role.BAD_SOFT: "#fce8e6",
    Role.INVERSE: "#25303f",
    Role.ON_INVERSE: "#f3f6fa",
}

DARK: Mapping[Role, str] = {
    Role.SURFACE: "#151a21",
    Role.RAISED: "#1d242d",
    Role.SUNKEN: "#10151b",
    Role.TEXT: "#e5eaf1",
    Role.MUTED: "#9eabbb",
    Role.FAINT: "#465262",
    Role.LINE: "#2d3743",
    Role.ACCENT: "#8db1ea",
    Role.ON_ACCENT: "#101a28",
    Role.ACCENT_SOFT: "#243348",
    Role.GOOD: "#74cf9f",
    Role.GOOD_SOFT: "#18352a",
    Role.WARNING: "#e9b75c",
    Role.WARNING_SOFT: "#3a2f17",
    Role.BAD: "#f59a93",
    Role.BAD_SOFT: "#422322",
    Role.INVERSE: "#e5eaf1",
    Role.ON_INVERSE: "#1a2330",
}

TEXT_PAIRS = (
    *(
        (ink, ground)
        for ink in (Role.TEXT, Role.MUTED)
        for ground in (Role.SURFACE, Role.RAISED, Role.SUNKEN)
    ),
    *((Role.ACCENT, ground) for ground in (Role.SURFACE, Role.RAISED, Role.SUNKEN, Role.ACCENT_SOFT)),
    *((Role.TEXT, s) for s in (Role.ACCENT_SOFT, Role.GOOD_SOFT, Role.WARNING_SOFT, Role.BAD_SOFT)),
    *((Role.MUTED, s) for s in (Role.ACCENT_SOFT, Role.WARNING_SOFT, Role.BAD_SOFT)),
    *((ink, ground) for ink in (Role.GOOD, Role.WARNING, Role.BAD) for ground in (Role.SURFACE, Role.RAISED)),
    (Role.GOOD, Role.GOOD_SOFT),
    (Role.WARNING, Role.WARNING_SOFT),
    (Role.BAD, Role.BAD_SOFT),
    (Role.ON_ACCENT, Role.ACCENT),
    (Role.ON_INVERSE, Role.INVERSE),
)
"""Every (text, background) pair that the stylesheet and the painted widgets use."""

_PALETTE_ROLES: Mapping[QPalette.ColorRole, Role] = {
    QPalette.ColorRole.Window: Role.SURFACE,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.RAISED,
    QPalette.ColorRole.AlternateBase: Role.SURFACE,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.Button: Role.RAISED,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.BrightText: Role.BAD,
    QPalette.ColorRole.Highlight: Role.ACCENT,
    QPalette.ColorRole.HighlightedText: Role.ON_ACCENT,
    QPalette.ColorRole.Accent: Role.ACCENT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.LinkVisited: Role.ACCENT,
    QPalette.ColorRole.ToolTipBase: Role.INVERSE,
    QPalette.ColorRole.ToolTipText: Role.ON_INVERSE,
    QPalette.ColorRole.Light: Role.RAISED,
    QPalette.ColorRole.Midlight: Role.LINE,
    QPalette.ColorRole.Mid: Role.LINE,
    QPalette.ColorRole.Dark: Role.FAINT,
    QPalette.ColorRole.Shadow: Role.LINE,
}


APPEARANCE = "appearance"
"""Preference of this machine's user: one of `Appearance`."""


class Appearance(StrEnum):
    """What the officer chose in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look of one running program: made once by `app`, handed to whoever paints or colours an icon."""

    changed = Signal()

    def __init__(self, application: QApplication, appearance: Appearance = Appearance.SYSTEM) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = appearance
        self.dark = False
        application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        """Return what the officer chose."""
        return self._appearance

    def choose(self, appearance: Appearance) -> None:
        """Show light, dark, or as the system; every open window follows at once."""
        self._appearance = appearance
        self._apply()

    @property
    def scale(self) -> int:
        """Return at how many times their size icons are drawn: enough for the finest screen there is."""
        return math.ceil(self._application.devicePixelRatio())

    def hex(self, role: Role) -> str:
        """Return the colour of `role` now, as ``#rrggbb``."""
        return (DARK if self.dark else LIGHT)[role]

    def color(self, role: Role) -> QColor:
        """Return the colour of `role` now."""
        return QColor(self.hex(role))

    def _system_changed(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        scheme = QGuiApplication.styleHints().colorScheme()
        system_dark = self._appearance is Appearance.SYSTEM and scheme is Qt.ColorScheme.Dark
        self.dark = system_dark or self._appearance is Appearance.DARK
        self._application.setPalette(make_palette(DARK if self.dark else LIGHT))
        self._application.setStyleSheet(make_stylesheet(DARK if self.dark else LIGHT))
        self.changed.emit()


def make_palette(colors: Mapping[Role, str]) -> QPalette:
    """Return Qt's palette from our roles, disabled text muted."""
    palette = QPalette()
    for qt_role, role in _PALETTE_ROLES.items():
        palette.setColor(qt_role, QColor(colors[role]))
    for qt_role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, qt_role, QColor(colors[Role.FAINT]))
    return palette


def make_stylesheet(colors: Mapping[Role, str]) -> str:
    """Return the stylesheet of `resources/style` with each ``$role`` replaced by its colour.

    Raises KeyError for a role that does not exist: a fault of ours.
    """
    text = shipped_data.path("resources/style/teleactivites.qss").read_text(encoding="utf-8")
    icons = shipped_data.path("resources/icons").as_posix()
    return Template(text).substitute(
        {str(role): colors[role] for role in Role},
        icons=icons,
        mode="dark" if colors is DARK else "light",
    )


def load_fonts() -> None:
    """Load the shipped fonts where the system may have none (without a font every glyph is a box).

    Windows and macOS have theirs; a bare Linux may have none at all.
    """
    if sys.platform.startswith("linux") and not QFontDatabase.hasFamily(SHIPPED_FAMILY):
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "DejaVuSans-Oblique.ttf"):
            QFontDatabase.addApplicationFont(str(shipped_data.path(f"resources/fonts/{name}")))


def make_font(size: int, *, bold: bool = False) -> "QFont":
    """Return the system's font at `size` pixels, digits of one width; for what is painted."""
    from PySide6.QtGui import QFont  # 10 ms that the first window does without

    font = QFont()
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
