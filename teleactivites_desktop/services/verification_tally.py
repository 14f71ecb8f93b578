"""What verifications found, counted: of one response, of a batch, of the batches that are evidence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.sampling import recent
from teleactivites_desktop.core.stored import StoredRecord
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.verification import Verdict

PATH = "verification."
"""Begins the paths of a response at which its verifications stand."""
VERIFIED = "verified"
"""Path of a batch that was verified to the end: its tally."""

Told = Mapping[str, PatchValue]
"""What one verification of a response says (`services.verification`)."""


@dataclass(frozen=True)
class Tally:
    """Papers keyed again, fields compared, and those that the first keyer had wrong."""

    papers: int = 0
    fields: int = 0
    wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return both together."""
        return Tally(self.papers + other.papers, self.fields + other.fields, self.wrong + other.wrong)


def verifications_in(fields: Mapping[str, PatchValue]) -> Iterator[tuple[str, Told]]:
    """Yield the verifications of a response from its paths: verifier's record, what it says."""
    for path, told in fields.items():
        if path.startswith(PATH) and isinstance(told, Mapping):
            yield path.removeprefix(PATH), told


def tally_of(verifications: Iterable[Told]) -> Tally:
    """Return the tally of one response; an empty one where nobody verified it."""
    told = list(verifications)
    return Tally(bool(told), sum(map(_compared, told)), sum(map(_wrong, told)))


def evidence_of(verified: Iterable[StoredRecord]) -> Tally:
    """Return the evidence that verified batches are, from old to new (`core.sampling.recent`)."""
    tallies = [read_tally(record.fields[VERIFIED]) for record in verified]
    wrong, fields = recent((tally.wrong, tally.fields) for tally in tallies)
    return Tally(fields=fields, wrong=wrong)


def read_tally(told: PatchValue) -> Tally:
    """Return the tally that a batch tells."""
    return Tally(count_of(told, "papers"), count_of(told, "fields"), count_of(told, "wrong"))


def count_of(told: object, name: str) -> int:
    """Return a count that a record tells; 0 where it is none."""
    found = told.get(name) if isinstance(told, Mapping) else None
    return found if isinstance(found, int) and found >= 0 else 0


def _compared(told: Told) -> int:
    fields = told.get("fields")
    return sum(count_of(fields, keyer) for keyer in fields) if isinstance(fields, Mapping) else 0


def _wrong(told: Told) -> int:
    differences = told.get("differences")
    if not isinstance(differences, list):
        return 0
    return sum(isinstance(each, Mapping) and each.get("verdict") == Verdict.KEYER for each in differences)
