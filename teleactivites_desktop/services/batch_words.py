"""How far a batch is, in words: counts, numbers that lack, papers told lost."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from teleactivites_desktop.i18n import _, ngettext

if TYPE_CHECKING:  # it refuses in these words
    from teleactivites_desktop.services.batches import Batch

MOST_SHOWN = 12
"""Runs of numbers, or papers, told in one sentence."""


def counts_sentence(batch: "Batch") -> str:
    """Return how far a batch is: ``12 fiches saisies sur 40 attendues, 1 perdue``."""
    keyed = ngettext("{count} fiche saisie", "{count} fiches saisies", batch.keyed).format(count=batch.keyed)
    if batch.expected:
        of = ngettext("{keyed} sur {expected} attendue", "{keyed} sur {expected} attendues", batch.expected)
        keyed = of.format(keyed=keyed, expected=batch.expected)
    if batch.lost:
        lost = ngettext("{count} perdue", "{count} perdues", len(batch.lost)).format(count=len(batch.lost))
        keyed = f"{keyed}, {lost}"
    return keyed


def state_words(batch: "Batch") -> str:
    """Return where a batch stands: open, its counts agreeing, or closed."""
    if batch.closed:
        return _("clos")
    return _("complet") if batch.agrees else _("ouvert")


def missing_sentence(missing: Sequence[str]) -> str:
    """Return the numbers that lack, "" for none."""
    if not missing:
        return ""
    words = ngettext("Numéro manquant : {shown}", "Numéros manquants : {shown}", len(missing))
    return words.format(shown=_first_of(runs(missing)))


def lost_sentence(batch: "Batch") -> str:
    """Return the papers told lost or unreadable, each with why; "" for none."""
    listed = [f"{paper} ({why})" for paper, why in sorted(batch.lost.items())]
    return _("Perdues ou illisibles : {shown}").format(shown=_first_of(listed)) if listed else ""


def runs(papers: Sequence[str]) -> list[str]:
    """Return numbers that follow each other as one: ``GBEQ-0003 à 0007``."""

    def split(paper: str) -> tuple[str, int]:
        head = paper.rstrip("0123456789")
        return head, int(paper[len(head) :] or 0)

    parts = [(*split(paper), paper) for paper in papers]
    told = []
    for _key, group in groupby(enumerate(parts), key=lambda each: (each[1][0], each[1][1] - each[0])):
        run = [paper for _place, (_head, _number, paper) in group]
        tail = run[-1][len(split(run[-1])[0]) :]
        told.append(run[0] if len(run) == 1 else _("{first} à {last}").format(first=run[0], last=tail))
    return told


def _first_of(listed: Sequence[str]) -> str:
    more = len(listed) - MOST_SHOWN
    shown = ", ".join(listed[:MOST_SHOWN])
    if more <= 0:
        return shown
    words = ngettext("{shown} et {count} autre", "{shown} et {count} autres", more)
    return words.format(shown=shown, count=more)
