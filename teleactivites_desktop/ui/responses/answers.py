"""A response as the lines of a sheet: answers by section, each with its sign."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from teleactivites_desktop.core.history.state import Refusal, ResponseState
from teleactivites_desktop.core.outline import column_title
from teleactivites_desktop.core.questionnaire import Question
from teleactivites_desktop.core.typography import captioned
from teleactivites_desktop.core.values import Nonresponse
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.reading import Reader, nonresponse_words
from teleactivites_desktop.ui.sheet import SheetLine
from teleactivites_desktop.ui.theme import Role

_CONFLICT_GROUPS = ("answers", "nonresponse", "refused")


def answer_lines(reader: Reader, state: ResponseState, *, blanks: bool = False) -> list[SheetLine]:
    """Return the sheet of a response; `blanks` shows the questions without answer too."""
    lines: list[SheetLine] = []
    if state.note:
        lines.append(SheetLine(_("Note"), state.note))
    for section in reader.questionnaire.sections:
        asked = [question for question in reader.questionnaire.in_section(section.name) if question.keyed]
        if section.lines:
            shown = list(_table(reader, state, asked))
        else:
            shown = [line for question in asked for line in _lines(reader, state, question, blanks)]
        if shown:
            lines.append(SheetLine(reader.questionnaire.text(section.labels) or section.name, heading=True))
            lines += shown
    return lines


def _lines(reader: Reader, state: ResponseState, question: Question, blanks: bool) -> Iterator[SheetLine]:
    name = question.name
    said = [*_said(reader, state, name), *_signs(reader, state, name)]
    if said:
        ink = next((ink for _text, ink in said if ink is not None), None)
        text = "\n".join(text for text, _ink in said)
        yield SheetLine(reader.label(name), text, ink=ink, key=name)
    elif blanks:
        blank = nonresponse_words(Nonresponse.BLANK)
        yield SheetLine(reader.label(name), blank, ink=Role.MUTED, key=name)


def _table(reader: Reader, state: ResponseState, asked: Sequence[Question]) -> Iterator[SheetLine]:
    """Yield a table of the paper, line by line: its answers in a row, the rest under the column's title."""
    for number, questions in groupby(asked, key=lambda question: question.line):
        answers, others, key, ink = [], [], "", None
        for question in questions:
            said = [*_said(reader, state, question.name), *_signs(reader, state, question.name)]
            if said and question.name in state.answers:
                answers.append(said.pop(0)[0])
            title = column_title(question, reader.label(question.name))
            others += [captioned(title, text) for text, _ink in said]
            if any(each is Role.BAD for _text, each in said) and ink is None:
                key, ink = question.name, Role.BAD
            elif answers or others:
                key = key or question.name
        if answers or others:
            text = "\n".join(filter(None, [" · ".join(answers), *others]))
            yield SheetLine(_("Ligne {n}").format(n=number), text, ink=ink, key=key)


def _said(reader: Reader, state: ResponseState, name: str) -> Iterator[tuple[str, Role | None]]:
    """Yield the answer, or why there is none."""
    if name in state.answers:
        yield reader.answer(name, state.answers[name]), None
    if name in state.nonresponse:
        yield f"– {nonresponse_words(state.nonresponse[name])}", Role.MUTED
    if name in state.refused:
        yield refusal_words(state.refused[name]), Role.BAD


def _signs(reader: Reader, state: ResponseState, name: str) -> Iterator[tuple[str, Role | None]]:
    """Yield what else is to know: a conflict, a check that was confirmed, a note."""
    if any(f"{group}.{name}" in state.conflicts for group in _CONFLICT_GROUPS):
        yield _("≠ en conflit : à décider dans Contrôle"), Role.WARNING
    if name in state.confirmed:
        yield _("✓ réponse inhabituelle, vérifiée sur le papier"), None
    if name in state.as_on_paper:
        yield _("✓ gardé comme sur le papier"), None
    if name in state.notes:
        yield _("Note : {text}").format(text=state.notes[name]), None


def refusal_words(refusal: Refusal) -> str:
    """Return what was typed and why it was refused."""
    if not refusal.typed:
        return f"! {refusal.message}"
    return _("! « {typed} » : {message}").format(typed=refusal.typed, message=refusal.message)
