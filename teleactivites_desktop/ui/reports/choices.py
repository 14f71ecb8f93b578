"""What may be chosen for a document; `changed` follows every change, so that the preview does."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from teleactivites_desktop.core.entry.dates import parse_date
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.documents import Document
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import label, restyle

_WITH_TITLE = frozenset({"summary"})
"""Documents with a title of one's own and sections to choose."""


class Group(QWidget):
    """Fields under a caption, shown together or not at all."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(label(caption, "strong"))


class Choices(QScrollArea):
    """The choices of the document that is in front."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        """`today` is the date that years of two digits are read by."""
        super().__init__()
        self._today = today
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._territories: dict[str, QCheckBox] = {}
        self._sections: dict[str, QCheckBox] = {}
        self.paper = QLineEdit()
        self.paper.setPlaceholderText(_("GBEQ-0001"))
        self.title = QLineEdit()
        self.title.setPlaceholderText(_("Celui de la campagne"))
        self.first, self.last = QLineEdit(), QLineEdit()
        for field, name in (
            (self.paper, _("Numéro de fiche")),
            (self.title, _("Titre")),
            (self.first, _("Reçues du")),
            (self.last, _("Reçues jusqu’au")),
        ):
            field.setAccessibleName(name)
            field.textChanged.connect(self.changed)
        self.first.setPlaceholderText(_("du : jj/mm/aaaa"))
        self.last.setPlaceholderText(_("au : jj/mm/aaaa"))
        self._paper_group = Group(_("Numéro de fiche"))
        self._paper_group.column.addWidget(self.paper)
        self._title_group = Group(_("Titre"))
        self._title_group.column.addWidget(self.title)
        self._territory_group = Group(_("Territoires"))
        self._period_group = Group(_("Reçues"))
        self._period_group.column.addWidget(self.first)
        self._period_group.column.addWidget(self.last)
        self._section_group = Group(_("Parties"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for group in (
            self._paper_group,
            self._title_group,
            self._territory_group,
            self._period_group,
            self._section_group,
        ):
            column.addWidget(group)
        column.addStretch(1)
        self.setWidget(content)

    def offer(self, territories: Mapping[str, str], questionnaire: Questionnaire) -> None:
        """Offer these territories (code -> name) and the sections that have questions with codes."""
        sections = {
            section.name: questionnaire.text(section.labels) or section.name
            for section in questionnaire.sections
            if any(
                question.keyed and questionnaire.choices_of(question)
                for question in questionnaire.in_section(section.name)
            )
        }
        self._fill(self._territory_group, self._territories, territories)
        self._fill(self._section_group, self._sections, sections)

    def show_for(self, name: str, document: Document) -> None:
        """Show what concerns the document `name`."""
        with_title = name in _WITH_TITLE
        self._paper_group.setVisible(document.needs_paper)
        self._territory_group.setVisible(not document.needs_paper)
        self._period_group.setVisible(not document.needs_paper)
        self._title_group.setVisible(with_title)
        self._section_group.setVisible(with_title)

    def options(self) -> Options:
        """Return what is chosen; a date that is none is marked, and left out."""
        today = self._today()
        return Options(
            selection=Selection(
                territories=_checked(self._territories),
                first=_day(self.first, today),
                last=_day(self.last, today),
            ),
            title=self.title.text().strip(),
            sections=_checked(self._sections),
            paper=self.paper.text().strip(),
        )

    def _fill(self, group: Group, boxes: dict[str, QCheckBox], words: Mapping[str, str]) -> None:
        if list(boxes) == list(words):
            return
        for box in boxes.values():
            group.column.removeWidget(box)
            box.deleteLater()
        boxes.clear()
        for name, text in words.items():
            boxes[name] = QCheckBox(text)
            boxes[name].setChecked(True)
            boxes[name].toggled.connect(self.changed)
            group.column.addWidget(boxes[name])


def _checked(boxes: Mapping[str, QCheckBox]) -> frozenset[str]:
    """Return what is on; everything on, or nothing, leaves nothing out: the empty set."""
    found = frozenset(name for name, box in boxes.items() if box.isChecked())
    return frozenset() if len(found) == len(boxes) else found


def _day(field: QLineEdit, today: date) -> date | None:
    text = field.text().strip()
    found: date | None = None
    if text:
        try:
            found = date.fromisoformat(parse_date(text, today))
        except RefusedTextError:
            found = None
    field.setProperty("invalid", bool(text) and found is None)
    restyle(field)
    return found
