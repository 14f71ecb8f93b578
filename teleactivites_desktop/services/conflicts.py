"""Open conflicts: fields to which sites gave different values without seeing each other's, and deciding them.

One question is one conflict, however many paths it takes to say its answer (answer, nonresponse, refused
text, confirmation): its sides are chosen whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core.history.ancestry import seen_from
from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.fold import Contender, Folded, fold
from teleactivites_desktop.core.history.refusal import note_of
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.history.state import WITHDRAWN
from teleactivites_desktop.core.stored import OpenConflict
from teleactivites_desktop.core.typography import quoted
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.consequences import calculated_after
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.workspace import Workspace

_OF_ANSWER = ("answers", "nonresponse", "refused", "confirmed", "as_on_paper")
"""Paths that say together what a question's answer is, the most telling first."""
_OF_STATUS = ("status", "reason")


@dataclass(frozen=True)
class Side:
    """One side of a conflict: its value, in words (`shown`), and who said it, where."""

    value: PatchValue
    shown: str
    revision: Revision
    officer: str
    territory: str
    site_label: str


@dataclass(frozen=True)
class Conflict:
    """An open conflict; the side shown meanwhile comes first. `caption`: what it is about, in words."""

    record: str
    kind: Kind
    paper: str
    path: str
    caption: str
    sides: tuple[Side, ...]


def open_conflicts(workspace: Workspace, record: str = "") -> list[Conflict]:
    """Return the open conflicts by paper and path; only those of `record` where it is given."""
    found = workspace.store.conflicts.list(record)
    shown = set(_principal((each.record, each.path) for each in found))
    return [_told(workspace, each) for each in found if (each.record, each.path) in shown]


def count(workspace: Workspace) -> int:
    """Return how many conflicts wait."""
    found = workspace.store.conflicts.list()
    return len(set(_principal((each.record, each.path) for each in found)))


def principal_paths(paths: Iterable[str]) -> list[str]:
    """Return `paths` that are in conflict, one for each question: the one that tells most."""
    return [path for _record, path in _principal(("", path) for path in paths)]


def resolve(workspace: Workspace, paper: str, path: str, keep: str, note: str = "") -> Revision:
    """Decide the conflict of `paper` on `path` (``heures`` stands for ``answers.heures``).

    Returns the decision. `keep` is the value kept, as it is stored or as the screen writes it; `note` says
    why. Raises UserError when there is no such conflict, or no side says that.
    """
    conflict = _find(open_conflicts(workspace), paper, path)
    wanted = keep.strip().casefold()
    side = next((side for side in conflict.sides if wanted in _spellings(side)), None)
    if side is None:
        raise UserError(
            _(
                "Aucun côté du conflit de {paper} sur « {caption} » ne dit « {keep} » : choisissez {sides}."
            ).format(
                paper=conflict.paper,
                caption=conflict.caption,
                keep=keep,
                sides=_(" ou ").join(quoted(side.shown) for side in conflict.sides),
            )
        )
    return decide(workspace, conflict, side, note)


def decide(workspace: Workspace, conflict: Conflict, side: Side, note: str = "") -> Revision:
    """Append the decision for `side`: a revision that has seen all heads, so that nobody is asked again.

    A `note` travels with it and stands in the history.
    """
    with workspace.store.transaction():
        history = workspace.store.revisions.history(conflict.record)
        folded = fold(history)
        if conflict.path not in folded.conflicts:
            raise UserError(_("Ce conflit est déjà réglé ; la liste a été mise à jour."))
        patch = _decision(history, folded, conflict.path, side.revision)
        if conflict.kind is Kind.RESPONSE:
            patch |= calculated_after(workspace, conflict.record, {**folded.values, **patch})
        if note.strip():
            patch |= note_of(workspace.identity.site, note.strip(), conflict.path)
        return workspace.author(conflict.kind, conflict.record, patch)


def _decision(history: list[Revision], folded: Folded, path: str, chosen: Revision) -> dict[str, PatchValue]:
    """Return the patch that says, of everything this conflict is about, what the author of `chosen` saw."""
    view = fold(seen_from(history, [chosen.id])).values
    group, _dot, name = path.partition(".")
    together: tuple[str, ...]
    if path in _OF_STATUS:
        together = _OF_STATUS
    elif group in _OF_ANSWER:
        together = tuple(f"{each}.{name}" for each in _OF_ANSWER)
    else:
        together = (path,)
    patch = {
        each: view.get(each)
        for each in together
        if each in folded.conflicts or view.get(each) != folded.values.get(each)
    }
    if patch.get("status") not in (None, WITHDRAWN):
        patch["reason"] = None
    return patch | {path: view.get(path)}


def _principal(keys: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the (record, path) that stand for their questions."""
    best: dict[tuple[str, str], tuple[str, str]] = {}
    for record, path in keys:
        group, _dot, name = path.partition(".")
        about = name if group in _OF_ANSWER else "status" if path in _OF_STATUS else path
        known = best.get((record, about))
        if known is None or _telling(path) < _telling(known[1]):
            best[record, about] = (record, path)
    return list(best.values())


def _telling(path: str) -> int:
    group = path.partition(".")[0]
    for order in (_OF_ANSWER, _OF_STATUS):
        if group in order:
            return order.index(group)
    return 0


def _told(workspace: Workspace, conflict: OpenConflict) -> Conflict:
    reader = Readers(workspace).of_record(conflict.record)
    return Conflict(
        record=conflict.record,
        kind=conflict.kind,
        paper=conflict.paper,
        path=conflict.path,
        caption=reader.caption(conflict.path),
        sides=tuple(_side(workspace, reader, conflict.path, each) for each in conflict.contenders),
    )


def _side(workspace: Workspace, reader: Reader, path: str, contender: Contender) -> Side:
    store, revision = workspace.store, contender.revision
    officer, site = store.officers.get(revision.officer), store.sites.get(revision.site)
    return Side(
        value=contender.value,
        shown=_version_words(workspace, path, contender) or reader.value(path, contender.value) or _("rien"),
        revision=revision,
        officer=officer.text("name") if officer else "",
        territory=site.text("territory") if site else "",
        site_label=site.text("label") if site else "",
    )


def _version_words(workspace: Workspace, path: str, contender: Contender) -> str:
    """Return what a version of the questionnaire is called, instead of its id; "" for other values."""
    stored = workspace.store.versions.get(str(contender.value)) if path == "questionnaire" else None
    if stored is None:
        return ""
    return _("{title}, version {version}").format(title=stored.text("title"), version=stored.text("version"))


def _find(conflicts: Iterable[Conflict], paper: str, path: str) -> Conflict:
    paper, path = paper.strip(), path.strip()
    of_paper = [each for each in conflicts if each.paper.casefold() == paper.casefold() and each.paper]
    found = [each for each in of_paper if path in (each.path, each.path.partition(".")[2])]
    if found:
        return found[0]
    if of_paper:
        raise UserError(
            _("{paper} n'a pas de conflit sur « {path} » ; il y en a sur : {paths}.").format(
                paper=paper, path=path, paths=", ".join(each.path for each in of_paper)
            )
        )
    raise UserError(_("Aucun conflit ouvert sur la fiche {paper}.").format(paper=paper))


def _spellings(side: Side) -> set[str]:
    """Return the ways in which a side's value may be typed: as stored, and as the screen writes it."""
    value = side.value
    spelt = {side.shown, "" if value is None else value if isinstance(value, str) else _json(value)}
    if isinstance(value, float):
        spelt.add(_json(value).replace(".", ","))
    if isinstance(value, Mapping):
        spelt.add(str(value.get("typed", "")))
    return {text.casefold() for text in spelt}


def _json(value: PatchValue) -> str:
    return canonical_json(value).decode()
