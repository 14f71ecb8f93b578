"""Versions of the questionnaire: what a changed workbook changes, adopting it, reading older responses."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.questionnaire_changes import ChangeKind, Comparison, answers_fit, on_all_lines
from teleactivites_desktop.core.questionnaire_changes import compare as compare_questionnaires
from teleactivites_desktop.core.stored import QuestionnairePackage, StoredResponse
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.core.versions import mapped, version_patch
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import questionnaires
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from teleactivites_desktop.services.questionnaires import Package


@dataclass(frozen=True)
class Proposal:
    """A workbook compared with the current version. `renamed` (before -> after) is what it takes for granted.

    `known`: the campaign has this version already, and knows what it renamed: it can be taken again as it is.
    `kept`: questions that are not in it under their name, and how many responses have an answer to them.
    """

    package: "Package"
    comparison: Comparison
    renamed: Mapping[str, str]
    known: bool
    kept: Mapping[str, int]

    @property
    def undecided(self) -> tuple[tuple[str, str], ...]:
        """Return the questions likely renamed of which nobody said whether they are: before, after."""
        likely = self.comparison.probable.items()
        return () if self.known else tuple((old, new) for old, new in likely if old not in self.renamed)

    @property
    def answered(self) -> dict[str, int]:
        """Return the questions removed to which responses keep an answer, and how many."""
        removed = (change.before for change in self.comparison.of_kind(ChangeKind.REMOVED))
        return {name: self.kept[name] for name in removed if name in self.kept}


def compare(workspace: Workspace, path: Path, renamed: Mapping[str, str] | None = None) -> Proposal:
    """Return what the workbook `path` changes; nothing is written.

    `renamed`: question -> its new name, "" for one that is truly removed. Raises UserError for a workbook
    that has faults, is that of another form or the current version, or renames that cannot be.
    """
    package = questionnaires.load(path)
    current, made = workspace.questionnaire, package.questionnaire
    _require_other(workspace, package, path)
    said = dict(renamed or {})
    known = _is_known(workspace, package)
    if known:
        said = dict(_renames_to(workspace, package.version_id))
    else:
        _require_renames(current, made, said)
    gone = frozenset(current.by_name) - frozenset(made.by_name)
    compared = compare_questionnaires(current, made, said)
    return Proposal(package, compared, said, known, _answered(workspace, gone))


def reconsidered(workspace: Workspace, proposal: Proposal, renamed: Mapping[str, str]) -> Proposal:
    """Return `proposal` with other renames; no file is read again. Raises UserError for what cannot be."""
    current, made = workspace.questionnaire, proposal.package.questionnaire
    _require_renames(current, made, renamed)
    compared = compare_questionnaires(current, made, renamed)
    return replace(proposal, comparison=compared, renamed=dict(renamed))


def adopt(workspace: Workspace, path: Path, renamed: Mapping[str, str] | None = None) -> Proposal:
    """Make the workbook `path` the campaign's current version; return what it changed.

    Raises UserError as `compare` and `adopt_proposal` do.
    """
    proposal = compare(workspace, path, renamed)
    adopt_proposal(workspace, proposal)
    return proposal


def adopt_proposal(workspace: Workspace, proposal: Proposal) -> None:
    """Make what was compared the campaign's current version.

    Its record says which version it follows and what it renamed; both travel with the next exchange file.
    Responses keep their own version. Raises UserError where a question likely renamed is not in `renamed`:
    answers would seem lost.
    """
    if proposal.undecided:
        raise UserError(_undecided_sentence(proposal))
    store, package = workspace.store, proposal.package
    before = store.questionnaires.current_version()
    told = {old: new for old, new in proposal.renamed.items() if new}
    renamed = told if proposal.known else on_all_lines(workspace.questionnaire, told)
    with store.transaction():
        store.questionnaires.add(
            QuestionnairePackage(package.version_id, package.workbook, package.files, package.compiled)
        )
        if not proposal.known:
            patch = _record(package, before, renamed)
            workspace.author(Kind.QUESTIONNAIRE, package.version_id, patch)
        make_current(workspace, package.version_id)


def make_current(workspace: Workspace, version: str) -> None:
    """Make a version that is held the campaign's current one, for all its sites.

    Raises UserError on a site that has not yet read the campaign's own record.
    """
    store = workspace.store
    campaign = store.campaigns.get(membership(store).campaign)
    if campaign is None:
        raise UserError(
            _(
                "Ce poste n'a encore rien lu des autres : lisez d'abord un fichier d'échange, puis importez "
                "le questionnaire."
            )
        )
    workspace.author(Kind.CAMPAIGN, campaign.record, {"questionnaire": version})


def fields_as(workspace: Workspace, stored: StoredResponse, version: str = "") -> Mapping[str, PatchValue]:
    """Return the flat paths of a response, its questions named as in `version` ("": the current one)."""
    held = workspace.store.questionnaires
    renames = held.lineage().renames(stored.line.questionnaire, version or held.current_version())
    return mapped(stored.fields, renames)


def _record(package: "Package", follows: str, renamed: Mapping[str, str]) -> dict[str, PatchValue]:
    made = package.questionnaire
    return {
        "form_id": made.form_id,
        "version": made.version,
        "title": made.text(made.titles),
        **version_patch(follows, renamed),
    }


def _require_other(workspace: Workspace, package: "Package", path: Path) -> None:
    current, made = workspace.questionnaire, package.questionnaire
    if package.version_id == workspace.store.questionnaires.current_version():
        raise UserError(_("« {name} » est déjà le questionnaire de la campagne.").format(name=path.name))
    if made.form_id != current.form_id:
        raise UserError(
            _(
                "« {name} » est un autre formulaire ({other}) que celui de la campagne ({own}) : créez pour "
                "lui une autre campagne, ou corrigez form_id dans la feuille settings."
            ).format(name=path.name, other=made.form_id, own=current.form_id)
        )


def _require_renames(current: Questionnaire, made: Questionnaire, renamed: Mapping[str, str]) -> None:
    news = Counter(new for new in renamed.values() if new)
    for old, new in renamed.items():
        if old not in current.by_name or old in made.by_name:
            raise UserError(
                _("« {name} » n'est pas une question qui disparaît : elle ne peut être renommée.").format(
                    name=old
                )
            )
        if not new:
            continue
        if new not in made.by_name or new in current.by_name or news[new] > 1:
            raise UserError(
                _("« {name} » n'est pas une question nouvelle, ou en remplace plusieurs.").format(name=new)
            )
        if not answers_fit(current.by_name[old], made.by_name[new]):
            raise UserError(
                _("Les réponses à « {old} » ne peuvent se lire comme des réponses à « {new} ».").format(
                    old=old, new=new
                )
            )


def _undecided_sentence(proposal: Proposal) -> str:
    pairs = ", ".join(f"{old} → {new}" for old, new in proposal.undecided)
    return _(
        "Des questions ont sans doute changé de nom ({pairs}) : dites si c'est le cas, ou si la première est "
        "supprimée ; leurs réponses en dépendent."
    ).format(pairs=pairs)


def _is_known(workspace: Workspace, package: "Package") -> bool:
    """Tell whether it is known how this version and the current one follow each other."""
    held = workspace.store.questionnaires
    return package.version_id in held.versions() and held.lineage().joins(
        held.current_version(), package.version_id
    )


def _renames_to(workspace: Workspace, version: str) -> Iterator[tuple[str, str]]:
    held = workspace.store.questionnaires
    for old, new in held.lineage().renames(held.current_version(), version).items():
        if new:
            yield old, new


def _answered(workspace: Workspace, names: Collection[str]) -> dict[str, int]:
    """Return how many responses have an answer to each of the questions `names` of the current version."""
    if not names:
        return {}
    found: Counter[str] = Counter()
    version = workspace.store.questionnaires.current_version()
    for _line, fields in workspace.store.responses.each_as(version):
        found.update(name for name in names if f"answers.{name}" in fields)
    return dict(found)
