"""The entry session: keying one paper, as a state machine that window, command line and tests drive alike."""

from collections.abc import Sequence
from dataclasses import replace

from teleactivites_desktop.core.entry.fields import FieldState, Reaction, Rule, Sound
from teleactivites_desktop.core.entry.lines import inserted, removed
from teleactivites_desktop.core.entry.normalise import clean
from teleactivites_desktop.core.entry.paper import OpenPaper
from teleactivites_desktop.core.questionnaire import Question
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.i18n import _

_KINDS = tuple(Nonresponse)
_MULTILINE = "multiline"


class EntrySession(OpenPaper):
    """The keying of one paper: what each gesture of the officer does.

    Gestures need a position, and raise LookupError at the end.
    """

    def enter(self, typed: str) -> Reaction:
        """Take the text typed in the current question, and go on where nothing is against it.

        An empty text leaves the question blank (a nonresponse given before is kept). The text that the box
        shows already changes nothing. A refused text stays in the field, and so does the cursor.
        """
        question = self._current()
        self.counters.work(self.environment.now())
        if question.keyed:
            self._take(question, typed)
        return self._react(question)

    def confirm(self) -> Reaction:
        """Keep what the paper says, and go on: the one key after a message.

        An answer to check is confirmed; an answer in a skipped question is kept "as on paper"; a refused text
        stays refused, and the response will be incomplete.
        """
        question = self._current()
        given, standing = self._engine.input(question.name), self._engine.standing(question.name)
        if question.keyed and not standing.relevant and given.has_text and not given.as_on_paper:
            self._changes.make(question.name, replace(given, as_on_paper=True))
            return self._react(question)
        if standing.value is not None and self._engine.warns(question.name):
            self._changes.make(question.name, replace(given, confirmed=standing.value))
        return self.leave()

    def leave(self) -> Reaction:
        """Go on to the next question and leave this one as it stands, even refused or to check."""
        question = self._current()
        field = self.field(question.name)
        self._move(self.form.path.after(question.name, self._is_open))
        accepted = field.state not in (FieldState.REFUSED, FieldState.TO_CHECK)
        return Reaction(field, accepted, self.position, self._sound_on_arrival())

    def nonresponse(self, kind: Nonresponse | None = None) -> Reaction:
        """Say why there is no answer; None takes the next kind (blank, refused, unknown, illegible, n/a).

        The cursor stays, so that the same key gives the next kind; Enter on the empty box goes on.
        """
        question = self._current()
        given = self._engine.input(question.name)
        if question.keyed:
            place = _KINDS.index(given.nonresponse) + 1 if given.nonresponse else 0
            kind = kind or _KINDS[place % len(_KINDS)]
            self._changes.make(question.name, given.emptied(kind))
        field = self.field(question.name)
        return Reaction(field, field.state is FieldState.NONRESPONSE, self.position)

    def force(self) -> Reaction:
        """Keep the answer of a skipped question as on paper; the cursor stays."""
        question = self._current()
        if question.keyed and not self._engine.standing(question.name).relevant:
            self._changes.make(question.name, replace(self._engine.input(question.name), as_on_paper=True))
        return Reaction(self.field(question.name), True, self.position)

    def ditto(self) -> Reaction:
        """Take the answer of the line above (in a table), else the previous paper's; refused without one."""
        question = self._current()
        typed, kind = self._before(question, above=True)
        if typed or kind:
            return self._copy(typed, kind)
        message = (
            _("La ligne du dessus n'a rien dans cette colonne.")
            if question.line > 1
            else _("La fiche précédente n'a rien à cette question.")
        )
        return self._refused(message)

    def ditto_section(self) -> Reaction:
        """Take the previous paper's answers, blanks included, for what is still empty of this section.

        From the second line of a table on, for the rest of the line, from the line above. It stops where an
        answer is refused or to check.
        """
        start = self._current()
        on_line = start.line > 1
        while True:
            is_empty = self.field(self.position).state is FieldState.EMPTY
            before = self._before(self._current(), above=on_line)
            reaction = self._copy(*before) if is_empty else self.leave()
            if not reaction.accepted or not self.position or self._current().section != start.section:
                return reaction
            if on_line and self._current().line != start.line:
                return reaction

    def back(self, typed: str | None = None) -> Reaction:
        """Go to the open question before; `typed`, the text in the box left, is kept as if entered.

        Back into a table it is to the beginning of the line that waits.
        """
        self._hold(typed)
        name = self.form.path.before(self.position, self._is_open)
        line = self.form.rules[name].line
        if line and self.position not in line.own and not self._engine.holds_something(line.own):
            name = self._first_open(line.own)
        return self._go(name)

    def go(self, name: str, typed: str | None = None) -> Reaction:
        """Go to any question keyed, even skipped, or to the end (""). Raises KeyError for no such place."""
        if name and name not in self.form.path:
            raise KeyError(name)
        self._hold(typed)
        return self._go(name)

    def end_section(self, typed: str | None = None) -> Reaction:
        """Go to the next section; the calculations of this one are checked first."""
        self._hold(typed)
        return self._go(self.form.path.after_section(self.position, self._is_open))

    def to_line(self, by: int, typed: str | None = None) -> Reaction:
        """Go to the same column `by` lines further down a table, where that line is asked; else stay."""
        self._hold(typed)
        name = self.form.in_column(self.position, self._current().line + by)
        line = self.form.rules[name].line if name else None
        return self._go(name if line and self._engine.is_line_open(line) else self.position)

    def insert_line(self, typed: str | None = None) -> Reaction:
        """Put an empty line in a table where the cursor is: a line of the paper was passed over.

        Refused outside a table, and where the last line of the paper is used.
        """
        question = self._current()
        self._hold(typed)
        if not question.line:
            return self._refused(_("Cette touche ajoute une ligne dans un tableau ; ce n'en est pas un."))
        table = self.form.tables[question.section]
        moved = inserted(table, question.line, self._engine.inputs())
        if moved is None:
            return self._refused(_("La dernière ligne du tableau est prise : videz-la ou retirez-en une."))
        self._changes.make_all(question.name, moved)
        return self._go(self._first_open(table[question.line - 1]))

    def remove_line(self) -> Reaction:
        """Take the line of the cursor out of a table, and move those below up: it is not on the paper."""
        question = self._current()
        if not question.line:
            return self._refused(_("Cette touche retire une ligne d'un tableau ; ce n'en est pas un."))
        table = self.form.tables[question.section]
        self._changes.make_all(question.name, removed(table, question.line, self._engine.inputs()))
        return self._go(self._first_open(table[question.line - 1]))

    def restore(self) -> Reaction:
        """Give the current question back what it had when the cursor came."""
        question = self._current()
        self._changes.make(question.name, self._arrival)
        return Reaction(self.field(question.name), True, self.position)

    def undo(self) -> bool:
        """Take the last change of this sitting back and go to its question; False where there is none."""
        return self._go_to_changed(self._changes.undo())

    def redo(self) -> bool:
        """Make the last change taken back again and go to its question; False where there is none."""
        return self._go_to_changed(self._changes.redo())

    def note(self, text: str, name: str | None = None) -> None:
        """Leave a note on the question `name`, or on the whole response; "" takes it away."""
        if name is None:
            self.paper_note = clean(text, multiline=True).strip()
        else:
            self._changes.make(
                name, replace(self._engine.input(name), note=clean(text, multiline=True).strip())
            )

    # Within

    def _before(self, question: Question, *, above: bool) -> tuple[str, Nonresponse | None]:
        """Return what ditto takes, text or reason for none; `above`: of the line above where there is one."""
        name = self.form.in_column(question.name, question.line - 1) if above else ""
        if not name:
            return self._ditto.get(question.name, ""), None
        field = self.field(name)
        return field.typed, None if field.nonresponse is Nonresponse.BLANK else field.nonresponse

    def _copy(self, typed: str, kind: Nonresponse | None) -> Reaction:
        if kind and not typed:
            self.nonresponse(kind)
        return self.enter(typed)

    def _refused(self, message: str) -> Reaction:
        shown = replace(self.field(self.position), message=message)
        return Reaction(shown, False, self.position, Sound.REFUSED)

    def _first_open(self, names: Sequence[str]) -> str:
        return next((name for name in names if self._is_open(name)), names[0])

    def _take(self, question: Question, typed: str) -> None:
        typed = clean(typed, multiline=_MULTILINE in question.appearance)
        field, given = self.field(question.name), self._engine.input(question.name)
        if not typed.strip():
            kept = given.nonresponse not in (None, Nonresponse.BLANK)
            after = given if kept else replace(given.emptied(Nonresponse.BLANK), as_on_paper=False)
        elif typed == field.typed and given.has_text:
            return
        else:
            after = given.typed_anew(typed)
        if field.value is not None and field.state is not FieldState.REFUSED and field.relevant:
            self.counters.corrected[question.name] += 1
        self._changes.make(question.name, after)

    def _react(self, question: Question) -> Reaction:
        field = self.field(question.name)
        given = self._engine.input(question.name)
        if field.state is FieldState.REFUSED:
            self.counters.refused[question.name] += 1
            return Reaction(field, False, self.position, Sound.REFUSED)
        if question.keyed and given.has_text and not field.relevant and not given.as_on_paper:
            message = _("Question sautée d'après les réponses. Confirmez pour la garder comme sur le papier.")
            field = replace(field, state=FieldState.TO_CHECK, rule=str(Rule.SKIPPED), message=message)
        if field.state is FieldState.TO_CHECK:
            self.counters.checked[question.name] += 1
            return Reaction(field, False, self.position, Sound.CHECK)
        self._move(self.form.path.after(question.name, self._is_open))
        return Reaction(field, True, self.position, self._sound_on_arrival())

    def _sound_on_arrival(self) -> Sound:
        asked = self.position and not self.questionnaire.by_name[self.position].keyed
        return Sound.CHECK if asked else Sound.NONE

    def _hold(self, typed: str | None) -> None:
        if typed is None or not self.position:
            return
        question = self._current()
        field = self.field(question.name)
        if question.keyed and typed != field.typed and (typed.strip() or field.typed):
            self._take(question, typed)

    def _go(self, name: str) -> Reaction:
        left = self.position
        self._move(name)
        shown = name or left
        field = self.field(shown) if shown else self.field(self.questionnaire.keyed[-1].name)
        return Reaction(field, True, name, self._sound_on_arrival())

    def _go_to_changed(self, name: str) -> bool:
        if name:
            self._move(name)
        return bool(name)
