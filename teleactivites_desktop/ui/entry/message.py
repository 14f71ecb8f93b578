"""What the line under the current field says, and the keys that answer it."""

from dataclasses import dataclass

from teleactivites_desktop.core.entry.fields import Field, FieldState, Rule
from teleactivites_desktop.i18n import _
from teleactivites_desktop.ui.widgets.text import Level


@dataclass(frozen=True)
class KeyWord:
    """A key and what it does here."""

    key: str
    word: str


@dataclass(frozen=True)
class Message:
    """A sentence, how serious it is, and the keys that answer it. Nothing by default."""

    text: str = ""
    level: Level | None = None
    keys: tuple[KeyWord, ...] = ()


def end_of_table() -> Message:
    """Return what is said where a table can end."""
    return Message(_("Ligne suivante du tableau."), Level.INFO, (KeyWord("/", _("fin du tableau")),))


def message_of(field: Field) -> Message:
    """Return what is to be said of `field` as it stands."""
    if field.rule == Rule.VERIFICATION:
        keys = (KeyWord(_("Entrée"), _("sans réponse")), KeyWord("F9", _("voir la première saisie")))
        return Message(field.message, Level.WARNING, keys)
    if field.state is FieldState.REFUSED and field.message:
        keys = (KeyWord(_("Entrée"), _("laisser à revoir")), KeyWord(_("Échap"), _("revenir")))
        return Message(field.message, Level.BAD, keys)
    if field.state is FieldState.TO_CHECK:
        keys = (KeyWord(_("Entrée"), _("garder")), KeyWord(_("Échap"), _("revenir")))
        return Message(field.message, Level.WARNING, keys)
    if field.state is FieldState.CONFIRMED and field.message:
        return Message(_("Gardé comme sur la fiche : {message}").format(message=field.message), Level.INFO)
    if not field.relevant and not field.as_on_paper:
        words = _("Question sautée. Si la fiche la remplit quand même, tapez ce qui est écrit.")
        return Message(words, Level.INFO, (KeyWord("F7", _("comme sur la fiche")),))
    if field.message:
        return Message(field.message, Level.BAD)
    if field.note:
        return Message(_("Note : {note}").format(note=field.note), Level.INFO)
    return Message()
