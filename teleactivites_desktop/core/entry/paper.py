"""One paper as it stands: what is shown of it, what it amounts to, and where the cursor is."""

from collections.abc import Mapping, Set
from typing import Any, Self

from teleactivites_desktop.core.entry import draft as drafts
from teleactivites_desktop.core.entry.changes import Changes
from teleactivites_desktop.core.entry.counters import Counters
from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.fields import Field, Problem, Suggestion
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.inputs import UNTOUCHED, Input
from teleactivites_desktop.core.entry.normalise import Format, Normaliser
from teleactivites_desktop.core.entry.outcome import is_confirmed, patch_of, problems_of
from teleactivites_desktop.core.entry.view import View
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.questionnaire import Choice, Labels, Question, Questionnaire
from teleactivites_desktop.core.values import PatchValue


class OpenPaper:
    """A paper on the desk, with the gestures of `EntrySession` still to come.

    `formats` normalise text formats by name; `proposals` are texts offered in empty boxes (values that repeat
    in the batch), `ditto` the texts of the previous paper, both question -> text as typed; `draft` is what
    `to_draft` gave; `asked_lines` are questions whose line of a table is asked even under an empty one. A
    `Form` may stand for the questionnaire, to compile it once for many papers.

    `position` is the name of the question being keyed, "" past the last one; it can be a calculation whose
    soft check is asked as its section is left.
    """

    def __init__(
        self,
        questionnaire: Questionnaire | Form,
        environment: Environment,
        formats: Mapping[str, Format],
        *,
        proposals: Mapping[str, str] | None = None,
        ditto: Mapping[str, str] | None = None,
        draft: Mapping[str, Any] | None = None,
        asked_lines: Set[str] = frozenset(),
    ) -> None:
        self.form = questionnaire if isinstance(questionnaire, Form) else Form(questionnaire)
        self.environment = environment
        self.formats = formats
        kept = drafts.known(drafts.read(draft or {}), self.form.questionnaire)
        normaliser = Normaliser(self.form.lists, formats, environment.today())
        self._engine = Engine(self.form, environment, normaliser, kept.inputs, kept.calculated, asked_lines)
        self._view = View(self._engine, dict(proposals or {}))
        self._ditto = dict(ditto or {})
        self._changes = Changes(self._engine)
        self._opened: Mapping[str, Input] = {}
        self.counters = Counters(kept.counters)
        self.paper_note = kept.note
        self.position = ""
        known = kept.position is not None and (not kept.position or kept.position in self.form.path)
        start = kept.position if known else None
        self._move(self.form.path.first(self._is_open) if start is None else start)

    @classmethod
    def for_edit(
        cls,
        questionnaire: Questionnaire | Form,
        environment: Environment,
        formats: Mapping[str, Format],
        *,
        values: Mapping[str, PatchValue],
        draft: Mapping[str, Any] | None = None,
    ) -> Self:
        """Open a stored response to correct it; `values` is its fold, path -> value.

        `draft` is what `to_draft` of such a session gave: the corrections alone.
        """
        form = questionnaire if isinstance(questionnaire, Form) else Form(questionnaire)
        opened = drafts.of_response(form.questionnaire, values)
        kept = opened if draft is None else drafts.corrected(opened, drafts.read(draft))
        session = cls(form, environment, formats, draft=drafts.write(kept))
        session._opened = opened.inputs
        return session

    # What is shown

    @property
    def questionnaire(self) -> Questionnaire:
        """Return the questionnaire being keyed."""
        return self.form.questionnaire

    def field(self, name: str) -> Field:
        """Return the question `name` as it stands. Raises KeyError for no such question."""
        return self._view.field(name)

    def fields(self, section: str) -> list[Field]:
        """Return the fields directly in `section`, notes included, in paper order."""
        return self._view.fields(section)

    def display(self, name: str) -> str:
        """Return the answer of `name` as it is read (French date, decimal comma, labels); "" without one."""
        return self._view.display(name)

    def label(self, labels: Labels, language: str = "") -> str:
        """Return a label of the questionnaire, answers put in the place of its ${names}."""
        return self._view.text(labels, language)

    def complete_code(self, typed: str) -> bool:
        """Tell whether `typed` can only be a whole code here, right or wrong: it goes on without Enter."""
        return bool(self.position) and self._view.complete_code(self.position, typed)

    def code_choices(self, name: str) -> list[tuple[str, Choice, bool]]:
        """Return the choices of `name`: code, choice, and whether it can be chosen now."""
        return self._view.code_choices(name)

    def suggestions(self, typed: str) -> list[Suggestion]:
        """Return the lines to offer while `typed` is in the box of a list question; none elsewhere."""
        return self._view.suggestions(self.position, typed) if self.position else []

    # Outcome

    def touched(self) -> list[str]:
        """Return the questions that are not as they were opened (on a new paper: that are not untouched)."""
        inputs = self._engine.inputs()
        return [
            name
            for name in self.questionnaire.by_name
            if inputs.get(name, UNTOUCHED) != self._opened.get(name, UNTOUCHED)
        ]

    def problems(self) -> list[Problem]:
        """Return what keeps the response from being complete; everything is worked out again."""
        self._engine.refresh()
        return list(problems_of(self._engine))

    def finish(self) -> dict[str, PatchValue]:
        """Return the patch of the whole response: flat paths, answers of skipped questions left out."""
        self._engine.refresh()
        return patch_of(self._engine, self.paper_note)

    def to_draft(self) -> dict[str, Any]:
        """Return all that a later session needs to go on at this very question, as JSON."""
        return drafts.write(
            drafts.Kept(
                inputs={name: self._engine.input(name) for name in self.touched()},
                calculated=self._engine.remembered(),
                position=self.position,
                note=self.paper_note,
                counters=self.counters.to_json(),
            )
        )

    # Within

    def _current(self) -> Question:
        if not self.position:
            raise LookupError("past the last question")
        return self.questionnaire.by_name[self.position]

    def _is_open(self, name: str) -> bool:
        given, standing = self._engine.input(name), self._engine.standing(name)
        if self.questionnaire.by_name[name].keyed:
            return standing.relevant or given.as_on_paper
        return self._engine.warns(name) and not (
            standing.value is not None and is_confirmed(given, standing.value)
        )

    def _move(self, name: str) -> None:
        self.position = name
        self._arrival = self._engine.input(name)
