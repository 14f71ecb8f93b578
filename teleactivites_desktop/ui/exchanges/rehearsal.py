"""The rehearsal: what reading a file will do, counted, line by line, both versions; then "Fusionner"."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.exchanging import Rehearsal
from teleactivites_desktop.services.exchanging.effects import Effect, RecordEffect
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.exchanges.versions import record_name, record_title, version_lines
from teleactivites_desktop.ui.exchanges.words import (
    EFFECT_INK,
    Places,
    effect_count,
    effect_words,
    gap_words,
    kind_words,
)
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.sheet import Sheet
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.chips import Chips
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label

_ORDER = (Effect.CONFLICT, Effect.ERASED, Effect.WITHDRAWN, Effect.CHANGED, Effect.NEW, Effect.SAME)
_ALWAYS = (Effect.CONFLICT, Effect.CHANGED, Effect.NEW)
"""Said even when there are none."""
_OTHER = "other"


class RehearsalView(QWidget):
    """Shows a rehearsal; `merge_wanted` carries the fingerprints that were confirmed."""

    merge_wanted = Signal(frozenset)
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._rehearsal: Rehearsal | None = None
        self._readers: Readers | None = None
        self._places = Places({}, {})
        theme = context.theme
        self._title = label("", "title")
        self._from = label("", "muted")
        self._back = ActionButton(theme, _("Ne pas lire"), self.left.emit, key="Esc", icon="back")
        self.merge = ActionButton(
            theme, _("Fusionner"), self._merge, key="Ctrl+Return", icon="import", role=ButtonRole.PRIMARY
        )
        self.counts = Chips("", single=True)
        self.counts.changed.connect(self._filter)
        self._known = label("", "hint")
        self._strangers = QVBoxLayout()
        self._confirmations: list[tuple[str, QCheckBox]] = []
        self._gaps = Strip(theme, closable=False)
        self.lines = ListModel[RecordEffect](
            [
                Column(_("Effet"), lambda change: effect_words(change.effect), _ink, 15 * GRID),
                Column(_("Quoi"), lambda change: kind_words(change.kind), width=12 * GRID),
                Column(_("Numéro ou nom"), record_name),
            ],
            theme,
            self,
        )
        self.table = Table(self.lines, _("Ce que ferait la lecture"))
        self.sheet = Sheet(theme, (_("Question"), _("Ici"), _("Après la lecture")), headed=True)
        self._what = label("", "heading")
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.merge.click)
        QShortcut(QKeySequence("Esc"), self, self._back.click)

    def show_rehearsal(self, rehearsal: Rehearsal, readers: Readers, places: Places) -> None:
        """Show what reading the file will do."""
        self._rehearsal, self._readers, self._places = rehearsal, readers, places
        said = rehearsal.description
        now = self._context.workspace.environment.now()
        self._title.setText(_("Lecture de {file}").format(file=rehearsal.path.name))
        self._from.setText(
            _("Écrit par {who}, {when}. Rien n’est encore changé ici.").format(
                who=places.of_territory(said.sender.territory),
                when=moment_in_brief(moment_from_iso(said.created), now),
            )
        )
        self._show_counts(rehearsal)
        self._show_strangers(rehearsal)
        self._gaps.setVisible(bool(rehearsal.gaps))
        if rehearsal.gaps:
            self._gaps.tell("\n".join(gap_words(gap, places) for gap in rehearsal.gaps), Level.WARNING)
        self._filter()
        self._check()
        first = self._confirmations[0][1] if self._confirmations else self.merge
        first.setFocus()

    def _show_counts(self, rehearsal: Rehearsal) -> None:
        tally = dict.fromkeys(_ORDER, 0)
        others = 0
        for change in rehearsal.lines:
            if change.kind is Kind.RESPONSE:
                tally[change.effect] += 1
            else:
                others += 1
        choices = [
            (effect.value, effect_count(effect, tally[effect]))
            for effect in _ORDER
            if tally[effect] or effect in _ALWAYS
        ]
        if others:
            choices.append((_OTHER, _("{n} lots, agents, postes").format(n=number(others))))
        self.counts.set_choices(choices)
        self.counts.blockSignals(True)
        self.counts.choose(frozenset())
        self.counts.blockSignals(False)
        known = rehearsal.counts.known
        words = ngettext("{n} fiche déjà connue", "{n} fiches déjà connues", known)
        self._known.setText(words.format(n=number(known)) if known else "")

    def _show_strangers(self, rehearsal: Rehearsal) -> None:
        while (item := self._strangers.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._confirmations = []
        for stranger in rehearsal.strangers:
            strip = Strip(self._context.theme, closable=False)
            box = QCheckBox(_("C’est la même empreinte"))
            self._strangers.addWidget(strip)
            self._strangers.addWidget(box, 0, Qt.AlignmentFlag.AlignLeft)
            strip.tell(
                _(
                    "Poste jamais vu, de {who}. Son empreinte est {code}. Appelez son agent et faites-la "
                    "lui lire avant de fusionner."
                ).format(who=self._places.of_territory(stranger.territory), code=stranger.fingerprint),
                Level.WARNING,
            )
            box.toggled.connect(self._check)
            self._confirmations.append((stranger.fingerprint, box))

    def _check(self) -> None:
        self.merge.setEnabled(all(box.isChecked() for _code, box in self._confirmations))

    def _merge(self) -> None:
        self.merge_wanted.emit(frozenset(code for code, _box in self._confirmations))

    def _filter(self) -> None:
        if self._rehearsal is None:
            return
        chosen = next(iter(self.counts.chosen()), "")
        self.lines.set_rows(_sorted(self._rehearsal.lines, chosen))
        if self.lines.rows:
            self.table.selectRow(0)
        else:
            self._show_line(None)

    def _moved(self, index: QModelIndex) -> None:
        self._show_line(self.lines.rows[index.row()] if index.isValid() else None)

    def _show_line(self, change: RecordEffect | None) -> None:
        if change is None or self._readers is None:
            self._what.setText("")
            self.sheet.set_lines([])
            return
        self._what.setText(f"{record_title(change)} — {effect_words(change.effect)}")
        reader = self._readers.of(str(change.after.values.get("questionnaire", "")))
        self.sheet.set_lines(version_lines(change, reader, self._places))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top.addWidget(self._title, 1)
        top.addWidget(self._back)
        top.addWidget(self.merge)
        origin = QHBoxLayout()
        origin.addWidget(self._from)
        origin.addStretch(1)
        origin.addWidget(self._known)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._what)
        column.addWidget(self.sheet, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID + 4)
        outer.addLayout(top)
        outer.addLayout(origin)
        outer.addLayout(self._strangers)
        outer.addWidget(self._gaps)
        outer.addWidget(self.counts)
        outer.addWidget(split, 1)


def _ink(change: RecordEffect) -> Role | None:
    return EFFECT_INK.get(change.effect)


def _sorted(lines: Sequence[RecordEffect], chosen: str) -> list[RecordEffect]:
    """Return the lines that `chosen` stands for ("" for all): what matters most first, then by number."""

    def wanted(change: RecordEffect) -> bool:
        if not chosen:
            return True
        is_response = change.kind is Kind.RESPONSE
        return is_response and change.effect.value == chosen if chosen != _OTHER else not is_response

    return sorted(
        filter(wanted, lines),
        key=lambda change: (
            change.kind is not Kind.RESPONSE,
            _ORDER.index(change.effect),
            record_title(change),
        ),
    )
