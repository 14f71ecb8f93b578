"""A response as the lines of its printed sheet."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import groupby

from teleactivites_desktop.analysis.relevance import skips_of
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.history.clock import milliseconds_of
from teleactivites_desktop.core.history.state import ResponseState
from teleactivites_desktop.core.outline import column_title, printed_sections
from teleactivites_desktop.core.questionnaire import CHOICE_TYPES, Question, Questionnaire, Section
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.typography import captioned, moment_in_words, short_date
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.reports.response import Event, FilledResponse, Line, SectionLines, Tone
from teleactivites_desktop.services import responses
from teleactivites_desktop.services.consents import consent_words, consents_of
from teleactivites_desktop.services.duplicates import papers_of_one
from teleactivites_desktop.services.erasure import held_on
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.reading import Reader, nonresponse_words, status_words
from teleactivites_desktop.services.workspace import Workspace


def found(workspace: Workspace, paper: str) -> list[StoredResponse]:
    """Return the responses numbered `paper`. Raises UserError where there is none."""
    lines = workspace.store.responses.by_paper(paper)
    stored = [workspace.store.responses.get(line.record) for line in lines]
    kept = [one for one in stored if one is not None]
    if not kept:
        raise UserError(_("Il n'y a pas de fiche « {paper} ».").format(paper=paper))
    return kept


def of_person(workspace: Workspace, paper: str) -> list[StoredResponse]:
    """Return the responses of the person of `paper`: those decided to be theirs too. Raises as `found`."""
    records = dict.fromkeys(
        record
        for stored in found(workspace, paper)
        for record in papers_of_one(workspace, stored.line.record)
    )
    kept = (workspace.store.responses.get(record) for record in records)
    return [stored for stored in kept if stored is not None]


class Filler:
    """Makes the sheets of many responses of one campaign, each in its own version of the questionnaire."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._made: dict[str, _VersionFiller] = {}

    def filled(self, stored: StoredResponse, *, with_history: bool = False) -> FilledResponse:
        """Return the sheet of one response."""
        version = stored.line.questionnaire
        if version not in self._made:
            held = self._workspace.store.questionnaires.get(version) or self._workspace.questionnaire
            self._made[version] = _VersionFiller(self._workspace, held)
        return self._made[version].filled(stored, with_history)


class _VersionFiller:
    """Makes the sheets of the responses of one version."""

    def __init__(self, workspace: Workspace, questionnaire: Questionnaire) -> None:
        self._workspace = workspace
        self._questionnaire = questionnaire
        self._reader = Reader(questionnaire)
        self._skips = skips_of(questionnaire, workspace.environment)
        self._territories = membership(workspace.store).territories
        self._lists = {
            name: CodedList(self._questionnaire, choices)
            for name, choices in self._questionnaire.choice_lists.items()
        }

    def filled(self, stored: StoredResponse, with_history: bool) -> FilledResponse:
        """Return the sheet of one response."""
        return FilledResponse(
            paper=stored.line.paper,
            facts=(*self._facts(stored), *(self._held(stored) if with_history else ())),
            sections=tuple(self._sections(stored.state)),
            note=stored.state.note,
            history=tuple(self._history(stored.line.record)) if with_history else (),
        )

    def _facts(self, stored: StoredResponse) -> Iterator[tuple[str, str]]:
        line = stored.line
        officer = self._workspace.store.officers.get(line.changed_by)
        yield _("Territoire"), self._territories.get(line.territory, line.territory)
        yield _("Lot"), line.batch or "–"
        yield _("Reçue le"), short_date(date.fromisoformat(line.received)) if line.received else "–"
        yield _("État"), status_words(line.status)
        yield _("Dernière modification"), _when(line.changed_at)
        yield _("Agent"), (officer.text("name") if officer else "") or "–"
        yield _("Conflits ouverts"), str(line.conflicts)
        if stored.state.reason:
            yield _("Motif du retrait"), stored.state.reason

    def _held(self, stored: StoredResponse) -> Iterator[tuple[str, str]]:
        """Yield what is held beside the answers: agreements as they stand, drafts, copies."""
        record = stored.line.record
        for consent in consents_of(self._workspace, record):
            yield consent.words, consent_words(consent)
        held = held_on(self._workspace, record)
        yield _("Brouillons de correction"), str(len(held.drafts))
        yield _("Sauvegardes sur ce poste"), str(held.copies)
        yield _("Tenue aussi par"), ", ".join(held.elsewhere) or "–"

    def _sections(self, state: ResponseState) -> Iterator[SectionLines]:
        skipped = self._skipped(state)
        for section, title in printed_sections(self._questionnaire):
            made = self._section(section, title, state, skipped)
            if made.lines or made.skipped or made.rows:
                yield made

    def _section(
        self, section: Section, title: str, state: ResponseState, skipped: frozenset[str]
    ) -> SectionLines:
        asked = [q for q in self._questionnaire.in_section(section.name) if q.keyed and _used(q, state)]
        if section.lines:
            return self._table(title, asked, state, skipped)
        left_out = [q for q in asked if q.name in skipped and q.name not in state.answers]
        return SectionLines(
            title=title,
            lines=tuple(self._line(question, state) for question in asked if question not in left_out),
            skipped=tuple(self._reader.label(question.name) for question in left_out),
        )

    def _table(
        self, title: str, asked: Sequence[Question], state: ResponseState, skipped: frozenset[str]
    ) -> SectionLines:
        """Return a table of the paper: the lines that hold something, nothing in a cell that was skipped."""
        lines = {line: list(found) for line, found in groupby(asked, key=lambda question: question.line)}
        if not lines:
            return SectionLines(title, ())
        first = next(iter(lines.values()))
        heads = ("", *(column_title(question, self._reader.label(question.name)) for question in first))
        rows = tuple(
            (str(line), *(self._cell(question, state, skipped) for question in questions))
            for line, questions in lines.items()
        )
        return SectionLines(title, (), heads=heads, rows=rows)

    def _cell(self, question: Question, state: ResponseState, skipped: frozenset[str]) -> str:
        if question.name in skipped and question.name not in state.answers:
            return ""
        line = self._line(question, state)
        return "\n".join([line.words, *line.signs])

    def _skipped(self, state: ResponseState) -> frozenset[str]:
        values = {name: [value] for name, value in {**state.calculated, **state.answers}.items()}
        decided = {text: e.over(values, 1) == b"\1" for text, e in self._skips.expressions.items()}
        of_question = self._skips.of_question.items()
        return frozenset(name for name, texts in of_question if not all(decided[t] for t in texts))

    def _line(self, question: Question, state: ResponseState) -> Line:
        name, label = question.name, self._reader.label(question.name)
        signs = tuple(_signs(state, name))
        if name in state.refused:
            refusal = state.refused[name]
            words = _("{message} (lu sur le papier : « {typed} »)") if refusal.typed else "{message}"
            said = words.format(message=refusal.message, typed=refusal.typed)
            return Line(label, "", said, Tone.REFUSED, signs)
        if name not in state.answers:
            kind = state.nonresponse.get(name, Nonresponse.BLANK)
            return Line(label, "", nonresponse_words(kind), Tone.NONRESPONSE, signs)
        value = state.answers[name]
        code = ""
        if question.type in CHOICE_TYPES and not self._lists[question.choice_list].choice_list.from_file:
            code = self._lists[question.choice_list].codes_of(str(value))
        elif question.type in CHOICE_TYPES:
            code = str(value)
        return Line(label, code, self._reader.answer(name, value), Tone.ANSWER, signs)

    def _history(self, record: str) -> Iterator[Event]:
        """Yield a line per change; of the first keying, whose values stand above, only their number."""
        for entry in responses.history(self._workspace, record):
            when, where = _when(entry.revision.at), entry.site_label or entry.territory
            if entry.blank:
                yield Event(when, entry.officer, where, _("effacée"))
            elif not entry.revision.parents:
                words = ngettext("{count} valeur saisie", "{count} valeurs saisies", len(entry.changes))
                yield Event(when, entry.officer, where, words.format(count=len(entry.changes)))
            else:
                for change in entry.changes:
                    yield Event(when, entry.officer, where, self._change(change))

    def _change(self, change: responses.Change) -> str:
        before = self._reader.value(change.path, change.before) or "–"
        after = self._reader.value(change.path, change.after) or "–"
        return captioned(self._reader.caption(change.path), f"{before} → {after}")


def _used(question: Question, state: ResponseState) -> bool:
    """Tell whether a question is to be shown: of a table, the lines that hold something."""
    if not question.line:
        return True
    start = f"{question.section}[{question.line}]."
    return any(name.startswith(start) for name in (*state.answers, *state.nonresponse, *state.refused))


def _signs(state: ResponseState, name: str) -> Iterator[str]:
    if any(path.endswith(f".{name}") for path in state.conflicts):
        yield _("≠ en conflit entre deux postes")
    if name in state.confirmed:
        yield _("✓ réponse inhabituelle, vérifiée sur le papier")
    if name in state.as_on_paper:
        yield _("✓ gardée comme sur le papier")
    if name in state.notes:
        yield _("Note : {text}").format(text=state.notes[name])


def _when(stamp: str) -> str:
    return moment_in_words(datetime.fromtimestamp(milliseconds_of(stamp) / 1000, UTC).astimezone())
