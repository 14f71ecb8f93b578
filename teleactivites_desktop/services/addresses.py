"""Postal addresses of the people who agreed to be contacted, as NF Z10-011 wants them.

At most six lines of 38 characters; the last line in capitals without accents: postal code and post town.
"""

from collections.abc import Iterator, Mapping

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.questionnaire import Questionnaire, QuestionType
from teleactivites_desktop.core.roles import POSTAL_CODES, roles
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.tabulations import Progress, Selection
from teleactivites_desktop.services.workspace import Workspace

LINE_LENGTH = 38
Address = tuple[str, ...]


def addresses(
    workspace: Workspace, selection: Selection, progress: Progress | None = None
) -> Iterator[Address]:
    """Yield the address of each person of the selection who agreed and wrote one."""
    return (address for address, _line, _fields in recipients(workspace, selection, progress))


def recipients(
    workspace: Workspace, selection: Selection, progress: Progress | None = None
) -> Iterator[tuple[Address, ResponseLine, Mapping[str, PatchValue]]]:
    """Yield each person of the selection who agreed to be contacted and wrote an address, and their paper."""
    questionnaire = workspace.questionnaire
    writer = _Writer(questionnaire)
    total = max(workspace.store.responses.count(), 1)
    current = workspace.store.questionnaires.current_version()
    for done, (line, fields) in enumerate(workspace.store.responses.each_as(current)):
        if progress:
            progress(done / total)
        if selection.keeps(line) and consents.agreed(questionnaire, fields, consents.CONTACT):
            address = writer.address(fields)
            if address is not None:
                yield address, line, fields


class _Writer:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._reader = Reader(questionnaire)
        self._roles = roles(questionnaire)
        texts = [q for q in questionnaire.questions if q.type is QuestionType.TEXT]
        self._postcode = next((q.name for q in texts if q.format == "postcode"), "")
        place = questionnaire.by_name.get(self._roles.place)
        communes = questionnaire.choices_of(place) if place else ()
        self._codes = {c.name: c.attributes.get(POSTAL_CODES, "").split(" ")[0] for c in communes}
        self._lines = [q.name for q in reversed(texts) if q.identity and not q.format]

    def address(self, fields: Mapping[str, PatchValue]) -> Address | None:
        """Return the lines of an address; None where street and village are both missing."""

        def value(name: str) -> str:
            found = fields.get(f"answers.{name}")
            return self._reader.answer(name, found) if isinstance(found, str | int | float) else ""

        names = " ".join(filter(None, (value(name) for name in reversed(self._roles.names))))
        # On paper the village comes before the street; on an envelope it stands under it.
        filled = [line for line in map(value, self._lines) if line]
        commune = str(fields.get(f"answers.{self._roles.place}", ""))
        code = value(self._postcode) or self._codes.get(commune, "")
        town = _capitals(f"{code} {value(self._roles.place)}")
        if not (names and filled and code):
            return None
        return tuple(line[:LINE_LENGTH] for line in (names, *filled[:3], town))


def _capitals(text: str) -> str:
    return " ".join(fold_text(text).upper().split())
