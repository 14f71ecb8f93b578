"""What may be chosen for a document; `changed` follows every change, so that the preview does."""

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from teleactivites_desktop.core.entry.dates import parse_date
from teleactivites_desktop.core.entry.refusal import RefusedTextError
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.tabulations import Selection
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.text import label, restyle

MOST_COPIES = 500


class Take(StrEnum):
    """One thing that may be chosen."""

    PAPER = "paper"
    FIRST = "first"
    COPIES = "copies"
    FORMAT = "format"
    TITLE = "title"
    TERRITORIES = "territories"
    PERIOD = "period"
    SECTIONS = "sections"


_SELECTION = frozenset({Take.TERRITORIES, Take.PERIOD})
_TAKES: Mapping[str, frozenset[Take]] = {
    "summary": _SELECTION | {Take.TITLE, Take.SECTIONS},
    "response": frozenset({Take.PAPER}),
    "person": frozenset({Take.PAPER}),
    "blank": frozenset({Take.FIRST, Take.COPIES}),
    "batches": frozenset({Take.TERRITORIES}),
    "labels": _SELECTION | {Take.FORMAT},
    "exchanges": frozenset(),
    "register": frozenset(),
}
"""What each document takes; the others take a selection of responses."""


class Group(QWidget):
    """Fields under a caption, shown together or not at all."""

    def __init__(self, caption: str, *fields: QWidget) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(label(caption, "strong"))
        for field in fields:
            field.setAccessibleName(caption)
            self.column.addWidget(field)


class Choices(QScrollArea):
    """The choices of the document that is in front."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        """`today` is the date that years of two digits are read by."""
        super().__init__()
        self._today = today
        self._takes: frozenset[Take] = frozenset()
        self._territories: dict[str, QCheckBox] = {}
        self._sections: dict[str, QCheckBox] = {}
        self.paper = self._line(_("par exemple GBEQ-0001"))
        self.number = self._line(_("le suivant"))
        self.title = self._line(_("celui de la campagne"))
        self.first, self.last = self._line(_("du : jj/mm/aaaa")), self._line(_("au : jj/mm/aaaa"))
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.valueChanged.connect(self.changed)
        self.format = QComboBox()
        self.format.currentIndexChanged.connect(self.changed)
        self._groups = {
            Take.PAPER: Group(_("Numéro de fiche"), self.paper),
            Take.FIRST: Group(_("Premier numéro"), self.number),
            Take.COPIES: Group(_("Exemplaires"), self.copies),
            Take.FORMAT: Group(_("Étiquettes par feuille"), self.format),
            Take.TITLE: Group(_("Titre"), self.title),
            Take.TERRITORIES: Group(_("Territoires")),
            Take.PERIOD: Group(_("Fiches reçues"), self.first, self.last),
            Take.SECTIONS: Group(_("Parties")),
        }
        self._lay_out()

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
        self._fill(self._groups[Take.TERRITORIES], self._territories, territories)
        self._fill(self._groups[Take.SECTIONS], self._sections, sections)

    def show_for(self, name: str) -> None:
        """Show what the document `name` takes."""
        self._takes = _TAKES.get(name, _SELECTION)
        if Take.FORMAT in self._takes and not self.format.count():
            self._offer_formats()
        for take, group in self._groups.items():
            group.setVisible(take in self._takes)
        self._none.setVisible(not self._takes)

    def options(self) -> Options:
        """Return what is chosen of what the document takes; a date that is none is marked and left out."""
        today, usual = self._today(), Options()
        first, last = _day(self.first, today), _day(self.last, today)
        dated = Take.PERIOD in self._takes
        number = {Take.PAPER: self.paper, Take.FIRST: self.number}
        papers = [field.text().strip() for take, field in number.items() if take in self._takes]
        return Options(
            selection=Selection(
                territories=self._checked(Take.TERRITORIES, self._territories),
                first=first if dated else None,
                last=last if dated else None,
            ),
            title=self.title.text().strip() if Take.TITLE in self._takes else usual.title,
            sections=self._checked(Take.SECTIONS, self._sections),
            paper=next(iter(papers), usual.paper),
            copies=self.copies.value() if Take.COPIES in self._takes else usual.copies,
            format=self.format.currentText() or usual.format,
        )

    def _checked(self, take: Take, boxes: Mapping[str, QCheckBox]) -> frozenset[str]:
        """Return what is on; everything on, or nothing, leaves nothing out: the empty set."""
        found = frozenset(name for name, box in boxes.items() if box.isChecked())
        return found if take in self._takes and len(found) < len(boxes) else frozenset()

    def _line(self, placeholder: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(placeholder)
        made.textChanged.connect(self.changed)
        return made

    def _offer_formats(self) -> None:
        from teleactivites_desktop.reports.labels import FORMATS

        self.format.blockSignals(True)
        self.format.addItems(list(FORMATS))
        self.format.setCurrentText(Options().format)
        self.format.blockSignals(False)

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

    def _lay_out(self) -> None:
        self._none = label(
            _("Ce document se fait d’après toute la base : il n’y a rien à choisir."), "muted", wrap=True
        )
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        column.addWidget(self._none)
        for group in self._groups.values():
            column.addWidget(group)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(content)


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
