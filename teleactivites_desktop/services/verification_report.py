"""What verifications found: each difference with who, both values, what was decided; faults by question."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.sampling import Reason
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.typography import number, percent
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.verification import Outcome, Verdict
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.feedback import feedback
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.verification_plan import Plan
from teleactivites_desktop.services.verification_tally import PATH, verifications_in
from teleactivites_desktop.services.workspace import Workspace


@dataclass(frozen=True)
class ToldDifference:
    """One difference in words. `verdict` is None while nobody settled it; `booked_to` "" then.

    `looked`: the verifier asked to see the first value.
    """

    record: str
    paper: str
    territory: str
    batch: str
    question: str
    caption: str
    first: str
    second: str
    verdict: Verdict | None
    verifier: str
    booked_to: str
    looked: bool

    @property
    def decided(self) -> str:
        """Return what was decided, in words."""
        if self.verdict is Verdict.KEYER:
            return _("« {value} » est gardé : erreur de la première saisie").format(value=self.second)
        if self.verdict is Verdict.VERIFIER:
            return _("« {value} » est gardé : erreur du contrôle").format(value=self.first)
        return _("pas tranché : la première saisie est gardée")

    @property
    def who(self) -> str:
        """Return whose the error is and who verified: ``erreur de Anne, contrôle de Hugo``."""
        if self.booked_to:
            return _("erreur de {officer}, contrôle de {verifier}").format(
                officer=self.booked_to, verifier=self.verifier
            )
        return _("contrôle de {verifier}").format(verifier=self.verifier)


def differences(workspace: Workspace, territory: str = "", batch: str = "") -> list[ToldDifference]:
    """Return the differences (of a territory, of one of its batches), by the order in which papers came.

    It reads every response: behind the window, where they are many.
    """
    readers = Readers(workspace)
    names = {officer.record: officer.text("name") for officer in workspace.store.officers.list()}
    return [
        told
        for line, fields in workspace.store.responses.each()
        if territory in ("", line.territory) and batch in ("", line.batch)
        for told in _of_response(line, fields, readers, names)
    ]


def differences_of(workspace: Workspace, record: str, verifier: str) -> list[ToldDifference]:
    """Return what the verification of one response by the officer `verifier` (a record) found."""
    stored = workspace.store.responses.get(record)
    if stored is None:
        return []
    names = {officer.record: officer.text("name") for officer in workspace.store.officers.list()}
    path = f"{PATH}{verifier}"
    fields = {path: stored.fields[path]} if path in stored.fields else {}
    return list(_of_response(stored.line, fields, Readers(workspace), names))


@dataclass(frozen=True)
class QuestionFaults:
    """How often a question went wrong: faults that verifications found, texts refused and corrected here."""

    question: str
    caption: str
    faults: int
    refused: int
    corrected: int


def troubled_questions(workspace: Workspace, found: list[ToldDifference]) -> list[QuestionFaults]:
    """Return the questions that cause faults, the most first, so that the form gets mended.

    Faults come of the differences `found`, wherever they were verified; the rest was counted on this site.
    """
    reader = Reader(workspace.questionnaire)
    faults = {question: count for question, _caption, count in faults_by_question(found)}
    counters = feedback(workspace).counters
    listed = [
        QuestionFaults(
            name, reader.label(name), faults.get(name, 0), counters.refused[name], counters.corrected[name]
        )
        for name in {*faults, *counters.refused, *counters.corrected}
    ]
    return sorted(listed, key=lambda each: (-each.faults, -each.refused - each.corrected, each.question))


def faults_by_question(found: list[ToldDifference]) -> list[tuple[str, str, int]]:
    """Return (question, caption, faults of first keyings), the most faults first: where the form misleads."""
    counts = Counter((each.question, each.caption) for each in found if each.verdict is Verdict.KEYER)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(question, caption, count) for (question, caption), count in ordered]


def why(plan: Plan) -> str:
    """Return why 1 paper in so many is keyed again: the evidence, and the bound that decided."""
    found = plan.evidence
    words = {
        Reason.START: ngettext(
            "trop tôt pour conclure : {fields} champ contrôlé",
            "trop tôt pour conclure : {fields} champs contrôlés",
            found.fields,
        ),
        Reason.GOOD: _("peu d'erreurs : {wrong} sur {fields} champs, {high} au plus"),
        Reason.POOR: _("trop d'erreurs : {wrong} sur {fields} champs, {low} au moins"),
        Reason.UNSURE: _("pas concluant : {wrong} sur {fields} champs, de {low} à {high}"),
    }[plan.reason]
    return words.format(
        wrong=number(found.wrong),
        fields=number(found.fields),
        low=percent(found.low, 2),
        high=percent(found.high, 2),
    )


def _of_response(
    line: ResponseLine, fields: Mapping[str, PatchValue], readers: Readers, names: Mapping[str, str]
) -> Iterator[ToldDifference]:
    for verifier, told in verifications_in(fields):
        listed = told.get("differences")
        for each in listed if isinstance(listed, list) else ():
            if isinstance(each, Mapping):
                reader = readers.of(line.questionnaire)
                yield _told(line, each, names.get(verifier, ""), reader, names)


def _told(
    line: ResponseLine,
    each: Mapping[str, PatchValue],
    verifier: str,
    reader: Reader,
    names: Mapping[str, str],
) -> ToldDifference:
    question, verdict = str(each.get("question", "")), str(each.get("verdict", ""))
    return ToldDifference(
        record=line.record,
        paper=line.paper,
        territory=line.territory,
        batch=line.batch,
        question=question,
        caption=reader.label(question),
        first=outcome_words(reader, question, each.get("first")),
        second=outcome_words(reader, question, each.get("second")),
        verdict=Verdict(verdict) if verdict in set(Verdict) else None,
        verifier=verifier or _("agent inconnu ici"),
        booked_to=names.get(str(each.get("booked_to", "")), ""),
        looked=bool(each.get("looked")),
    )


def outcome_words(reader: Reader, question: str, outcome: PatchValue | Outcome) -> str:
    """Return an outcome as the screen writes it."""
    if isinstance(outcome, Mapping):
        for group, value in outcome.items():
            return reader.value(f"{group}.{question}", value)
    return _("pas de réponse")
