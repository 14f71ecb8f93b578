"""The officer's own keying, quietly: how fast without pauses, how often refused, which questions hold up."""

from collections.abc import Callable

from PySide6.QtWidgets import QSizePolicy

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.feedback import Feedback
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label

MOST_QUESTIONS = 3


class PaceCard(Card):
    """Shown to who keys; it stays on this site."""

    def __init__(self) -> None:
        super().__init__(_("Votre saisie aujourd’hui"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._figures = label("", wrap=True)
        self._questions = label("", "muted", wrap=True)
        self.body.addWidget(self._figures)
        self.body.addWidget(self._questions)
        self.body.addWidget(label(_("Ces chiffres restent sur ce poste."), "hint"))

    def show_feedback(self, feedback: Feedback, caption: Callable[[str], str]) -> None:
        """Show `feedback`; hidden before a paper is keyed. `caption` says what a question is called."""
        self.setVisible(feedback.papers > 0)
        self._figures.setText(figures_sentence(feedback))
        worst = [(name, count) for name, count in feedback.worst_questions() if count][:MOST_QUESTIONS]
        listed = ", ".join(f"{caption(name)} ({number(count)})" for name, count in worst)
        self._questions.setVisible(bool(worst))
        self._questions.setText(_("Le plus souvent reprises : {questions}").format(questions=listed))


def figures_sentence(feedback: Feedback) -> str:
    """Return the figures in one line: ``12 fiches, 7 400 frappes par heure...``.

    Without a pace where nothing was keyed for long enough to have one.
    """
    counters = feedback.counters
    papers = ngettext("{count} fiche", "{count} fiches", feedback.papers).format(
        count=number(feedback.papers)
    )
    pace = _("{count} frappes par heure, pauses ôtées").format(
        count=number(100 * round(counters.keystrokes_per_hour / 100))
    )
    refused = _("{count} refus pour 1 000 frappes").format(count=number(counters.faults_per_thousand, 1))
    return ", ".join((papers, *([pace] if counters.keystrokes_per_hour else []), refused))
