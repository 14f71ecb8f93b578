"""What was chosen for documents the last time, kept on this site: nobody types a title twice."""

from pathlib import Path

from teleactivites_desktop.i18n import SOURCE_LANGUAGE, has_catalogue
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.letters import usual_text
from teleactivites_desktop.services.workspace import Workspace

_CHOICES = "document choices"
_LANGUAGES = {"fr": "Français", "en": "English", "it": "Italiano"}


def languages() -> dict[str, str]:
    """Return the languages a summary may have: code -> its own name."""
    return {code: name for code, name in _LANGUAGES.items() if code == SOURCE_LANGUAGE or has_catalogue(code)}


def recalled(workspace: Workspace) -> Options:
    """Return the last choices; files that are gone are forgotten."""
    usual = Options()
    kept = workspace.store.settings.get(_CHOICES, {})

    def file(name: str) -> Path | None:
        path = Path(kept[name]) if kept.get(name) else None
        return path if path is not None and path.is_file() else None

    return Options(
        title=str(kept.get("title", usual.title)),
        format=str(kept.get("format", usual.format)),
        language=str(kept.get("language", SOURCE_LANGUAGE)),
        logo=file("logo"),
        outline=file("outline"),
        letter=str(kept.get("letter", "")) or usual_text(workspace),
    )


def remember(workspace: Workspace, options: Options, fields: frozenset[str]) -> None:
    """Keep those `fields` of `options` (names of its attributes) that are kept at all."""
    values = {
        "title": options.title,
        "format": options.format,
        "language": options.language,
        "logo": str(options.logo or ""),
        "outline": str(options.outline or ""),
        "letter": options.letter,
    }
    kept = workspace.store.settings.get(_CHOICES, {})
    changed = {**kept, **{name: value for name, value in values.items() if name in fields}}
    if changed != kept:
        workspace.store.settings.set(_CHOICES, changed)
