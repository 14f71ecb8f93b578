"""The panel at the right of the sheet: the question in full, how it is keyed, its choices, its note."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.entry.choices import Choices
from teleactivites_desktop.ui.entry.head import Head
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.text import label


class NoteField(QLineEdit):
    """A note being written: Enter keeps it, Escape does not."""

    kept = Signal(str)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep on Enter, leave on Escape or F2."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit(self.text().strip())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F2):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Aside(QFrame):
    """Says what the current question is; its places do not move from one question to the next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._head = Head(theme)
        self.choices = Choices(theme)
        self._note_caption = label(_("Note"), "hint")
        self.note = NoteField()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addSpacing(4)
        layout.addWidget(self.choices, 1)
        layout.addWidget(self._note_caption)
        layout.addWidget(self.note)
        self._hide(self._note_caption, self.note)

    def show_question(self, number: str, words: str, hint: str, question: Question, *, listed: bool) -> None:
        """Show what the question asks and how it is keyed."""
        caption = _("Question {number}").format(number=number) if number else _("Question")
        if question.line:
            caption += ", " + _("ligne {n}").format(n=question.line)
        self._head.show_texts(caption, words, hint or how_keyed(question, listed=listed))

    def write_note(self, caption: str, text: str) -> None:
        """Open the note under `caption`, `text` in it, and give it the focus."""
        self._note_caption.setText(caption)
        self.note.setAccessibleName(caption)
        self.note.setText(text)
        self._note_caption.show()
        self.note.show()
        self.note.setFocus()
        self.note.selectAll()

    def close_note(self) -> None:
        """Put the note away."""
        self._hide(self._note_caption, self.note)

    @staticmethod
    def _hide(*widgets: QLabel | QWidget) -> None:
        for widget in widgets:
            widget.hide()


def how_keyed(question: Question, *, listed: bool) -> str:
    """Return the sentence on how the answer is keyed."""
    if listed:
        return _("Le début du nom, sans accents si l’on veut, ou le code. + parcourt la liste.")
    sentences = {
        QuestionType.SELECT_ONE: _("Le numéro de la réponse."),
        QuestionType.SELECT_MULTIPLE: _("Les numéros cochés, l’un après l’autre."),
        QuestionType.RANK: _("Les numéros, dans l’ordre de préférence."),
        QuestionType.DATE: _("Jour, mois, année : 121107, 12/11/2007 ou 12.11.2007."),
        QuestionType.TIME: _("Heures et minutes : 0930 ou 9:30."),
        QuestionType.INTEGER: _("Un nombre entier."),
        QuestionType.DECIMAL: _("Un nombre ; virgule ou point."),
        QuestionType.RANGE: _("Un nombre."),
    }
    by_format = {
        "phone": _("Un numéro de téléphone ; sans indicatif, il est français."),
        "email": _("Une adresse électronique."),
        "url": _("L’adresse d’un site."),
        "postcode": _("Un code postal."),
        "name": _("Un nom ; les capitales se mettent seules."),
    }
    return by_format.get(question.format) or sentences.get(question.type, _("Le texte de la fiche."))
