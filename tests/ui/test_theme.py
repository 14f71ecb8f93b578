from collections.abc import Mapping

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from teleactivites_desktop import shipped_data
from teleactivites_desktop.ui import icons
from teleactivites_desktop.ui.theme import DARK, LIGHT, TEXT_PAIRS, Role, make_stylesheet

LEAST_CONTRAST = 4.5


def luminance(color: str) -> float:
    """WCAG 2.1 relative luminance."""

    def linear(channel: float) -> float:
        return float(channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4)

    named = QColor(color)
    red, green, blue = linear(named.redF()), linear(named.greenF()), linear(named.blueF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str) -> float:
    high, low = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_every_text_can_be_read(colors: Mapping[Role, str], ink: Role, ground: Role) -> None:
    assert contrast(colors[ink], colors[ground]) >= LEAST_CONTRAST


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_stylesheet_names_only_roles_that_exist(colors: Mapping[Role, str]) -> None:
    sheet = make_stylesheet(colors)
    assert "$" not in sheet
    assert set(colors) == set(Role)


def test_every_icon_draws_something_in_its_colour(qtbot: QtBot) -> None:
    names = [path.stem for path in shipped_data.path("resources/icons").glob("*.svg")]
    assert len(names) > 40
    for name in names:
        image = icons.pixmap(name, "#ff0000").toImage()
        drawn = [
            image.pixelColor(x, y)
            for x in range(icons.SIZE)
            for y in range(icons.SIZE)
            if image.pixelColor(x, y).alpha() > 128
        ]
        assert drawn, name
