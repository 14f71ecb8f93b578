"""Write the frozen files of a format version, once, when the version is released: never again after.

`PYTHONPATH=. python tests/exchange/make_frozen.py` from the top of the project; it replaces nothing.
"""

import json
import sys
from pathlib import Path
from unittest import mock

from exchange_samples import (
    CAMPAIGN,
    CAMPAIGN_KEY,
    PACKAGE,
    MadeSite,
    altered,
    description,
    environment,
    write,
)

from teleactivites_desktop.core.history.revision import Kind, Patch
from teleactivites_desktop.exchange import invitation, sealing, vault
from teleactivites_desktop.exchange.contents import VERSION, Heard
from teleactivites_desktop.exchange.lines import line_of

DATA = Path(__file__).resolve().parent.parent / "data"
WORDS = "sapin mélèze bouleau"
KEY = bytes(range(32))
CHEAP = sealing.Cost(memory_kib=64, iterations=1, lanes=1)


def frozen_sites() -> tuple[MadeSite, MadeSite]:
    """Return the two sites of the frozen file, the first its sender: every shape that a revision may have."""
    sender, other = MadeSite.make(11), MadeSite.make(12)
    answers: Patch = {"paper": "HD-0001", "answers.nom": "Bérard-Œil", "answers.jours": 2.5, "note": "a\n«b»"}
    first = other.write(patch=answers)
    record = first.record
    edit = sender.write(Kind.RESPONSE, record, {"answers.jours": 3, "answers.nom": None}, first.id)
    refused: Patch = {"refused.heures": {"typed": "x", "rule": "type", "message": ""}}
    other.write(Kind.RESPONSE, record, refused, first.id)
    heads = sorted((edit.id, other.chain[-1].id))
    other.write(Kind.RESPONSE, record, {"as_on_paper.nom": True}, *heads)
    gone = sender.write(patch={"paper": "HD-0002"})
    sender.write(Kind.RESPONSE, gone.record, {"erased": "demande"}, gone.id)
    sender.chain[gone.seq - 1] = gone.blanked()
    return sender, other


def write_exchange(path: Path) -> None:
    """Write the exchange file, and beside it what must be read of it."""
    sender, other = frozen_sites()
    said = altered(
        description(sender, other),
        heard=(Heard(other.id, 3, "2007-11-11T18:00:00+01:00", {other.id: 3}),),
        addressee="GBD",
        base={sender.id: 1},
        program="Téléactivités",
    )
    write(path, said, sender, other, packages=(PACKAGE,))
    revisions = [each for site in sorted((sender, other), key=lambda site: site.id) for each in site.chain]
    content = {
        "campaign": CAMPAIGN,
        "campaign_key": CAMPAIGN_KEY,
        "ids": [each.id for each in revisions],
        "lines": [line_of(each).decode() for each in revisions],
    }
    text = json.dumps(content, indent=1, ensure_ascii=False)
    path.with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def frozen_invitation() -> invitation.Invitation:
    """Return what the frozen invitation brings."""
    return invitation.Invitation(
        campaign=CAMPAIGN,
        title="Recensement 2007",
        campaign_key=CAMPAIGN_KEY,
        territories={"HD": "Haute-Durance"},
        questionnaire=PACKAGE.version,
        packages=(PACKAGE,),
        inviter=MadeSite.make(11).sender,
    )


def main() -> None:
    if list(DATA.glob(f"*-{VERSION}.t??")):
        sys.exit(f"version {VERSION} is frozen")
    write_exchange(DATA / f"format-{VERSION}.tlx")
    with mock.patch.object(invitation, "INVITING", CHEAP), mock.patch.object(vault, "UNLOCKING", CHEAP):
        path = DATA / f"invitation-{invitation.VERSION}.tli"
        invitation.write_invitation(path, frozen_invitation(), WORDS, environment())
        vault.create_vault(DATA / f"keys-{vault.VERSION}.tldb", KEY, "Marie", WORDS, environment())


if __name__ == "__main__":
    main()
