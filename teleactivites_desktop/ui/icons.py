"""Our icons: SVG files of one family (20 px, one stroke), drawn in the colour of a role."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from teleactivites_desktop import shipped_data
from teleactivites_desktop.ui.theme import Role, Theme

SIZE = 20
_SCALES = (1, 2)
"""Drawn at 100 % and 200 %: Qt scales between the two without blur that one would see."""


def pixmap(name: str, color: str, scale: int = 1) -> QPixmap:
    """Return the icon `name` drawn in `color` (``#rrggbb``), `scale` times 20 px.

    Raises FileNotFoundError for an icon that does not exist: a fault of ours.
    """
    svg = shipped_data.path(f"resources/icons/{name}.svg").read_bytes()
    renderer = QSvgRenderer(QByteArray(svg.replace(b"currentColor", color.encode())))
    drawn = QPixmap(SIZE * scale, SIZE * scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, SIZE * scale, SIZE * scale))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn


def icon(name: str, theme: Theme, role: Role = Role.TEXT) -> QIcon:
    """Return the icon `name` in the colour that `role` has now (draw it again when the theme changes)."""
    made = QIcon()
    for scale in _SCALES:
        drawn = pixmap(name, theme.hex(role), scale)
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
            made.addPixmap(drawn, mode)
    return made


def icon_size() -> QSize:
    """Return the size at which icons are shown."""
    return QSize(SIZE, SIZE)
