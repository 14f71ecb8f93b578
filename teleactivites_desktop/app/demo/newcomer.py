"""A newcomer's path, from the first window without a campaign to the summary of two territories.

The first territory creates the campaign, invites the other and leaves in a folder what it keyed; the second
joins, keys and exchanges; the first reads that and saves the summary. All by real events in the real window.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QComboBox, QWidget

from teleactivites_desktop.app.demo import story
from teleactivites_desktop.app.demo.hands import Keyboard
from teleactivites_desktop.app.demo.screen import application
from teleactivites_desktop.app.opening import Opening
from teleactivites_desktop.app.robot import Robot
from teleactivites_desktop.app.window import USUAL_SIZE, make_window
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import locations
from teleactivites_desktop.services.environments import real_environment
from teleactivites_desktop.ui.exchanges.forms import InviteForm
from teleactivites_desktop.ui.reports.documents import DocumentsTab
from teleactivites_desktop.ui.shell import MainWindow
from teleactivites_desktop.ui.welcome.forms import CreateForm, Form, JoinForm, UnlockForm
from teleactivites_desktop.ui.welcome.page import Welcome
from teleactivites_desktop.ui.welcome.recovery import RecoveryCard

FIRST, SECOND = "GBEQ", "HD"
SECRET = "lauze cascade marmotte 1907"
TOLD = "sapin refuge torrent lanterne"
Shown = TypeVar("Shown", bound=QWidget)


@dataclass(frozen=True)
class Step:
    """One step of the path: whose, what was done, with how many keys and clicks (those of a paper apart)."""

    territory: str
    words: str
    keys: int
    clicks: int
    paper_keys: int = 0


class Newcomer:
    """The officer of `territory`, at one window; `tell` hears of each step done, while it is in sight."""

    def __init__(
        self, territory: str, window: MainWindow, hand: Keyboard, tell: Callable[[Step], object]
    ) -> None:
        self.territory, self.window, self.hand = territory, window, hand
        self.opening = Opening(window, None, real_environment())
        self._tell = tell
        self._before = (0, 0)

    def done(self, words: str, paper_keys: int = 0) -> None:
        """Say what was done."""
        self.settle()
        keys, clicks = self.hand.keys, self.hand.clicks
        self._tell(Step(self.territory, words, keys - self._before[0], clicks - self._before[1], paper_keys))
        self._before = (keys, clicks)

    def settle(self) -> None:
        """Let what runs behind the window end."""
        for _round in range(3):
            self.hand.wait(lambda: not self.window.tasks.busy)

    def begin(self) -> None:
        """Wait for the first window."""
        self.hand.wait(lambda: self.window.findChild(Welcome) is not None)
        self.done("Démarrer le programme")

    def create(self, officer: str) -> None:
        """Create the campaign, and put the recovery code on paper."""
        hand = self.hand
        hand.use(hand.button(_("Créer")))
        form = self._form(CreateForm)
        hand.fill(form.officer, officer)
        self._protect(form)
        self.done("Créer la campagne : nom, phrase secrète")
        self._enter(form)

    def join(self, officer: str, invitation: Path) -> None:
        """Join the campaign with an invitation, and put the recovery code on paper."""
        hand = self.hand
        hand.use(hand.button(_("Rejoindre")))
        form = self._form(JoinForm)
        hand.fill(form.invitation, str(invitation))
        hand.keys -= len(str(invitation))  # as long as the folders of this machine
        hand.fill(form.told, TOLD)
        self._choose(form.territory, self.territory)
        hand.fill(form.officer, officer)
        self._protect(form)
        self.done("Rejoindre : invitation, phrase dite, territoire, nom, phrase secrète")
        self._enter(form)

    def unlock(self) -> None:
        """Open the campaign again."""
        self.hand.wait(lambda: self.window.findChildren(UnlockForm))
        form = self._form(UnlockForm)
        self.hand.fill(form.passphrase, SECRET)
        self.hand.press("Return")
        self._wait_open()
        self.done("Rouvrir la campagne le lendemain")

    def key_first_paper(self) -> None:
        """Key the first of the sample papers."""
        hand = self.hand
        hand.use(hand.button(_("Saisir la première fiche")))
        robot = Robot(self.window)
        paper = story.papers_of(story.Site(self.territory, Path()))[0]
        robot.begin(paper)
        self.hand.keys += robot.presses
        self.done(f"Commencer la fiche {paper.paper}")
        keys = robot.key_begun(paper)
        self.done("Saisir la fiche, l’enregistrer", keys)

    def invite(self, to: Path) -> None:
        """Write an invitation."""
        hand = self.hand
        self._exchanges()
        hand.use(hand.button(_("Inviter")), "Ctrl+I")
        form = self._form(InviteForm)
        hand.fill(form.passphrase, TOLD)
        hand.answer_dialog(str(to))
        hand.use(form.button)
        self.done("Écrire l’invitation : phrase à dire, fichier")

    def exchange(self, folder: Path, *, first: bool) -> None:
        """Exchange with the folder, chosen the first time."""
        hand = self.hand
        self._exchanges()
        if first:
            hand.answer_dialog(str(folder))
        hand.use(hand.button(_("Dossier d’échange")), "Ctrl+D")
        self.done("Lire et écrire dans le dossier d’échange")

    def accept_stranger(self) -> None:
        """Say that the fingerprint told by telephone is the one on the screen."""
        self.hand.use(self.hand.button(_("Les empreintes sont les mêmes : lire")))
        self.done("Comparer l’empreinte au téléphone, accepter")

    def save_summary(self, to: Path) -> None:
        """Save the summary as PDF."""
        hand = self.hand
        hand.use(hand.button(_("Rapports")), "Ctrl+6")
        tab = self._form(DocumentsTab)
        hand.wait(lambda: tab.made is not None)
        self.done("Regarder la synthèse")
        hand.answer_dialog(str(to))
        hand.use(tab.save, "Ctrl+S")
        hand.wait(to.is_file)
        self.done("Enregistrer la synthèse en PDF")

    def _enter(self, form: Form) -> None:
        """Send the form, note the recovery code, and open the campaign."""
        hand = self.hand
        hand.use(form.action)
        hand.wait(lambda: self.window.findChild(RecoveryCard) is not None)
        self.done("Le code de secours")
        card = self._form(RecoveryCard)
        hand.use(card.noted)
        hand.use(card.go_on)
        self._wait_open()
        self.done("Le noter, continuer")

    def _protect(self, form: CreateForm | JoinForm) -> None:
        self.hand.fill(form.protection.first, SECRET)
        self.hand.fill(form.protection.second, SECRET)

    def _choose(self, field: QComboBox, code: str) -> None:
        """Choose in a list with the arrow keys, as one does once it is reached."""
        self.hand.go_to(field)
        if field.view().isVisible():  # a click has opened the list
            self.hand.press("Escape")
        while field.currentData() != code:
            self.hand.press("Down")

    def _wait_open(self) -> None:
        self.hand.wait(lambda: self.opening.context is not None)
        self.settle()

    def _exchanges(self) -> None:
        self.hand.use(self.hand.button(_("Échanges")), "Ctrl+4")

    def _form(self, kind: type[Shown]) -> Shown:
        """Return the form of this kind in sight."""
        return next(each for each in self.window.findChildren(kind) if each.isVisible())


@contextmanager
def at_work(
    territory: str, home: Path, hand_of: type[Keyboard], tell: Callable[[Step, MainWindow], object]
) -> Iterator[Newcomer]:
    """Start the program of `territory`, whose own folders are in `home`; close it in the end."""
    os.environ[locations.HOME_VARIABLE] = str(home)
    qt = application()
    window = make_window(qt)
    window.resize(*USUAL_SIZE)
    window.show()
    window.activateWindow()
    officer = Newcomer(territory, window, hand_of(window), lambda step: tell(step, window))
    officer.hand.wait(window.isActiveWindow)
    try:
        officer.opening.begin()
        yield officer
    finally:
        window.close()
        officer.opening.close()
        window.deleteLater()
        qt.processEvents()


def walk(folder: Path, hand_of: type[Keyboard], tell: Callable[[Step, MainWindow], object]) -> Path:
    """Walk the whole path with everything in `folder`; return the summary."""
    carried = folder / "cle"
    carried.mkdir()
    invitation, summary = carried / "invitation.tli", folder / "synthese.pdf"
    with at_work(FIRST, folder / FIRST, hand_of, tell) as one:
        one.begin()
        one.create("Anne Faure")
        one.key_first_paper()
        one.invite(invitation)
        one.exchange(carried, first=True)
    with at_work(SECOND, folder / SECOND, hand_of, tell) as other:
        other.begin()
        other.join("Luc Roux", invitation)
        other.key_first_paper()
        other.exchange(carried, first=True)
    with at_work(FIRST, folder / FIRST, hand_of, tell) as one:
        one.unlock()
        one.exchange(carried, first=False)
        one.accept_stranger()
        one.save_summary(summary)
    return summary
