"""What the panel offers for the current question: its numbered choices, or what a search finds."""

from teleactivites_desktop.core.entry.session import EntrySession
from teleactivites_desktop.core.questionnaire import Question, QuestionType
from teleactivites_desktop.ui.entry.choices import Item
from teleactivites_desktop.ui.entry.rows import RowMaker

_MULTIPLE = frozenset({QuestionType.SELECT_MULTIPLE, QuestionType.RANK})


class Offers:
    """The lines offered, and the one that is marked. Nothing is marked until the officer asks."""

    def __init__(self, session: EntrySession, rows: RowMaker) -> None:
        self._session = session
        self._rows = rows
        self._items: list[Item] = []
        self.marked = -1

    @property
    def marked_item(self) -> Item | None:
        """Return the marked line; None while none is."""
        return self._items[self.marked] if 0 <= self.marked < len(self._items) else None

    def unmark(self) -> None:
        """Mark nothing."""
        self.marked = -1

    def mark(self, step: int) -> None:
        """Move the mark by `step` to the next line that can be chosen; it goes round."""
        count = len(self._items)
        place = self.marked if self.marked >= 0 or step < 0 else -1
        for _ in range(count):
            place = (place + step) % count
            if self._items[place].enabled:
                self.marked = place
                return

    def items(self, question: Question, text: str) -> list[Item]:
        """Return the lines for `question` while `text` is in its box."""
        listed = self._rows.listed(question)
        if listed and text.strip():
            found = self._session.suggestions(text)
            self._items = [Item(line.code, line.label, line.detail) for line in found]
        else:
            self._items = self._numbered(question, text)
        return self._items

    def meaning(self, question: Question, text: str) -> str:
        """Return what the codes in the box mean so far; "" for other questions."""
        if self._rows.listed(question):
            return ""
        return ", ".join(item.label for item in self._numbered(question, text) if item.chosen)

    def code_width(self, question: Question) -> int:
        """Return the width of the codes of several choices, 0 for other questions."""
        choices = self._session.questionnaire.choice_lists.get(question.choice_list)
        if choices is None or choices.from_file or question.type not in _MULTIPLE:
            return 0
        return choices.code_width

    def _numbered(self, question: Question, text: str) -> list[Item]:
        chosen = {code.lstrip("0") for code in text.split()}
        return [
            Item(
                code,
                self._session.label(choice.labels) or choice.name,
                enabled=enabled,
                chosen=(code.lstrip("0") or "0") in chosen,
            )
            for code, choice, enabled in self._session.code_choices(question.name)
        ]
