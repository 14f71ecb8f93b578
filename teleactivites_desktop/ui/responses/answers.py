"""A response as the lines of a sheet: answers by section, each with its sign."""

from collections.abc import Iterator

from teleactivites_desktop.core.history.state import Refusal, ResponseState
from teleactivites_desktop.core.questionnaire import Question
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
