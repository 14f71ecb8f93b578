"""Our icons: SVG files of one family (20 px, one stroke), drawn in the colour of a role."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPixmap

from teleactivites_desktop import shipped_data
from teleactivites_desktop.ui.theme import Role, Theme

SIZE = 20
_SIZED = b'width="20" height="20"'


def pixmap(name: str, color: str, scale: int = 1) -> QPixmap:
    """Return the icon `name` drawn in `color` (``#rrggbb``), `scale` times 20 px.

    Raises FileNotFoundError for an icon, or a plugin of Qt, that was not shipped: a fault of ours.
    """
    svg = shipped_data.path(f"resources/icons/{name}.svg").read_bytes()
    sized = svg.replace(_SIZED, f'width="{SIZE * scale}" height="{SIZE * scale}"'.encode())
    drawn = QPixmap()
    if not drawn.loadFromData(sized.replace(b"currentColor", color.encode()), "SVG"):
        raise FileNotFoundError("Qt's plugin that reads SVG is missing")
    drawn.setDevicePixelRatio(scale)
    return drawn


def icon(name: str, theme: Theme, role: Role = Role.TEXT) -> QIcon:
    """Return the icon `name` in the colour that `role` has now (draw it again when the theme changes)."""
    drawn = pixmap(name, theme.hex(role), theme.scale)
    made = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
        made.addPixmap(drawn, mode)
    if role is Role.ON_ACCENT:  # its ground goes with the button: white on grey would not be seen
        made.addPixmap(pixmap(name, theme.hex(Role.MUTED), theme.scale), QIcon.Mode.Disabled)
    return made


def icon_size() -> QSize:
    """Return the size at which icons are shown."""
    return QSize(SIZE, SIZE)
