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
from teleactivites_desktop.ui.reports.extras import FileField, LetterField
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.text import label, restyle

MOST_COPIES = 500


class Take(StrEnum):
    """One thing that may be chosen."""

    PAPER = "paper"
    FIRST = "first"
    COPIES = "copies"
    BATCH = "batch"
    FORMAT = "format"
    TITLE = "title"
    TERRITORIES = "territories"
    PERIOD = "period"
    SECTIONS = "sections"
    LANGUAGE = "language"
    LOGO = "logo"
    OUTLINE = "outline"
    LETTER = "letter"


_SELECTION = frozenset({Take.TERRITORIES, Take.PERIOD})
_TAKES: Mapping[str, frozenset[Take]] = {
    "summary": _SELECTION | {Take.TITLE, Take.SECTIONS, Take.LANGUAGE, Take.LOGO, Take.OUTLINE},
    "letters": _SELECTION | {Take.LETTER},
    "response": frozenset({Take.PAPER}),
    "person": frozenset({Take.PAPER}),
    "blank": frozenset({Take.FIRST, Take.COPIES}),
    "batches": frozenset({Take.BATCH, Take.TERRITORIES}),
    "labels": _SELECTION | {Take.FORMAT},
    "differences": frozenset(),
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

    def __init__(self, theme: Theme, today: Callable[[], date]) -> None:
        """`today` is the date that years of two digits are read by."""
        super().__init__()
        self._today = today
        self._usual_format = Options().format
        self._takes: frozenset[Take] = frozenset()
        self._territories: dict[str, QCheckBox] = {}
        self._sections: dict[str, QCheckBox] = {}
        self.paper = self._line(_("par exemple GBEQ-0001"))
        self.number = self._line(_("le suivant"))
        self.batch = self._line(_("tous les lots"))
        self.title = self._line(_("celui de la campagne"))
        self.first, self.last = self._line(_("du : jj/mm/aaaa")), self._line(_("au : jj/mm/aaaa"))
        self.copies = QSpinBox()
        self.copies.setRange(1, MOST_COPIES)
        self.copies.valueChanged.connect(self.changed)
        self.format = QComboBox()
        self.format.currentIndexChanged.connect(self.changed)
        self.language = QComboBox()
        self.language.currentIndexChanged.connect(self.changed)
        self.logo = FileField(theme, _("Logo de la synthèse"), _("Images (*.png *.jpg *.jpeg)"))
        self.outline = FileField(theme, _("Contour du département"), _("Contours GeoJSON (*.geojson *.json)"))
        self.letter = LetterField()
        for field in (self.logo, self.outline, self.letter):
            field.changed.connect(self.changed)
        self._groups = {
            Take.PAPER: Group(_("Numéro de fiche"), self.paper),
            Take.FIRST: Group(_("Premier numéro"), self.number),
            Take.COPIES: Group(_("Exemplaires"), self.copies),
            Take.BATCH: Group(_("Lot"), self.batch),
            Take.FORMAT: Group(_("Étiquettes par feuille"), self.format),
            Take.LETTER: Group(_("Texte de la lettre"), self.letter),
            Take.TITLE: Group(_("Titre"), self.title),
            Take.LANGUAGE: Group(_("Langue"), self.language),
            Take.TERRITORIES: Group(_("Territoires")),
            Take.PERIOD: Group(_("Fiches reçues"), self.first, self.last),
            Take.SECTIONS: Group(_("Parties")),
            Take.LOGO: Group(_("Logo"), self.logo),
            Take.OUTLINE: Group(_("Contour sur la carte (GeoJSON)"), self.outline),
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

    def recall(self, kept: Options, languages: Mapping[str, str], fields: Mapping[str, str]) -> None:
        """Show the last choices; `languages` and the `fields` of letters are offered."""
        self.blockSignals(True)
        self.title.setText(kept.title)
        self._usual_format = kept.format
        self.language.clear()
        for code, name in languages.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(kept.language), 0))
        self.logo.take(kept.logo)
        self.outline.take(kept.outline)
        self.letter.offer(fields)
        self.letter.text.setPlainText(kept.letter)
        self.blockSignals(False)

    @property
    def taken(self) -> frozenset[str]:
        """Return the names of the options that the document in front takes."""
        return frozenset(take.value for take in self._takes)

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
        first, last = typed_day(self.first, today), typed_day(self.last, today)
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
            batch=self.batch.text().strip() if Take.BATCH in self._takes else usual.batch,
            format=self.format.currentText() or usual.format,
            language=str(self.language.currentData() or "") if Take.LANGUAGE in self._takes else "",
            logo=self.logo.path if Take.LOGO in self._takes else None,
            outline=self.outline.path if Take.OUTLINE in self._takes else None,
            letter=self.letter.text.toPlainText() if Take.LETTER in self._takes else "",
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
        self.format.setCurrentText(self._usual_format)
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


def typed_day(field: QLineEdit, today: date) -> date | None:
    """Return the day typed in `field`, None for none; what is no day marks the field."""
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
