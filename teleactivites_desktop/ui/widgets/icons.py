"""Icons on widgets that follow the theme."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from teleactivites_desktop.ui import icons
from teleactivites_desktop.ui.theme import Role, Theme


class _Follower(QObject):
    """Draws the icon again when the theme changes; it is the widget's child, so it goes with it."""

    def __init__(self, widget: QAbstractButton | QLabel, name: str, theme: Theme, role: Role) -> None:
        super().__init__(widget)
        self._widget, self._theme = widget, theme
        self.show(name, role)
        theme.changed.connect(self.draw)

    def show(self, name: str, role: Role) -> None:
        self._name, self._role = name, role
        self.draw()

    def draw(self) -> None:
        if isinstance(self._widget, QLabel):
            drawn = icons.pixmap(self._name, self._theme.hex(self._role), self._theme.scale)
            self._widget.setPixmap(drawn)
        else:
            self._widget.setIcon(icons.icon(self._name, self._theme, self._role))
            self._widget.setIconSize(icons.icon_size())


def set_icon(widget: QAbstractButton | QLabel, name: str, theme: Theme, role: Role = Role.TEXT) -> None:
    """Show the icon `name` on a button or label, in the colour of `role`, now and after the theme changes."""
    follower = widget.findChild(_Follower, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if follower is None:
        _Follower(widget, name, theme, role)
    else:
        follower.show(name, role)


def icon_label(name: str, theme: Theme, role: Role = Role.TEXT) -> QLabel:
    """Return a label that is the icon `name`."""
    made = QLabel()
    made.setFixedSize(icons.icon_size())
    set_icon(made, name, theme, role)
    return made
