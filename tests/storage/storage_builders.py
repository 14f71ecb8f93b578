"""Sites that write revisions, and a small questionnaire: what the tests of storage are made of."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from teleactivites_desktop.core.history.chain import make_revision
from teleactivites_desktop.core.history.revision import Kind, Patch, Revision
from teleactivites_desktop.core.questionnaire import (
    Choice,
    ChoiceList,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from teleactivites_desktop.core.questionnaire_json import to_json
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.core.values import PatchValue

VERSION = "a" * 32
OFFICER = "0f" * 16


def record_id(name: str) -> str:
    """Return the record id that tests give to `name`."""
    return sha256(name.encode()).hexdigest()[:32]


@dataclass
class Site:
    """A site that writes revisions: its chain, its clock, and the heads of what it wrote."""

    name: str
    written: list[Revision] = field(default_factory=list)
    milliseconds: int = 1_194_858_000_000

    @property
    def id(self) -> str:
        return sha256(self.name.encode()).hexdigest()[:16]

    def write(
        self,
        record: str,
        patch: Mapping[str, PatchValue],
        parents: tuple[str, ...] = (),
        kind: Kind = Kind.RESPONSE,
    ) -> Revision:
        """Write the next revision of this site."""
        self.milliseconds += 1000
        revision = make_revision(
            site=self.id,
            seq=len(self.written) + 1,
            previous=self.written[-1].id if self.written else "",
            record=record_id(record),
            kind=kind,
            parents=parents,
            at=f"{self.milliseconds << 16:016x}",
            officer=OFFICER,
            salt=random.Random(f"{self.name} {len(self.written)}").randbytes(16).hex(),
            patch=patch,
        )
        self.written.append(revision)
        return revision

    def key(self, paper: str, **answers: PatchValue) -> Revision:
        """Write the first revision of the response `paper`, e.g. ``key("GBEQ-0001", nom="Faure")``."""
        return self.write(paper, response_patch(paper, **answers))


def response_patch(paper: str, **answers: PatchValue) -> Patch:
    """Return the patch of a new response; the territory is what stands before the dash."""
    territory = paper.partition("-")[0]
    return {
        "paper": paper,
        "territory": territory,
        "batch": f"{territory}-A",
        "received": "2007-11-12",
        "questionnaire": VERSION,
        "status": "kept",
        **{f"answers.{name}": value for name, value in answers.items()},
    }


def questionnaire() -> Questionnaire:
    """Return a small questionnaire with a name, a commune, a village, a telephone and a calculation."""

    def question(name: str, kind: QuestionType = QuestionType.TEXT, **rest: object) -> Question:
        return Question(name=name, type=kind, labels={"": name}, section="a", **rest)  # type: ignore[arg-type]

    return Questionnaire(
        form_id="essai",
        version="1",
        titles={"": "Essai"},
        default_language="",
        languages=("",),
        sections=(Section("a", {"": "A"}),),
        questions=(
            question("nom", format="name", identity=True),
            question("prenom", format="name", identity=True),
            question("commune", QuestionType.SELECT_ONE, choice_list="communes.csv"),
            question("lieu_dit", identity=True),
            question("telephone", format="phone", identity=True),
            question("metier"),
            question("heures", QuestionType.INTEGER),
            question("bonjour", QuestionType.NOTE),
            question("total", QuestionType.CALCULATE, calculation="1 + 1"),
        ),
        choice_lists={
            "communes.csv": ChoiceList(
                "communes.csv",
                (
                    Choice("05157", {"": "Saint-Véran"}, {"postal_codes": "05350"}),
                    Choice("05038", {"": "Château-Ville-Vieille"}, {"postal_codes": "05350"}),
                ),
                from_file=True,
            )
        },
    )


def package() -> QuestionnairePackage:
    """Return the small questionnaire as a campaign holds it."""
    return QuestionnairePackage(
        VERSION, b"PK workbook", {"communes.csv": b"name,label\n"}, to_json(questionnaire())
    )
