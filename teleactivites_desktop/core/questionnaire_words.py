"""Differences between two versions of a questionnaire, in words for the officer who adopts the later one."""

import re
from collections.abc import Iterator, Mapping

from teleactivites_desktop.core.questionnaire import Choice, Question, Questionnaire, QuestionType, Section
from teleactivites_desktop.i18n import _, ngettext

_MOST_NAMED = 6
"""Choices named in one sentence; the rest is counted."""
_LONGEST = 60
"""Characters of a label or a rule quoted in a sentence."""
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")


def type_words(type_: QuestionType) -> str:
    """Return what a type of question is called."""
    return {
        QuestionType.TEXT: _("texte"),
        QuestionType.INTEGER: _("nombre entier"),
        QuestionType.DECIMAL: _("nombre"),
        QuestionType.RANGE: _("nombre d'une échelle"),
        QuestionType.DATE: _("date"),
        QuestionType.TIME: _("heure"),
        QuestionType.SELECT_ONE: _("un choix"),
        QuestionType.SELECT_MULTIPLE: _("plusieurs choix"),
        QuestionType.RANK: _("classement"),
        QuestionType.GEOPOINT: _("position"),
        QuestionType.ACKNOWLEDGE: _("case à cocher"),
        QuestionType.NOTE: _("note"),
        QuestionType.CALCULATE: _("calcul"),
        QuestionType.HIDDEN: _("valeur cachée"),
    }[type_]


def form_words(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    """Yield what changes of the form as a whole: title, version, sections, files."""
    if before.text(before.titles) != after.text(after.titles):
        yield _changed(_("titre"), before.text(before.titles), after.text(after.titles))
    if before.version != after.version:
        yield _changed(_("version"), before.version, after.version)
    yield from _sections(before, after)
    for name in sorted({*before.tables, *after.tables}):
        old, new = before.tables.get(name), after.tables.get(name)
        if old != new:
            yield _("Fichier « {name}.csv » : {before} lignes → {after} lignes.").format(
                name=name, before=len(old or ()), after=len(new or ())
            )


def details_of(
    before: Questionnaire, old: Question, after: Questionnaire, new: Question, renamed: Mapping[str, str]
) -> Iterator[str]:
    """Yield what changes in a question, in sentences. A rule that only follows `renamed` does not change."""
    if old.type is not new.type:
        yield _changed(_("type"), type_words(old.type), type_words(new.type))
    if before.text(old.labels) != after.text(new.labels):
        yield _changed(_("intitulé"), before.text(old.labels), after.text(new.labels))
    yield from _choice_details(before, old, after, new)
    for name, words in _rule_words().items():
        one, other = _said(before, getattr(old, name)), _said(after, getattr(new, name))
        if _REFERENCE.sub(lambda match: _reference(match[1], renamed), one) != other:
            yield _changed(words, one, other)


def _reference(name: str, renamed: Mapping[str, str]) -> str:
    return f"${{{renamed.get(name, name)}}}"


def _rule_words() -> dict[str, str]:
    """Return the fields of a question whose change matters, with their words."""
    return {
        "section": _("section"),
        "required": _("obligatoire"),
        "relevant": _("condition"),
        "constraint": _("contrôle"),
        "constraint_messages": _("message du contrôle"),
        "warning": _("contrôle à confirmer"),
        "warning_messages": _("message du contrôle à confirmer"),
        "calculation": _("calcul"),
        "default": _("valeur par défaut"),
        "choice_filter": _("filtre des choix"),
        "format": _("format"),
        "repeat": _("répétée dans le lot"),
        "parameters": _("réglages"),
        "identity": _("identifie une personne"),
        "consent": _("consentement"),
    }


def _said(questionnaire: Questionnaire, value: object) -> str:
    if isinstance(value, Mapping):
        return questionnaire.text(value)
    if isinstance(value, bool):
        return _("oui") if value else ""
    return str(value)


def _changed(what: str, before: str, after: str) -> str:
    if not before:
        return _("{what} : « {after} » ajouté.").format(what=_begun(what), after=_cut(after))
    if not after:
        return _("{what} : « {before} » retiré.").format(what=_begun(what), before=_cut(before))
    return _("{what} : « {before} » → « {after} ».").format(
        what=_begun(what), before=_cut(before), after=_cut(after)
    )


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _choice_details(
    before: Questionnaire, old: Question, after: Questionnaire, new: Question
) -> Iterator[str]:
    was = {choice.name: choice for choice in before.choices_of(old)}
    now = {choice.name: choice for choice in after.choices_of(new)}
    added = [_named(after, choice) for name, choice in now.items() if name not in was]
    removed = [_named(before, choice) for name, choice in was.items() if name not in now]
    if added and was:
        yield ngettext("Choix ajouté : {names}.", "Choix ajoutés : {names}.", len(added)).format(
            names=_listed(added)
        )
    if removed and now:
        yield ngettext("Choix retiré : {names}.", "Choix retirés : {names}.", len(removed)).format(
            names=_listed(removed)
        )
    reworded = [
        _("« {before} » → « {after} »").format(before=_named(before, was[name]), after=_named(after, choice))
        for name, choice in now.items()
        if name in was and _named(before, was[name]) != _named(after, choice)
    ]
    if reworded:
        yield _("Choix d'un autre libellé : {names}.").format(names=_listed(reworded))
    old_codes, new_codes = _codes(before, old), _codes(after, new)
    if any(old_codes[name] != new_codes[name] for name in old_codes.keys() & new_codes.keys()):
        yield _("Des codes à taper changent : l'ordre des choix n'est plus le même.")


def _codes(questionnaire: Questionnaire, question: Question) -> dict[str, str]:
    """Return what is typed for each choice; nothing for a list that is searched."""
    found = questionnaire.choice_lists.get(question.choice_list)
    if found is None or found.from_file:
        return {}
    return {choice.name: found.code_of(choice.name) for choice in found.choices}


def _named(questionnaire: Questionnaire, choice: Choice) -> str:
    return questionnaire.text(choice.labels) or choice.name


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    more = len(names) - _MOST_NAMED
    if more <= 0:
        return shown
    return _("{names} et {n} autres").format(names=shown, n=more)


def _lines_of(section: Section) -> str:
    return _("{n} lignes").format(n=section.lines) if section.lines else ""


def _sections(before: Questionnaire, after: Questionnaire) -> Iterator[str]:
    was = {section.name: section for section in before.sections}
    now = {section.name: section for section in after.sections}
    for name, section in now.items():
        caption = after.text(section.labels) or name
        if name not in was:
            yield _("Section ajoutée : « {name} ».").format(name=caption)
            continue
        old = was[name]
        if before.text(old.labels) != after.text(section.labels):
            yield _changed(_("section"), before.text(old.labels), caption)
        if old.lines != section.lines:
            what = _("lignes de la table « {name} »").format(name=caption)
            yield _changed(what, _lines_of(old), _lines_of(section))
        if old.relevant != section.relevant:
            what = _("condition de la section « {name} »").format(name=caption)
            yield _changed(what, old.relevant, section.relevant)
    for name, section in was.items():
        if name not in now:
            yield _("Section retirée : « {name} ».").format(name=before.text(section.labels) or name)
