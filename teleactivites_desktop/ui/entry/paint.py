"""How a row of the sheet is painted. Every colour is a role; a state is a sign or a word as well."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QPixmap

from teleactivites_desktop.ui import icons
from teleactivites_desktop.ui.entry.layout import MARGIN, NUMBER, Box, SheetLayout
from teleactivites_desktop.ui.entry.message import KeyWord, Message
from teleactivites_desktop.ui.entry.rows import Row, Sign
from teleactivites_desktop.ui.theme import GRID, HINT, TEXT, Role, Theme, make_font
from teleactivites_desktop.ui.widgets.text import Level

RADIUS = 8
SIGN = 16
PADDING = 11
"""Where text begins in a field: the same whether the editor stands there or not."""
_SIGNS = {
    Sign.REFUSED: ("bad", Role.BAD),
    Sign.CHECK: ("warning", Role.WARNING),
    Sign.CONFIRMED: ("check", Role.WARNING),
    Sign.AS_ON_PAPER: ("flag", Role.ACCENT),
    Sign.NOTE: ("note", Role.ACCENT),
}
_LEVELS = {
    Level.INFO: ("info", Role.MUTED),
    Level.GOOD: ("good", Role.GOOD),
    Level.WARNING: ("warning", Role.WARNING),
    Level.BAD: ("bad", Role.BAD),
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Brushes:
    """Fonts and colours of the sheet, made once."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._text = make_font(TEXT)
        self._strong = make_font(TEXT, bold=True)
        self._hint = make_font(HINT)
        self._aside = make_font(HINT)
        self._aside.setItalic(True)
        self._pixmaps: dict[tuple[str, str, float], QPixmap] = {}

    def sheet(self, painter: QPainter, rect: QRectF) -> None:
        """Paint the ground."""
        painter.setPen(QPen(self._theme.color(Role.LINE), 1))
        painter.setBrush(self._theme.color(Role.RAISED))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)

    def row(self, painter: QPainter, layout: SheetLayout, index: int, row: Row) -> None:
        """Paint one row; the editor covers the field of the current one."""
        current = index == layout.current
        place = layout.row(index)
        if current:
            self._band(painter, place)
        middle = QRect(0, place.y, layout.width, layout.pitch)
        self._margin(painter, middle, row)
        ink = Role.MUTED if row.skipped else Role.TEXT
        number = QRect(MARGIN, place.y, NUMBER - GRID, layout.pitch)
        self._words(painter, number, row.number, self._hint, Role.MUTED, _RIGHT)
        label = QRect(layout.label_x, place.y, layout.label_width, layout.pitch)
        self._words(painter, label, row.label, self._strong if current else self._text, ink, _LEFT)
        if not current:
            self._field(painter, layout, index, row)
        if not row.wide or row.skipped or not row.typed:
            self._words(painter, rect(self._echo_box(layout, index, row)), row.echo, *self._echo(row), _LEFT)

    def message(self, painter: QPainter, place: QRect, message: Message) -> None:
        """Paint the message and the keys that answer it, in the line reserved for them."""
        if message.level is None:
            return
        icon, ink = _LEVELS[message.level]
        painter.drawPixmap(
            place.x() - SIGN - 4, place.y() + (place.height() - SIGN) // 2, self._icon(painter, icon, ink)
        )
        right = self._keys(painter, place, message.keys)
        words = QRect(place.x(), place.y(), right - place.x() - GRID, place.height())
        flags = _LEFT | Qt.TextFlag.TextWordWrap
        fits = QFontMetrics(self._text).boundingRect(words, flags, message.text).height() <= words.height()
        painter.setFont(self._text if fits else self._hint)
        painter.setPen(self._theme.color(ink))
        painter.drawText(words, flags, message.text)

    def _band(self, painter: QPainter, place: Box) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(Role.ACCENT_SOFT))
        painter.drawRect(QRectF(1, place.y, place.width - 2, place.height))
        painter.setBrush(self._theme.color(Role.ACCENT))
        painter.drawRect(QRectF(1, place.y, 4, place.height))

    def _margin(self, painter: QPainter, middle: QRect, row: Row) -> None:
        x = 10
        for sign in row.signs:
            self._sign(painter, x, middle, sign)
            x += SIGN + 2

    def _sign(self, painter: QPainter, x: int, middle: QRect, sign: Sign) -> None:
        icon, role = _SIGNS[sign]
        painter.drawPixmap(x, middle.y() + (middle.height() - SIGN) // 2, self._icon(painter, icon, role))

    def _field(self, painter: QPainter, layout: SheetLayout, index: int, row: Row) -> None:
        box = rect(layout.field(index, wide=row.wide))
        refused = Sign.REFUSED in row.signs
        if not row.skipped:
            painter.setPen(QPen(self._theme.color(Role.BAD if refused else Role.LINE), 1))
            painter.drawLine(
                QPointF(box.left(), box.bottom() - 1.5), QPointF(box.right(), box.bottom() - 1.5)
            )
        ink = Role.BAD if refused else Role.MUTED if row.proposed or row.skipped else Role.TEXT
        self._words(painter, box.adjusted(PADDING, 0, -4, 0), row.typed, self._text, ink, _LEFT)

    def _echo_box(self, layout: SheetLayout, index: int, row: Row) -> Box:
        if index != layout.current and not row.typed:
            field = layout.field(index, wide=True)
            return Box(field.x + PADDING, field.y, field.width - PADDING, field.height)
        return layout.echo(index)

    def _echo(self, row: Row) -> tuple[QFont, Role]:
        return (self._aside if row.skipped or not row.typed else self._hint), Role.MUTED

    def _keys(self, painter: QPainter, place: QRect, keys: tuple[KeyWord, ...]) -> int:
        x = place.right()
        metrics = QFontMetrics(self._hint)
        for each in reversed(keys):
            width = metrics.horizontalAdvance(each.word)
            x -= width
            self._words(
                painter,
                QRect(x, place.y(), width + 2, place.height()),
                each.word,
                self._hint,
                Role.MUTED,
                _LEFT,
            )
            width = metrics.horizontalAdvance(each.key) + 12
            x -= width + 6
            self._keycap(painter, QRect(x, place.center().y() - 9, width, 19), each.key)
            x -= 2 * GRID
        return x

    def _keycap(self, painter: QPainter, place: QRect, key: str) -> None:
        painter.setPen(QPen(self._theme.color(Role.FAINT), 1))
        painter.setBrush(self._theme.color(Role.RAISED))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        self._words(painter, place, key, self._hint, Role.TEXT, Qt.AlignmentFlag.AlignCenter)

    def _words(
        self, painter: QPainter, place: QRect, text: str, font: QFont, role: Role, how: Qt.AlignmentFlag
    ) -> None:
        if not text:
            return
        painter.setFont(font)
        painter.setPen(self._theme.color(role))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, how, shown)

    def _icon(self, painter: QPainter, name: str, role: Role) -> QPixmap:
        ratio = painter.device().devicePixelRatioF()
        key = (name, self._theme.hex(role), ratio)
        if key not in self._pixmaps:
            scale = 2 if ratio > 1 else 1
            drawn = icons.pixmap(name, key[1], scale).scaled(
                SIGN * scale,
                SIGN * scale,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            drawn.setDevicePixelRatio(scale)
            self._pixmaps[key] = drawn
        return self._pixmaps[key]


def rect(box: Box) -> QRect:
    """Return a box of the geometry as Qt has it."""
    return QRect(box.x, box.y, box.width, box.height)
