"""Refusing the line one stands on: a note, a button, and the sentence that says why it cannot be."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.exchanging.refusing import obstacle
from teleactivites_desktop.ui.exchanges.lines import Row
from teleactivites_desktop.ui.theme import GRID, Theme
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.text import label


class RefusalBar(QWidget):
    """What one decides of a line; `changed` when a refusal is given or taken back."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._refused: dict[str, str] = {}
        self._row: Row | None = None
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Pourquoi (facultatif) : la raison voyage avec le refus"))
        self.note.setAccessibleName(_("Raison du refus"))
        self.note.returnPressed.connect(self.toggle)
        self.refuse = ActionButton(theme, _("Refuser cette ligne"), self.toggle, key="Del", icon="close")
        self.keep = ActionButton(theme, _("Ne plus la refuser"), self.toggle, key="Del", icon="undo")
        self.refuse_all = ActionButton(theme, "", self._refuse_shown, icon="close", role=ButtonRole.QUIET)
        self._shown: Sequence[Row] = ()
        self._words = label("", "hint", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.note, 1)
        line.addWidget(self.refuse)
        line.addWidget(self.keep)
        line.addWidget(self.refuse_all)
        line.addStretch()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(line)
        outer.addWidget(self._words)

    @property
    def refused(self) -> dict[str, str]:
        """Return what is refused so far: record -> why."""
        return dict(self._refused)

    def clear(self) -> None:
        """Begin with a new file: nothing is refused."""
        self._refused = {}
        self.show_row(None)

    def is_refused(self, row: Row) -> bool:
        """Tell whether the line is refused."""
        return row.change is not None and row.change.record in self._refused

    def show_row(self, row: Row | None) -> None:
        """Show what can be decided of a line."""
        self._row = row
        refused = row is not None and self.is_refused(row)
        why = _obstacle(row)
        self.setVisible(row is not None and row.ahead is None)
        self.note.setVisible(not why and not refused)
        self.note.clear()
        self.refuse.setVisible(not why and not refused)
        self.keep.setVisible(refused)
        self._words.setText(why or (_consequence(row, self._refused) if row else ""))

    def show_filtered(self, rows: Sequence[Row]) -> None:
        """Offer to refuse all lines of a filter at once; none where all lines are shown."""
        self._shown = [row for row in rows if row.change and not obstacle(row.change)]
        left = [row for row in self._shown if not self.is_refused(row)]
        words = ngettext("Refuser la {n} ligne affichée", "Refuser les {n} lignes affichées", len(left))
        self.refuse_all.setText(words.format(n=number(len(left))))
        self.refuse_all.setVisible(len(left) > 1)

    def _refuse_shown(self) -> None:
        """Refuse all lines of the filter, with the note typed; those refused already keep theirs."""
        note = self.note.text().strip()
        for row in self._shown:
            if row.change is not None:
                self._refused.setdefault(row.change.record, note)
        self.show_row(self._row)
        self.changed.emit()

    def toggle(self) -> None:
        """Refuse the line, with the note typed; or no longer."""
        row = self._row
        if row is None or row.change is None or _obstacle(row):
            return
        if self._refused.pop(row.change.record, None) is None:
            self._refused[row.change.record] = self.note.text().strip()
        self.show_row(row)
        self.changed.emit()


def _obstacle(row: Row | None) -> str:
    if row is None or row.ahead is not None:
        return ""
    if row.pair is not None:
        return _("Après la fusion, Contrôle demandera si c’est la même personne. Les deux fiches restent.")
    assert row.change is not None
    return obstacle(row.change)


def _consequence(row: Row, refused: dict[str, str]) -> str:
    if row.change is None:
        return ""
    if row.change.record in refused:
        note = refused[row.change.record]
        return _("Refusée : {note}").format(note=note) if note else _("Refusée, sans raison donnée.")
    if row.change.before is None:
        return _(
            "Refusée, la fiche arrivera retirée, ici et dans les autres territoires ; on peut la remettre."
        )
    return _("Refusée, elle garde la version d’ici, qui repartira vers les autres territoires.")
