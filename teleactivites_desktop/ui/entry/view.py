"""Where a paper is keyed: keys become session calls, what they change is shown."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from teleactivites_desktop.core.entry.fields import Reaction
from teleactivites_desktop.core.verification import VerificationSession
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.entry.keymap import Action
from teleactivites_desktop.ui.entry.message import Message
from teleactivites_desktop.ui.entry.showing import PaperView
from teleactivites_desktop.ui.sounds import Sounds
from teleactivites_desktop.ui.theme import Theme


class KeyingView(PaperView):
    """Keys one paper."""

    finished = Signal()
    """The officer keeps the paper as it stands."""
    struck = Signal()
    """A key was pressed: counters may be shown anew."""

    def __init__(self, theme: Theme, sounds: Sounds, save: Callable[[], None]) -> None:
        super().__init__(theme, sounds, save)
        self.auto_advance = True
        self._noted: str | None = None
        self._gestures = self._table()
        self._connect()

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
        self.end.keys_asked.connect(self.keys.open)
        self.end.undone.connect(lambda: self._changed(self.session.undo()))
        self.end.redone.connect(lambda: self._changed(self.session.redo()))
        self.keys.left.connect(self.take_focus)

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
            Action.UNDO: lambda: self._changed(self.session.undo()),
            Action.REDO: lambda: self._changed(self.session.redo()),
            Action.FINISH: self._finish,
            Action.LOOK: self._look,
            Action.LINE_ABOVE: lambda: self._react(self.session.to_line(-1, self._typed())),
            Action.LINE_BELOW: lambda: self._react(self.session.to_line(1, self._typed())),
            Action.INSERT_LINE: lambda: self._move_lines(self.session.insert_line(self._typed())),
            Action.REMOVE_LINE: lambda: self._move_lines(self.session.remove_line()),
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

    def _changed(self, done: bool) -> None:
        if done:
            self._save()
            self._arrive()

    def _move_lines(self, reaction: Reaction) -> None:
        if reaction.accepted:
            self._changed(True)
        else:
            self._react(reaction)

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
