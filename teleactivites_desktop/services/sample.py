"""A campaign to look around in: the sample papers keyed, two territories, something of everything that waits.

It is thrown away: it stands in a folder of its own, is never the campaign opened at the next start, and its
title says on every page and every print what it is.
"""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import (
    batches,
    campaigns,
    editing,
    exchanging,
    keying,
    locations,
    verification_plan,
)
from teleactivites_desktop.services.workspace import Workspace

OURS, THEIRS = "GBEQ", "HD"
"""The territory that one looks around as, and the one that it exchanges with."""
_TOLD = "neige mélèze torrent 2007"
_DISPUTED = ("GBEQ-0006", "heures", "35", "44")
"""A paper that both correct, the question, what each says: a conflict to decide."""
_BEGUN = "GBEQ-0030"
_EXPECTED, _CLOSED = 15, 6
"""Papers expected in the batch that goes on, and in the one that is all there."""
_DATABASE = "essai.tldb"
Progress = Callable[[int, int, str], None]


def folder() -> Path:
    """Return the folder of the sample campaign."""
    return locations.sample_folder()


def is_sample(database: Path) -> bool:
    """Tell whether `database` is the sample campaign's."""
    return database.resolve().parent == folder().resolve()


def discard() -> None:
    """Remove the sample campaign; what cannot be removed goes the next time."""
    shutil.rmtree(folder(), ignore_errors=True)


def make(environment: Environment, progress: Progress = lambda done, total, text: None) -> Path:
    """Make the sample campaign anew and return its database; what `progress` raises stops it."""
    discard()
    theirs = folder() / "poste-hd" / _DATABASE
    theirs.parent.mkdir(parents=True, exist_ok=True)
    path = folder() / _DATABASE
    lines = _papers()
    with closing(_created(path, environment)) as ours:
        for done, _told in enumerate(keying.key_transcripts(ours, lines), 1):
            progress(done, len(lines), _("Saisie des fiches d’exemple…"))
        batches.set_up(ours, OURS, "GBEQ-A", expected=_EXPECTED)
        batches.set_up(ours, OURS, "GBEQ-B", expected=_CLOSED)
        batches.close(ours, batches.batch(ours, OURS, "GBEQ-B"))
        verification_plan.draw(ours, OURS, "GBEQ-B")
        progress(0, 0, _("Échange avec un second poste…"))
        with closing(_joined(ours, theirs, environment)) as others:
            _disagree(ours, others)
        keying.start(ours, _BEGUN, OURS, "GBEQ-A")
    return path


def _papers() -> list[str]:
    """Return the sample papers that belong to a territory of the campaign."""
    text = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if json.loads(line).get("territory") in campaigns.TERRITORIES]


def _created(path: Path, environment: Environment) -> Workspace:
    return campaigns.create(
        path,
        territory=OURS,
        officer=_("agent d’essai"),
        passphrase=None,
        environment=environment,
        title=_("Campagne d’essai (personnes inventées)"),
    ).workspace


def _joined(ours: Workspace, path: Path, environment: Environment) -> Workspace:
    file = campaigns.invite(ours, folder() / "invitation.tli", _TOLD)
    return campaigns.join(
        path,
        file,
        _TOLD,
        territory=THEIRS,
        officer=_("agent d’essai de HD"),
        passphrase=None,
        environment=environment,
    ).workspace


def _disagree(ours: Workspace, theirs: Workspace) -> None:
    """Have both correct one paper without having seen each other's."""
    paper, question, here, there = _DISPUTED
    carried = folder() / "cle"
    carried.mkdir(exist_ok=True)
    exchanging.read(theirs, exchanging.write(ours, carried).path, _known)
    editing.edit(ours, paper, {question: here})
    editing.edit(theirs, paper, {question: there})
    exchanging.read(ours, exchanging.write(theirs, carried).path, _known)


def _known(fingerprint: str, territory: str) -> bool:
    return True
