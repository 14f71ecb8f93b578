"""Photograph the window as two officers have it while they key, side by side, in each size and look.

``python tools/screens.py FOLDER``: a picture for each size and look, and ``montage.png`` with all of them.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

from teleactivites_desktop.app.demo import story
from teleactivites_desktop.app.demo.screen import Screen, opened
from teleactivites_desktop.app.demo.story import Site
from teleactivites_desktop.services import locations
from teleactivites_desktop.ui.theme import Appearance
from teleactivites_desktop.ui.widgets.toast import Toast

SIZES = ((1366, 768), (1920, 1080))
LOOKS = (Appearance.LIGHT, Appearance.DARK)
AT_WORK: Mapping[str, tuple[str, str, bool]] = {
    "GBEQ": ("lieu_travail", "14", False),
    "HD": ("naissance", "1999", True),
}
"""Territory -> the question that its officer is at, what is in the box, whether Enter was pressed on it."""
BEFORE = 3
"""Papers keyed before: there is a batch that has begun, and a paper to look back at."""
MONTAGE_WIDTH = 1600

Shot = tuple[tuple[int, int], Appearance]


def main(folder: Path) -> None:
    """Write the pictures into `folder`, made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        os.environ[locations.HOME_VARIABLE] = made
        sites = {site.territory: site for site in story.found_campaign(Path(made))}
        taken = [dict(photographs(sites[territory])) for territory in AT_WORK]
    pairs = {shot: beside([officer[shot] for officer in taken]) for shot in taken[0]}
    for (size, look), pair in pairs.items():
        pair.save(str(folder / f"saisie-{size[0]}x{size[1]}-{look.value}.png"))
    montage(list(pairs.values())).save(str(folder / "montage.png"))


def photographs(site: Site) -> Iterator[tuple[Shot, QPixmap]]:
    """Yield the window of the officer of `site` at work, in each size and look."""
    papers = story.papers_of(site)
    question, typed, entered = AT_WORK[site.territory]
    with opened(site.database) as screen:
        screen.key(papers[:BEFORE], lambda done, total, paper: None)
        next(screen.begin_until(papers[BEFORE], {question}))
        screen.robot.type(typed)
        if entered:
            screen.robot.press(Qt.Key.Key_Return, "\r")
        for told in screen.window.findChildren(Toast):
            told.hide()  # by the time an officer is there, it has gone
        for size in SIZES:
            for look in LOOKS:
                yield (size, look), photograph(screen, size, look)


def photograph(screen: Screen, size: tuple[int, int], look: Appearance) -> QPixmap:
    """Return a picture of the window as it stands."""
    screen.window.theme.choose(look)
    screen.window.resize(*size)
    screen.settle()
    return screen.window.grab()


def beside(pictures: list[QPixmap]) -> QPixmap:
    """Return the pictures, of one size, in a row."""
    width, height = pictures[0].width(), pictures[0].height()
    row = QPixmap(width * len(pictures), height)
    painter = QPainter(row)
    for place, picture in enumerate(pictures):
        painter.drawPixmap(place * width, 0, picture)
    painter.end()
    return row


def montage(pictures: list[QPixmap]) -> QPixmap:
    """Return the pictures made small, one under the other."""
    small = [
        picture.scaledToWidth(MONTAGE_WIDTH, Qt.TransformationMode.SmoothTransformation)
        for picture in pictures
    ]
    whole = QPixmap(MONTAGE_WIDTH, sum(picture.height() for picture in small))
    painter = QPainter(whole)
    top = 0
    for picture in small:
        painter.drawPixmap(0, top, picture)
        top += picture.height()
    painter.end()
    return whole


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
