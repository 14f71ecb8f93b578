"""Translation of what is shown: French is the source, other languages are gettext catalogues.

`_` and `ngettext` look the installed catalogue up at each call, so a module may import them before the
language is known. Text that is translated later is marked with `N_`.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from teleactivites_desktop import shipped_data

SOURCE_LANGUAGE = "fr"
DOMAIN = "teleactivites"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_spoken: ContextVar[tuple[str, gettext.NullTranslations] | None] = ContextVar("spoken", default=None)
"""The language of a document being written, on the thread that writes it: the window keeps its own."""


def install(language: str) -> None:
    """Use the catalogue of `language` ("fr", "en"); a language without one falls back to French."""
    global _catalogue
    _catalogue = _catalogue_of(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` ("fr", "en", "it") meanwhile, on this thread alone; "" changes nothing."""
    before = _spoken.set((language, _catalogue_of(language)) if language else _spoken.get())
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> str:
    """Return the language that `speaking` set; "" outside of it."""
    told = _spoken.get()
    return told[0] if told else ""


def _catalogue_of(language: str) -> gettext.NullTranslations:
    if language.startswith(SOURCE_LANGUAGE):
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, shipped_data.path("resources/locale"), [language], fallback=True)


def _current() -> gettext.NullTranslations:
    told = _spoken.get()
    return told[1] if told else _catalogue


def has_catalogue(language: str) -> bool:
    """Tell whether there is a catalogue for `language`; French needs none."""
    try:
        folder = shipped_data.path("resources/locale")
    except FileNotFoundError:
        return False
    return gettext.find(DOMAIN, folder, [language]) is not None


def _(message: str) -> str:
    """Return `message` in the installed language; "" stays "" (a catalogue keeps its header under it)."""
    return _current().gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message for `count`, in the installed language."""
    if _is_source():
        return singular if is_singular(count) else plural
    return _current().ngettext(singular, plural, count)


def is_singular(count: float) -> bool:
    """Tell whether a noun after `count` is singular: below two in French, one alone in English."""
    return abs(count) < 2 if _is_source() else abs(count) == 1


def _is_source() -> bool:
    # A catalogue that was found is of a subclass; gettext's own default would be the English rule.
    return type(_current()) is gettext.NullTranslations


def N_(message: str) -> str:
    """Mark `message` for extraction; it is translated where it is shown."""
    return message
