"""What stands in the way of taking a reading back: the later edits, each of which opens its response."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from teleactivites_desktop.core.history.refusal import DECIDED
from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import responses
from teleactivites_desktop.services.exchanging import UndoRefusedError
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Navigator, OpenResponse, PageName
from teleactivites_desktop.ui.exchanges.words import Places, kind_words
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_in_brief, moment_of
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import label

_ROWS = 8
"""Edits in sight; the others are scrolled to."""


@dataclass(frozen=True)
class LaterEdit:
    """An edit: of which response, what it changed, who made it, when."""

    revision: Revision
    name: str
    what: str
    who: str
    when: str


class LaterEdits(Card):
    """The list; hidden while nothing stands in the way."""

    def __init__(self, theme: Theme, navigator: Navigator) -> None:
        super().__init__(_("Ce qui empêche d’annuler la fusion"))
        self._navigator = navigator
        self.corner.addWidget(ActionButton(theme, _("Fermer"), self.hide, role=ButtonRole.QUIET))
        self._words = label("", "muted", wrap=True)
        self.edits = ListModel[LaterEdit](
            [
                Column(_("Fiche"), lambda edit: edit.name, width=16 * GRID),
                Column(_("Changement"), lambda edit: edit.what, width=40 * GRID),
                Column(_("Qui"), lambda edit: edit.who, width=26 * GRID),
                Column(_("Quand"), lambda edit: edit.when),
            ],
            theme,
            self,
        )
        self.table = Table(self.edits, _("Changements faits depuis la fusion"))
        self.table.activated.connect(self._open)
        self.body.addWidget(self._words)
        self.body.addWidget(self.table)
        self.body.addWidget(label(_("Entrée ouvre la fiche."), "hint"))
        self.hide()

    def show_edits(self, workspace: Workspace, refused: UndoRefusedError, places: Places) -> None:
        """List what was changed since."""
        self._words.setText(str(refused))
        self.edits.set_rows([_edit(workspace, revision, places) for revision in refused.edits])
        rows = min(len(refused.edits), _ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + rows * self.table.verticalHeader().defaultSectionSize() + 4)
        self.show()
        self.table.selectRow(0)
        self.table.setFocus()

    def _open(self, index: QModelIndex | QPersistentModelIndex) -> None:
        revision = self.edits.rows[index.row()].revision
        if revision.kind is Kind.RESPONSE:
            self._navigator.open(PageName.RESPONSES, OpenResponse(revision.record))


def _edit(workspace: Workspace, revision: Revision, places: Places) -> LaterEdit:
    stored = responses.get(workspace, revision.record)
    officer = workspace.store.officers.get(revision.officer)
    who = officer.text("name") if officer else _("agent inconnu ici")
    return LaterEdit(
        revision,
        name=stored.line.paper if stored else kind_words(revision.kind),
        what=_what(workspace, revision),
        who=_("{who}, {where}").format(who=who, where=places.of_site(revision.site)),
        when=moment_in_brief(moment_of(revision.at), workspace.environment.now()),
    )


def _what(workspace: Workspace, revision: Revision) -> str:
    paths = [path for path in revision.patch or () if path != "status" and not path.startswith("calculated.")]
    if any(path.startswith(DECIDED) for path in paths):
        return _("refus ou décision, déjà parti dans un fichier ou une copie")
    reader = Readers(workspace).of_record(revision.record)
    return ", ".join(dict.fromkeys(reader.caption(path) for path in paths)) or kind_words(revision.kind)
