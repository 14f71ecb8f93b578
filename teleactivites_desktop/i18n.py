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
    """Return `message` in the installed language."""
    return _catalogue.gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form of the message for `count`, in the installed language."""
    if type(_catalogue) is gettext.NullTranslations:
        # French counts 0 and 1 as singular; gettext's default is the English rule.
        return singular if abs(count) < 2 else plural
    return _catalogue.ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark `message` for extraction; it is translated where it is shown."""
    return message
