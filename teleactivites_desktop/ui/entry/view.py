"""Where a paper is keyed: sections, the sheet, the panel beside it. Keys become session calls."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from teleactivites_desktop.core.entry.fields import Field, Problem, Reaction, Sound
from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.verification import VerificationSession
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.entry.arrangement import KeyingLayout
from teleactivites_desktop.ui.entry.end import ToSee
from teleactivites_desktop.ui.entry.keymap import Action
from teleactivites_desktop.ui.entry.message import Message, message_of
from teleactivites_desktop.ui.entry.offers import Offers
from teleactivites_desktop.ui.entry.outline import Outline
from teleactivites_desktop.ui.entry.rows import RowMaker, split_number
from teleactivites_desktop.ui.sounds import Sounds
from teleactivites_desktop.ui.theme import Theme


class KeyingView(KeyingLayout):
    """Keys one paper. `save` returns once all is on disk, and comes before the next field has the focus."""

    finished = Signal()
    """The officer keeps the paper as it stands."""
    struck = Signal()
    """A key was pressed: counters may be shown anew."""

    def __init__(self, theme: Theme, sounds: Sounds, save: Callable[[], None]) -> None:
        super().__init__(theme)
        self.auto_advance = True
        self._sounds = sounds
        self._save = save
        self._session: EntrySession | None = None
        self._field: Field | None = None
        self._awaiting = False
        self._paper = ""
        self._noted: str | None = None
        self._gestures = self._table()
        self._connect()

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
        self._offers = Offers(session, self._rows)
        self.aside.close_note()
        self._arrive()

    def take_focus(self) -> None:
        """Put the focus where keying goes on."""
        if self._session is not None:
            (self.sheet.editor if self._session.position else self.end).setFocus()

    def keep_typed(self) -> None:
        """Take what is in the box as it is, before the paper is put away."""
        if self._session is not None and self._session.position and self.sheet.editor.touched:
            self._session.go(self._session.position, self.sheet.editor.text())

    def ask(self, action: Action) -> None:
        """Do what a key asks for."""
        if self._session is None or not self._session.position:
            return
        self._strike()
        self._gestures[action]()

    # What is shown

    def _connect(self) -> None:
        self.sheet.editor.asked.connect(self.ask)
        self.sheet.editor.keyed.connect(self._keyed)
        self.sheet.clicked.connect(self._go)
        self.strip.chosen.connect(lambda name: self._go(self._outline.first_open(name)))
        self.aside.choices.picked.connect(self._pick)
        self.aside.note.left.connect(self._leave_note)
        self.aside.note.kept.connect(self._keep_note)
        self.end.kept.connect(self.finished)
        self.end.back.connect(lambda: self._react(self.session.back()))
        self.end.stepped_back.connect(lambda: self._step(-1))
        self.end.chosen.connect(self._go)
        self.end.note_asked.connect(lambda: self._write_note(None))
        self.keys.left.connect(self.take_focus)

    def _react(self, reaction: Reaction) -> None:
        """Show what a gesture did; what was keyed is on disk before the cursor shows elsewhere."""
        moved = self._field is None or self.session.position != self._field.question.name
        self._awaiting = not reaction.accepted and not moved
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
        self.sheet.show_rows(self._rows.rows(question.section), position)
        self.sheet.editor.enter(
            question,
            field.typed or field.proposal,
            listed=self._rows.listed(question),
            code_width=self._offers.code_width(question),
        )
        self.sheet.editor.setReadOnly(not question.keyed)
        number, words = split_number(self.session.label(question.labels))
        hint = self.session.label(question.hints)
        self.aside.show_question(number, words, hint, question, listed=self._rows.listed(question))
        self._awaiting = not question.keyed
        self._tell(field)
        self.sheet.editor.setFocus()

    def _stay(self, field: Field) -> None:
        self._field = field
        self.sheet.show_rows(self._rows.rows(field.question.section), field.question.name)
        self.sheet.editor.restore(field.typed or field.proposal)
        self._tell(field)

    def _tell(self, field: Field) -> None:
        self.sheet.tell(message_of(field))
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

    # What keys do

    def _table(self) -> dict[Action, Callable[[], object]]:
        return {
            Action.ENTER: self._enter,
            Action.NONRESPONSE: lambda: self._react(self.session.nonresponse()),
            Action.END_SECTION: lambda: self._react(self.session.end_section(self._typed())),
            Action.LIST: lambda: self._mark(1),
            Action.DITTO: lambda: self._react(self.session.ditto()),
            Action.DITTO_SECTION: lambda: self._react(self.session.ditto_section()),
            Action.BACK: self._back,
            Action.FORWARD: self._forward,
            Action.PREVIOUS_SECTION: lambda: self._go_section(-1),
            Action.NEXT_SECTION: lambda: self._go_section(1),
            Action.RESTORE: self._restore,
            Action.NOTE: lambda: self._write_note(self.session.position),
            Action.PAPER_NOTE: lambda: self._write_note(None),
            Action.AS_ON_PAPER: lambda: self._react(self.session.force()),
            Action.KEYS: self.keys.open,
            Action.STEP_BACK: lambda: self._step(-1),
            Action.STEP_FORWARD: lambda: self._step(1),
            Action.UNDO: lambda: self._arrive() if self.session.undo() else None,
            Action.REDO: lambda: self._arrive() if self.session.redo() else None,
            Action.FINISH: self._finish,
            Action.LOOK: self._look,
        }

    def _keyed(self, text: str) -> None:
        self._strike()
        self._awaiting = False
        self._offers.unmark()
        self.sheet.tell(Message())
        if self.auto_advance and self.session.complete_code(text):
            self._react(self.session.enter(text))
        else:
            self._offer()

    def _enter(self) -> None:
        if (item := self._offers.marked_item) is not None:
            self._take(item.code)
        elif self._awaiting:
            self._react(self.session.confirm())
        else:
            self._react(self.session.enter(self.sheet.editor.text()))

    def _take(self, code: str) -> None:
        if self._field is not None and self._offers.code_width(self._field.question):
            self._offers.unmark()
            self.sheet.editor.add_code(code)
        else:
            self._react(self.session.enter(code))

    def _pick(self, index: int) -> None:
        self._strike()
        self._take(self.aside.choices.items[index].code)
        self.take_focus()

    def _mark(self, step: int) -> None:
        self._offers.mark(step)
        self._offer()

    def _back(self) -> None:
        if self._offers.marked_item is not None:
            self._mark(-1)
        else:
            self._react(self.session.back(self._typed()))

    def _forward(self) -> None:
        searching = self._field is not None and self._rows.listed(self._field.question)
        if self._offers.marked_item is not None or (searching and self.sheet.editor.touched):
            self._mark(1)
        elif self.sheet.editor.touched:
            self._enter()
        else:
            self._react(self.session.leave())

    def _look(self) -> None:
        if isinstance(self.session, VerificationSession):
            self._react(self.session.look())

    def _restore(self) -> None:
        if self._offers.marked_item is not None:
            self._offers.unmark()
            self._offer()
        else:
            self._react(self.session.restore())

    def _go(self, name: str) -> None:
        self._react(self.session.go(name, self._typed()))
        self.take_focus()

    def _step(self, by: int) -> None:
        self._go(self._outline.step(self.session.position, by))

    def _go_section(self, step: int) -> None:
        names = self._outline.sections
        section = self.session.questionnaire.by_name[self.session.position].section
        place = names.index(section) + step if section in names else 0
        if 0 <= place < len(names):
            self._go(self._outline.first_open(names[place]))

    def _finish(self) -> None:
        self.keep_typed()
        self._save()
        self.finished.emit()

    def _typed(self) -> str | None:
        return self.sheet.editor.text() if self.sheet.editor.touched else None

    def _strike(self) -> None:
        self.session.counters.strike(self.session.environment.now())
        self.struck.emit()

    # Notes

    def _write_note(self, question: str | None) -> None:
        if question is None:
            caption, text = _("Note sur la fiche"), self.session.paper_note
        else:
            caption, text = _("Note sur la question"), self.session.field(question).note
        self._noted = question
        self.show_sheet()
        self.aside.write_note(caption, text)

    def _keep_note(self, text: str) -> None:
        self.session.note(text, self._noted)
        self._save()
        self._leave_note()

    def _leave_note(self) -> None:
        self.aside.close_note()
        if self.session.position:
            self._stay(self.session.field(self.session.position))
        else:
            self._show_end()
        self.take_focus()
