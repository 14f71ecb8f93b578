"""What is shown of the paper being keyed: its section, the question in full, its choices, its end."""

from collections.abc import Callable

from teleactivites_desktop.core.entry.fields import Field, FieldState, Problem, Reaction, Sound
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.outline import column_title
from teleactivites_desktop.core.verification import VerificationSession
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.entry.arrangement import KeyingLayout
from teleactivites_desktop.ui.entry.cells import CellMaker
from teleactivites_desktop.ui.entry.end import ToSee
from teleactivites_desktop.ui.entry.message import end_of_table, message_of
from teleactivites_desktop.ui.entry.offers import Offers
from teleactivites_desktop.ui.entry.outline import Outline
from teleactivites_desktop.ui.entry.rows import RowMaker, split_number
from teleactivites_desktop.ui.sounds import Sounds
from teleactivites_desktop.ui.theme import Theme


class PaperView(KeyingLayout):
    """Shows one paper as it stands, and what each reaction of its session changed.

    `save` returns once all is on disk, and comes before the next field has the focus.
    """

    def __init__(self, theme: Theme, sounds: Sounds, save: Callable[[], None]) -> None:
        super().__init__(theme)
        self._sounds = sounds
        self._save = save
        self._session: EntrySession | None = None
        self._field: Field | None = None
        self._awaiting = False
        self._paper = ""

    @property
    def session(self) -> EntrySession:
        """Return the paper being keyed. Raises LookupError while none is."""
        if self._session is None:
            raise LookupError("no paper is being keyed")
        return self._session

    def open(self, paper: str, session: EntrySession) -> None:
        """Key `session`, the paper numbered `paper`, from where it stands."""
        self._session, self._paper, self._field = session, paper, None
        self._rows = RowMaker(session)
        self._outline = Outline(session)
        self._cells = CellMaker(session, self._rows)
        self._offers = Offers(session, self._rows)
        self.aside.close_note()
        self._arrive()

    def take_focus(self) -> None:
        """Put the focus where keying goes on."""
        if self._session is not None:
            (self.sheet.editor if self._session.position else self.end).setFocus()

    def _react(self, reaction: Reaction) -> None:
        """Show what a gesture did; what was keyed is on disk before the cursor shows elsewhere."""
        moved = self._field is None or self.session.position != self._field.question.name
        asks = reaction.field.state in (FieldState.REFUSED, FieldState.TO_CHECK)
        self._awaiting = asks and not reaction.accepted and not moved
        if moved:
            self._save()
        if reaction.sound is not Sound.NONE:
            self._sounds.play(reaction.sound.value)
        if moved:
            self._arrive()
        else:
            self._stay(reaction.field)

    def _arrive(self) -> None:
        position = self.session.position
        self._awaiting = False
        if not position:
            self._show_end()
            return
        left = self._field.question.section if self._field else ""
        self._field = field = self.session.field(position)
        question = field.question
        self._offers.unmark()
        self.show_sheet()
        self._outline.refresh(left or question.section, question.section)
        self.strip.show_tabs(self._outline.tabs(), question.section)
        self._show_rows(field)
        self.sheet.editor.enter(
            question,
            field.typed or field.proposal,
            listed=self._rows.listed(question),
            code_width=self._offers.code_width(question),
        )
        self.sheet.editor.setReadOnly(not question.keyed)
        number, words = split_number(column_title(question, self.session.label(question.labels)))
        hint = self.session.label(question.hints)
        self.aside.show_question(number, words, hint, question, listed=self._rows.listed(question))
        self._awaiting = not question.keyed
        self._tell(field)
        self.sheet.editor.setFocus()

    def _stay(self, field: Field) -> None:
        self._field = field
        self._show_rows(field)
        self.sheet.editor.restore(field.typed or field.proposal)
        self._tell(field)

    def _show_rows(self, field: Field) -> None:
        """Show the section of `field`: a row for each question, or the table that it is."""
        section = field.question.section
        if (found := self._cells.table(section)) is not None:
            rows, table = found
            self.sheet.show_rows(rows, field.question.name, table)
        else:
            self.sheet.show_rows(self._rows.rows(section), field.question.name)

    def _tell(self, field: Field) -> None:
        message = message_of(field)
        self.sheet.tell(end_of_table() if not message.text and self._cells.waits(field) else message)
        row = next(row for row in self.sheet.rows if row.name == field.question.name)
        self.sheet.editor.setPlaceholderText("" if field.typed else row.echo)
        self._offer()
        self.show_current()

    def _offer(self) -> None:
        if self._field is None:
            return
        text = self.sheet.editor.text()
        if self.sheet.editor.touched:
            self.sheet.say_meaning(self._offers.meaning(self._field.question, text))
        self.aside.choices.show_items(self._offers.items(self._field.question, text), self._offers.marked)
        self.aside.choices.show_text(text)

    def _show_end(self) -> None:
        self._field = None
        problems = [self._to_see(problem) for problem in self.session.problems()]
        answered = sum(
            field.value is not None for name in self._outline.sections for field in self.session.fields(name)
        )
        self._outline.refresh()
        self.strip.show_tabs(self._outline.tabs(), "")
        if isinstance(self.session, VerificationSession):
            counts = len(self.session.settled), len(self.session.differences())
            self.end.show_verification(self._paper, *counts, problems)
        else:
            self.end.show_paper(self._paper, answered, problems)
        self.show_end()

    def _to_see(self, problem: Problem) -> ToSee:
        question = self.session.questionnaire.by_name[problem.question]
        title = self.session.label(question.labels) or _("Contrôle de la section")
        return ToSee(problem.question, title, problem.message)
