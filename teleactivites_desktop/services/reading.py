"""What is stored, in words for a reader: captions of paths, values as the screen writes them.

One place for lists, histories, conflicts and rehearsals. The paths are those of a response's patches.
"""

from collections.abc import Mapping
from functools import cached_property

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.entry.dates import show_date
from teleactivites_desktop.core.entry.display import as_read
from teleactivites_desktop.core.entry.lists import CodedList
from teleactivites_desktop.core.entry.outcome import restored
from teleactivites_desktop.core.history.refusal import DECIDED, told_note
from teleactivites_desktop.core.history.state import KEPT, WITHDRAWN
from teleactivites_desktop.core.questionnaire import Question, Questionnaire
from teleactivites_desktop.core.typography import captioned, number
from teleactivites_desktop.core.values import Nonresponse, PatchValue, Status, Value
from teleactivites_desktop.i18n import N_, _, ngettext

VERIFICATION = "verification"
"""Group of the paths at which the verifications of a response stand."""


def nonresponse_words(kind: Nonresponse) -> str:
    """Return the words for why a question has no answer."""
    return {
        Nonresponse.BLANK: _("sans réponse"),
        Nonresponse.REFUSED: _("refus de répondre"),
        Nonresponse.UNKNOWN: _("ne sait pas"),
        Nonresponse.ILLEGIBLE: _("illisible"),
        Nonresponse.NOT_APPLICABLE: _("sans objet"),
    }[kind]


def status_words(status: Status) -> str:
    """Return the word for a response's status."""
    return {
        Status.COMPLETE: _("complète"),
        Status.INCOMPLETE: _("incomplète"),
        Status.WITHDRAWN: _("retirée"),
    }[status]


def purpose_words(questionnaire: Questionnaire, purpose: str) -> str:
    """Return what a purpose of consent is called: by the paper's question, where it asks."""
    if purpose == consents.STATISTICS:
        return _("Être compté dans les statistiques")
    asked = consents.questions_of(questionnaire, purpose)
    return questionnaire.text(asked[0].labels) if asked else purpose


_CHOSEN = {"tables": N_("Tableau"), "variables": N_("Variable déduite")}
"""First words of the campaign's paths that say what is counted: named tables, derived variables."""


class Reader:
    """Reads what was stored under one questionnaire (of an older version, names may be all there is)."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire

    @cached_property
    def _lists(self) -> Mapping[str, CodedList]:
        return {
            name: CodedList(self.questionnaire, choices)
            for name, choices in self.questionnaire.choice_lists.items()
        }

    def question(self, path: str) -> Question | None:
        """Return the question that `path` (``answers.commune``...) is about, None for other paths."""
        return self.questionnaire.by_name.get(path.partition(".")[2])

    def label(self, name: str) -> str:
        """Return the label of a question; its name where this version has no such question."""
        question = self.questionnaire.by_name.get(name)
        return (self.questionnaire.text(question.labels) if question else "") or name

    def caption(self, path: str) -> str:
        """Return what `path` is about: ``8. Commune de résidence``, ``État de la fiche``."""
        group, dot, name = path.partition(".")
        if not dot:
            return _plain_captions().get(path, path)
        if group == VERIFICATION:
            return _("Contrôle (double saisie)")
        if group in (consents.GROUP, consents.NOTES):
            return captioned(_("Accord"), purpose_words(self.questionnaire, name.partition(".")[0]))
        if group in _CHOSEN:
            return captioned(_(_CHOSEN[group]), name)
        if path.startswith(DECIDED):
            return _("Raison donnée")
        label = self.label(name)
        if group == "notes":
            return _("{label} — note").format(label=label)
        return label

    def answer(self, name: str, value: Value) -> str:
        """Return an answer as the screen writes it: label of the choice, French date, decimal comma."""
        question = self.questionnaire.by_name.get(name)
        if question is None:
            return str(value)
        typed = restored(question, value)
        return as_read(question, value if typed is None else typed, self._lists)

    def value(self, path: str, value: PatchValue) -> str:
        """Return what stands at `path` in words; "" for nothing."""
        if value is None:
            return ""
        group, dot, name = path.partition(".")
        if group == VERIFICATION:
            return _verification_words(value)
        if path.startswith(DECIDED):
            return told_note(value)[1]
        if group in _CHOSEN and isinstance(value, Mapping):
            return _chosen_words(value)
        if group == consents.GROUP:
            return _("retiré")
        if group == consents.NOTES and isinstance(value, Mapping):
            return _("{date} : {reason}").format(
                date=show_date(str(value.get("on", ""))), reason=value.get("reason", "")
            )
        if dot:
            return self._of_question(group, name, value)
        if path == "status":
            return {KEPT: _("gardée"), WITHDRAWN: _("retirée")}.get(str(value), str(value))
        if path == "received":
            return show_date(str(value))
        return number(value) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)

    def _of_question(self, group: str, name: str, value: PatchValue) -> str:
        if group == "nonresponse":
            known = value in set(Nonresponse)
            return nonresponse_words(Nonresponse(str(value))) if known else str(value)
        if group == "refused" and isinstance(value, dict):
            return _("« {typed} » refusé : {message}").format(
                typed=value.get("typed", ""), message=value.get("message", "")
            )
        if group == "as_on_paper":
            return _("gardé comme sur le papier")
        if not isinstance(value, str | int | float):
            return str(value)
        if group == "confirmed":
            return _("vérifié : {value}").format(value=self.answer(name, value))
        return self.answer(name, value) if group in ("answers", "calculated") else str(value)


def _verification_words(told: PatchValue) -> str:
    """Return what a verification found: ``45 questions, 1 différence``."""
    if not isinstance(told, Mapping):
        return ""
    fields, differences = told.get("fields"), told.get("differences")
    counts = [
        each for each in (fields.values() if isinstance(fields, Mapping) else ()) if isinstance(each, int)
    ]
    asked = sum(counts)
    differing = len(differences) if isinstance(differences, list) else 0
    return _("{questions}, {differences}").format(
        questions=ngettext("{count} question", "{count} questions", asked).format(count=asked),
        differences=ngettext("{count} différence", "{count} différences", differing).format(count=differing),
    )


def _plain_captions() -> dict[str, str]:
    return {
        "paper": _("Numéro de fiche"),
        "territory": _("Territoire"),
        "batch": _("Lot"),
        "received": _("Date de réception"),
        "questionnaire": _("Version du questionnaire"),
        "status": _("État de la fiche"),
        "reason": _("Motif du retrait"),
        "note": _("Note"),
        "erased": _("Effacement"),
        "code": _("Code du lot"),
        "expected": _("Fiches attendues"),
        "first": _("Premier numéro"),
        "last": _("Dernier numéro"),
        "closed": _("Lot clos"),
        "sampling": _("Tirage du contrôle"),
        "verify_at": _("Territoire qui contrôle"),
        "verified": _("Bilan du contrôle"),
        "name": _("Nom"),
        "label": _("Nom du poste"),
        "title": _("Titre de la campagne"),
    }


def _chosen_words(value: Mapping[str, PatchValue]) -> str:
    """Return a named table as its rows by columns, a derived variable as its groups."""
    parts = value.get("parts")
    if isinstance(parts, list):
        pairs = (each for each in parts if isinstance(each, list) and len(each) == 2)
        return ", ".join(f"{group} ({codes})" for codes, group in pairs)
    said = (str(value[key]) for key in ("rows", "by", "where", "show") if value.get(key))
    return ", ".join(said)
