"""What the palette offers: the pages, what they do, and the responses that match."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.context import Context, OpenResponse, PageName
from teleactivites_desktop.ui.palette import Offer
from teleactivites_desktop.ui.shell import MainWindow, rail_entries

if TYPE_CHECKING:
    from teleactivites_desktop.core.stored import ResponseLine

_FEWEST_LETTERS = 3
"""Letters from which responses are looked for: fewer find half of the base, and take time."""
_RESPONSES = 6


class Offers:
    """Finds for the palette of `window`; the pages not built yet are built while nobody types."""

    def __init__(self, window: MainWindow, context: Context) -> None:
        self._window, self._context = window, context

    def find(self, typed: str) -> list[Offer]:
        """Return what fits `typed`, actions first; with nothing typed, what the page in front does."""
        QTimer.singleShot(0, self._window, self._window.build_next_page)
        words = fold_text(typed).split()
        actions = [offer for offer in self._actions(typed) if _fits(offer, words)]
        return [*actions[: None if not words else _RESPONSES], *self._responses(typed)]

    def _actions(self, typed: str) -> Iterator[Offer]:
        current = self._window.current
        for name, page in sorted(self._window.pages.items(), key=lambda each: each[0] is not current):
            if name is not current and not typed:
                continue
            for action in page.action_buttons:
                if action.isEnabled() and not action.isHidden():
                    yield Offer(
                        _line(page.title, action.text(), action.key), partial(self._do, name, action.click)
                    )
        yield Offer(_line(_("Guide"), "", "F1"), self._window.show_guide)
        for entry in rail_entries():
            yield Offer(_line(entry.title, "", entry.key), partial(self._window.go, entry.name))

    def _do(self, name: PageName, click: Callable[[], object]) -> None:
        self._window.go(name)
        click()

    def _responses(self, typed: str) -> Iterator[Offer]:
        if len(typed) < _FEWEST_LETTERS:
            return
        from teleactivites_desktop.services import responses

        for line in responses.search(self._context.workspace, typed, _RESPONSES):
            target = OpenResponse(line.record)
            yield Offer(_response(line), partial(self._window.go, PageName.RESPONSES, target))


def _fits(offer: Offer, words: list[str]) -> bool:
    """Tell whether every word typed begins a word of the line."""
    said = fold_text(offer.text).split()
    return all(any(each.startswith(word) for each in said) for word in words)


def _line(page: str, action: str, key: str) -> str:
    said = f"{page} › {action}" if action else page
    return f"{said}    {key}" if key else said


def _response(line: "ResponseLine") -> str:
    return " · ".join(part for part in (line.paper, line.name, line.place) if part)
