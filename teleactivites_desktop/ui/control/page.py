"""The page Contrôle: at the left what waits, each with its count; at the right the one that was chosen."""

from enum import StrEnum
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.control.coding import CodingTopic
from teleactivites_desktop.ui.control.conflicts import ConflictsTopic
from teleactivites_desktop.ui.control.likeness import LikenessTopic
from teleactivites_desktop.ui.control.lists import FaultsTopic, GapsTopic
from teleactivites_desktop.ui.control.recheck import RecheckTopic
from teleactivites_desktop.ui.control.retention import RetentionTopic
from teleactivites_desktop.ui.control.rights import ErasuresTopic
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.control.verification import VerificationTopic
from teleactivites_desktop.ui.page import Page
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.todo import TodoLine
from teleactivites_desktop.ui.widgets.card import Card

_LEFT = 40 * GRID
"""The longest words of a topic stand whole beside their count."""


class TopicName(StrEnum):
    """The topics; also a navigation target of the page."""

    CONFLICTS = "conflicts"
    LIKENESS = "likeness"
    FAULTS = "faults"
    GAPS = "gaps"
    RECHECK = "recheck"
    VERIFICATION = "verification"
    CODING = "coding"
    ERASURES = "erasures"
    RETENTION = "retention"


class ControlPage(Page):
    """What waits for somebody's decision."""

    interests = frozenset({Changed.RESPONSES, Changed.CONFLICTS, Changed.BATCHES, Changed.CAMPAIGN})

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Contrôle"))
        self.conflicts = ConflictsTopic(context)
        self.likeness = LikenessTopic(context)
        self.faults = FaultsTopic(context)
        self.gaps = GapsTopic(context)
        self.recheck = RecheckTopic(context)
        self.verification = VerificationTopic(context)
        self.coding = CodingTopic(context)
        self.erasures = ErasuresTopic(context)
        self.retention = RetentionTopic(context)
        self._topics: dict[TopicName, Topic] = {
            TopicName.CONFLICTS: self.conflicts,
            TopicName.LIKENESS: self.likeness,
            TopicName.FAULTS: self.faults,
            TopicName.GAPS: self.gaps,
            TopicName.RECHECK: self.recheck,
            TopicName.VERIFICATION: self.verification,
            TopicName.CODING: self.coding,
            TopicName.ERASURES: self.erasures,
            TopicName.RETENTION: self.retention,
        }
        self._views = QStackedWidget()
        self.lines: dict[TopicName, TodoLine] = {}
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        card = Card()
        card.body.setSpacing(4)
        for place, (name, words, hint) in enumerate(_topic_words(), 1):
            topic = self._topics[name]
            line = TodoLine(context.theme, words, hint, partial(self.show_topic, name))
            line.setCheckable(True)
            topic.counted.connect(line.set_count)
            self.lines[name] = line
            card.body.addWidget(line)
            self._views.addWidget(topic)
            QShortcut(QKeySequence(f"Alt+{place}"), self, line.click)
        card.setFixedWidth(_LEFT)
        left.addWidget(card)
        left.addStretch(1)
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * GRID)
        columns.addLayout(left)
        columns.addWidget(self._views, 1)
        self.body.addWidget(holder, 1)
        self.show_topic(TopicName.CONFLICTS)

    @property
    def topic(self) -> TopicName:
        """Return the topic in front."""
        return next(name for name, each in self._topics.items() if each is self._views.currentWidget())

    def show_topic(self, name: TopicName) -> None:
        """Bring a topic to the front."""
        self._views.setCurrentWidget(self._topics[name])
        for each, line in self.lines.items():
            line.setChecked(each is name)
        self._focus_topic()

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Count again what waits. Likely pairs and gaps follow when they are found."""
        self.conflicts.refresh()
        self.faults.refresh()
        if changed & {Changed.RESPONSES, Changed.CAMPAIGN, Changed.BATCHES}:
            self.likeness.refresh()
            self.gaps.refresh()
            self.recheck.refresh()
            self.verification.refresh()
            self.coding.refresh()
            self.erasures.refresh()
            self.retention.refresh()

    def open_target(self, target: object) -> None:
        """Show a topic."""
        if isinstance(target, str) and target in set(TopicName):
            self.show_topic(TopicName(target))

    def shown(self) -> None:
        """Start where one decides."""
        self.likeness.resume()
        self._focus_topic()

    def leave(self) -> None:
        """Search no more: other pages have work to be done behind the window."""
        self.likeness.stop()

    def _focus_topic(self) -> None:
        self._topics[self.topic].focus_widget.setFocus()


def _topic_words() -> list[tuple[TopicName, str, str]]:
    return [
        (TopicName.CONFLICTS, _("conflits"), _("Deux réponses différentes")),
        (TopicName.LIKENESS, _("doubles probables"), _("La même personne ?")),
        (TopicName.FAULTS, _("fiches incomplètes"), _("Une réponse est à revoir")),
        (TopicName.GAPS, _("numéros manquants"), _("Des trous dans les lots")),
        (TopicName.RECHECK, _("incohérences"), _("Tous les contrôles, refaits")),
        (TopicName.VERIFICATION, _("fiches à contrôler"), _("Saisies une seconde fois")),
        (TopicName.CODING, _("réponses à coder"), _("Métiers, « autre »")),
        (TopicName.ERASURES, _("effacements"), _("Pas encore faits partout")),
        (TopicName.RETENTION, _("à anonymiser"), _("Conservation dépassée")),
    ]
