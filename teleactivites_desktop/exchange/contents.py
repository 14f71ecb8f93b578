"""What an exchange file says, as values: manifest, ranges, signed heads, questionnaire packages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from teleactivites_desktop.exchange.archive import Member

FORMAT = "teleactivites-exchange"
VERSION = 1


@dataclass(frozen=True)
class Sender:
    """The site that wrote the file. `territory`: its code; `label`: what its officers call it."""

    site: str
    territory: str
    label: str
    public_key: str


@dataclass(frozen=True)
class Range:
    """Revisions `first` to `last` of `site`; `previous` is the id of number `first` - 1 ("" for none)."""

    site: str
    first: int
    last: int
    previous: str


@dataclass(frozen=True)
class SignedHead:
    """A site's own word that its revision number `seq` has that `id`: all before it are its own too."""

    site: str
    seq: int
    id: str
    public_key: str
    signature: str


@dataclass(frozen=True)
class Heard:
    """What another site said last that it holds, in its file `number`, at `created`; the sender heard it."""

    site: str
    number: int
    created: str
    vector: Mapping[str, int]


@dataclass(frozen=True)
class Description:
    """What a sender says of the file that it writes.

    `number` grows by one with each file of a site: its latest statement counts. `created` is ISO 8601 with
    its offset. `vector`: site -> greatest `seq` held, after the ranges given. `addressee` is the territory
    that the file was made for, "" for all; `base` is what the sender supposed it to hold. `heard`: what
    other sites said, so that a receipt arrives through third sites too. `program`: what wrote it, for people.
    """

    campaign: str
    title: str
    sender: Sender
    number: int
    created: str
    vector: Mapping[str, int]
    ranges: tuple[Range, ...]
    addressee: str = ""
    base: Mapping[str, int] = field(default_factory=dict)
    heard: tuple[Heard, ...] = ()
    program: str = ""

    @property
    def revisions(self) -> int:
        """Return how many revisions the ranges hold."""
        return sum(part.last - part.first + 1 for part in self.ranges)


@dataclass(frozen=True)
class QuestionnaireEntry:
    """Where the parts of a questionnaire package are: SHA-256 of each content, also its member's name."""

    version_id: str
    workbook: str
    compiled: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Manifest:
    """The whole manifest: the description, the members' sizes and SHA-256, the questionnaires."""

    description: Description
    members: tuple[Member, ...]
    questionnaires: tuple[QuestionnaireEntry, ...]
