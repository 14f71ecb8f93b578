"""Translation of what is shown: French is the source, other languages are gettext catalogues.

`_` and `ngettext` look the installed catalogue up at each call, so a module may import them before the
language is known. Text that is translated later is marked with `N_`.
"""

import gettext

from teleactivites_desktop import shipped_data

SOURCE_LANGUAGE = "fr"
DOMAIN = "teleactivites"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def install(language: str) -> None:
    """Use the catalogue of `language` ("fr", "en"); a language without one falls back to French."""
    global _catalogue
    if language.startswith(SOURCE_LANGUAGE):
        _catalogue = gettext.NullTranslations()
    else:
        _catalogue = gettext.translation(
            DOMAIN, shipped_data.path("resources/locale"), [language], fallback=True
        )


def has_catalogue(language: str) -> bool:
    """Tell whether there is a catalogue for `language`; French needs none."""
    try:
        folder = shipped_data.path("resources/locale")
    except FileNotFoundError:
        return False
    return gettext.find(DOMAIN, folder, [language]) is not None


def _(message: str) -> str:
    """Return `message` in the installed language; "" stays "" (a catalogue keeps its header under it)."""
    return _catalogue.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message for `count`, in the installed language."""
    if _is_source():
        return singular if is_singular(count) else plural
    return _catalogue.ngettext(singular, plural, count)


def is_singular(count: float) -> bool:
    """Tell whether a noun after `count` is singular: below two in French, one alone in English."""
    return abs(count) < 2 if _is_source() else abs(count) == 1


def _is_source() -> bool:
    # A catalogue that was found is of a subclass; gettext's own default would be the English rule.
    return type(_catalogue) is gettext.NullTranslations


def N_(message: str) -> str:
    """Mark `message` for extraction; it is translated where it is shown."""
    return message
