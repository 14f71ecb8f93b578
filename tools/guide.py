"""Photograph the window for the officer's guide: ``make guide`` writes `docs/guide/images` anew.

The pictures are those of the sample campaign and of the first steps of a newcomer; they never go stale
because nobody draws them by hand. Each is made small and of few colours: the whole folder stays under 2.5 MB.
"""

import json
import os
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import Qt

from teleactivites_desktop.app.demo import story
from teleactivites_desktop.app.demo.hands import Keyboard
from teleactivites_desktop.app.demo.newcomer import FIRST, Step, at_work
from teleactivites_desktop.app.demo.screen import Screen, opened
from teleactivites_desktop.app.demo.story import Site
from teleactivites_desktop.services import campaigns, editing, exchanging, keying, locations, sample
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.ui.context import PageName, ReadFile, SearchFor
from teleactivites_desktop.ui.control.page import TopicName
from teleactivites_desktop.ui.reports.page import TabName
from teleactivites_desktop.ui.responses.page import ResponsesPage
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.theme import Appearance
from teleactivites_desktop.ui.widgets.toast import Toast

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "guide" / "images"
WIDTH, COLOURS = 1100, 128
PERSON = "GBEQ-0003"
"""The paper shown on the page Fiches."""
_PERSON_TAB = 2


def main() -> None:
    """Write all pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        first_steps(Path(made) / "premier")
        os.environ[locations.HOME_VARIABLE] = str(Path(made) / "essai")
        database = sample.make(real_environment())
        file = bring_something(database)
        with opened(database) as screen:
            screen.window.theme.choose(Appearance.LIGHT)
            pages(screen, file)
            entry(screen)


def first_steps(home: Path) -> None:
    """Photograph the way from the first window to an empty campaign."""
    names = iter(("bienvenue", "creer", "secours", "vide"))

    def tell(_step: Step, window: MainWindow) -> None:
        save(window, next(names))

    with at_work(FIRST, home, Keyboard, tell) as officer:
        officer.window.theme.choose(Appearance.LIGHT)
        officer.begin()
        officer.create("Anne Faure")


def bring_something(database: Path) -> Path:
    """Have the second site of the sample campaign key another paper; return the file that brings it."""
    theirs = database.parent / "poste-hd" / database.name
    paper = story.papers_of(Site(sample.THEIRS, database.parent))[2]
    line = {
        "paper": f"{sample.THEIRS}-0031",
        "territory": paper.territory,
        "batch": paper.batch,
        "answers": dict(paper.answers),
        "accept_warnings": True,
    }
    with closing(campaigns.open_workspace(theirs, None, real_environment())) as workspace:
        list(keying.key_transcripts(workspace, [json.dumps(line)]))
        editing.edit(workspace, f"{sample.THEIRS}-0002", {"lieu_dit": "Le Clos neuf"}, accept_warnings=True)
        return exchanging.write(workspace, database.parent / "cle").path


def pages(screen: Screen, file: Path) -> None:
    """Photograph the pages."""
    window = screen.window
    shots: list[tuple[str, PageName, object]] = [
        ("accueil", PageName.HOME, None),
        ("fiches", PageName.RESPONSES, SearchFor(PERSON)),
        ("echanges", PageName.EXCHANGE, None),
        ("conflit", PageName.CONTROL, TopicName.CONFLICTS),
        ("doubles", PageName.CONTROL, TopicName.LIKENESS),
        ("controle", PageName.CONTROL, TopicName.VERIFICATION),
        ("rapports", PageName.REPORTS, TabName.DOCUMENTS),
        ("tableaux", PageName.REPORTS, TabName.TABLES),
        ("exports", PageName.REPORTS, TabName.EXPORTS),
        ("reglages", PageName.SETTINGS, None),
        ("repetition", PageName.EXCHANGE, ReadFile(file)),
    ]
    for name, page, target in shots:
        window.go(page, target)
        shoot(screen, name)
        if name == "fiches":
            shown = window.page(page)
            assert isinstance(shown, ResponsesPage)
            shown.detail.show_tab(_PERSON_TAB)
            shoot(screen, "personne")


def entry(screen: Screen) -> None:
    """Photograph a paper being keyed: before, in the midst, and an answer refused."""
    robot = screen.robot
    screen.window.go(PageName.ENTRY)
    shoot(screen, "saisie-debut")
    paper = replace(story.papers_of(Site(sample.OURS, IMAGES))[7], paper=f"{sample.OURS}-0041")
    for question in screen.begin_until(paper, ("naissance", "statut")):
        if question == "statut":
            shoot(screen, "saisie")
        else:
            robot.type("1999")
            robot.press(Qt.Key.Key_Return, "\r")
            shoot(screen, "saisie-refus")
            robot.press(Qt.Key.Key_Escape)


def shoot(screen: Screen, name: str) -> None:
    """Photograph the window once all is there."""
    for told in screen.window.findChildren(Toast):
        told.hide()  # by the time one looks, it has gone
    screen.settle()
    save(screen.window, name)


def save(window: MainWindow, name: str) -> None:
    """Write the picture `name`, small and of few colours."""
    path = IMAGES / f"{name}.png"
    window.grab().save(str(path))
    with Image.open(path) as taken:
        small = taken.convert("RGB").resize(
            (WIDTH, taken.height * WIDTH // taken.width), Image.Resampling.LANCZOS
        )
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
