"""What the officer asks for in the first window; `app` carries it out with the services."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Create:
    """A new campaign with the shipped questionnaire. `passphrase` None: a file that is not protected."""

    path: Path
    territory: str
    officer: str
    passphrase: str | None = field(repr=False)


@dataclass(frozen=True)
class Join:
    """A campaign that another territory created: its invitation file and the passphrase told by telephone."""

    path: Path
    invitation: Path
    told: str = field(repr=False)
    territory: str
    officer: str
    passphrase: str | None = field(repr=False)


@dataclass(frozen=True)
class Open:
    """A campaign of this machine. `passphrase` None: nothing was typed."""

    path: Path
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class LookAround:
    """The sample campaign, made anew."""


Request = Create | Join | Open | LookAround
