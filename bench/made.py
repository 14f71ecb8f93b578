"""Made responses for measuring: as long, as varied and as full as real ones, always the same."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from teleactivites_desktop.core.history.chain import make_revision
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.questionnaire_json import from_json
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.services import questionnaires

TERRITORIES = ("GBEQ", "GBD", "HD", "HAD")
BATCH = 40
"""Papers in a batch."""
ANSWERED = 60
"""Answers of a response."""
_SURNAMES = (
    "Faure Martin Blanc Roux Bonnet Garcin Arnaud Brunet Michel Chaix Gauthier Tholozan Saint-Martin".split()
)
_ENDINGS = ("", "", "", "-Reymond", "in", "et", "ard", "eau", "on")
_FORENAMES = (
    "Marie Thérèse Jean-Pierre Zoé Thierry Noël Françoise Rémi Olivier Anaïs Hélène Luc Ève Gaël".split()
)
_WORDS = "rue place chemin hameau des du Clos neuf Alberts conseil logiciel dossier références cœur".split()


@dataclass(frozen=True)
class Made:
    """The revisions of one site: one for each response."""

    revisions: Sequence[Revision]

    def corrected_by(self, site: str, places: Sequence[int], tip: Revision | None = None) -> list[Revision]:
        """Return later corrections of three answers, any, of the responses at `places`, by another site.

        They follow `tip`, the latest revision of a real site, where one is given.
        """
        writer = _Writer(site, tip, begun=len(self.revisions))
        dice = random.Random(site)
        questionnaire = from_json(questionnaire_package().compiled)
        corrections = []
        for place in places:
            seen = self.revisions[place]
            asked = dice.sample(questionnaire.keyed[:ANSWERED], 3)
            answers = {
                f"answers.{question.name}": _answer(dice, questionnaire, question) for question in asked
            }
            corrections.append(writer.write(seen.record, {**answers, "status": "kept"}, (seen.id,)))
        return corrections


class _Writer:
    """A site's chain."""

    def __init__(self, name: str, tip: Revision | None = None, begun: int = 0) -> None:
        """`begun`: the second at which it begins; it writes one revision a second."""
        self._site = tip.site if tip else sha256(name.encode()).hexdigest()[:16]
        self._dice = random.Random(name)
        self._previous = tip.id if tip else ""
        self._count = tip.seq if tip else 0
        self._begun = begun

    def write(self, record: str, patch: Mapping[str, PatchValue], parents: tuple[str, ...] = ()) -> Revision:
        self._count += 1
        revision = make_revision(
            site=self._site,
            seq=self._count,
            previous=self._previous,
            record=record,
            kind=Kind.RESPONSE,
            parents=parents,
            at=f"{(1_194_858_000_000 + (self._begun + self._count) * 1000) << 16:016x}",
            officer="0f" * 16,
            salt=self._dice.randbytes(16).hex(),
            patch=patch,
        )
        self._previous = revision.id
        return revision


@cache
def questionnaire_package() -> QuestionnairePackage:
    """Return the shipped questionnaire."""
    shipped = questionnaires.shipped()
    return QuestionnairePackage(shipped.version_id, shipped.workbook, shipped.files, shipped.compiled)


def keyed_by(site: str, count: int, tip: Revision | None = None) -> Made:
    """Return `count` responses keyed at one site (after its revision `tip`), parted among the territories."""
    writer, dice = _Writer(site, tip), random.Random(f"{site} {count}")
    package = questionnaire_package()
    questionnaire = from_json(package.compiled)
    return Made(
        [
            writer.write(dice.randbytes(16).hex(), _patch(dice, questionnaire, package.version, number))
            for number in range(count)
        ]
    )


def _patch(
    dice: random.Random, questionnaire: Questionnaire, version: str, number: int
) -> dict[str, PatchValue]:
    territory = TERRITORIES[number % len(TERRITORIES)]
    place = number // len(TERRITORIES)
    patch: dict[str, PatchValue] = {
        "paper": f"{territory}-{place + 1:05}",
        "territory": territory,
        "batch": f"{territory}-{place // BATCH}",
        "received": f"2007-{dice.randrange(6, 13):02}-{dice.randrange(1, 29):02}",
        "questionnaire": version,
        "status": "withdrawn" if dice.random() < 0.01 else "kept",
    }
    for question in questionnaire.keyed[:ANSWERED]:
        patch[f"answers.{question.name}"] = _answer(dice, questionnaire, question)
    return patch


def _answer(dice: random.Random, questionnaire: Questionnaire, question: Question) -> PatchValue:
    if question.format == "name":
        return _surname(dice) if question.name == "nom" else dice.choice(_FORENAMES)
    if question.format == "phone":
        return f"+334{dice.randrange(10**8):08}"
    choices = questionnaire.choices_of(question)
    if choices:
        return dice.choice(choices).name
    if question.type in (QuestionType.INTEGER, QuestionType.DECIMAL):
        return dice.randrange(2008)
    if question.type is QuestionType.DATE:
        return f"2007-11-{dice.randrange(1, 29):02}"
    return " ".join(dice.choices(_WORDS, k=4))


def _surname(dice: random.Random) -> str:
    return dice.choice(_SURNAMES) + dice.choice(_ENDINGS)
