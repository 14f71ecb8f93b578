"""The rehearsal: what reading a file will do, counted, line by line, both versions; then "Fusionner"."""

from collections import Counter

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from teleactivites_desktop.core.typography import enumerate_words, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services.exchanging import Rehearsal
from teleactivites_desktop.services.exchanging.effects import Effect
from teleactivites_desktop.services.exchanging.receipts import missing_files
from teleactivites_desktop.services.exchanging.rehearsing import BatchEffect
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.exchanges.lines import HERE, LIKELY, ORDER, OTHER, Row, rows_of
from teleactivites_desktop.ui.exchanges.refusals import RefusalBar
from teleactivites_desktop.ui.exchanges.versions import column_titles, version_lines
from teleactivites_desktop.ui.exchanges.words import Places, effect_count, missing_words
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.moments import moment_from_iso, moment_in_brief
from teleactivites_desktop.ui.sheet import Sheet, SheetLine
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.chips import Chips
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label

_ALWAYS = frozenset({Effect.CONFLICT, Effect.CHANGED, Effect.NEW})
"""Said even when there are none."""
_REFUSED = "refused"
_MOST_BATCHES = 6
"""Batches named in the line under the counts; the printed rehearsal has them all."""


class RehearsalView(QWidget):
    """Shows a rehearsal; `merge_wanted` carries the fingerprints that were confirmed, and the refusals."""

    merge_wanted = Signal(frozenset, dict)
    print_wanted = Signal()
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
        self._print = ActionButton(
            theme, _("Imprimer la répétition"), self.print_wanted.emit, key="Ctrl+P", icon="print"
        )
        self.merge = ActionButton(
            theme, _("Fusionner"), self._merge, key="Ctrl+Return", icon="import", role=ButtonRole.PRIMARY
        )
        self.counts = Chips("", single=True)
        self.counts.changed.connect(self._filter)
        self._known = label("", "hint")
        self._strangers = QVBoxLayout()
        self._confirmations: list[tuple[str, QCheckBox]] = []
        self._concerned = label("", "muted", wrap=True)
        self._gaps = Strip(theme, closable=False)
        self.result = Strip(theme)
        self.refusals = RefusalBar(theme)
        self._all: list[Row] = []
        self.lines = ListModel[Row](
            [
                Column(_("Numéro ou nom"), lambda row: row.title, width=24 * GRID),
                Column(_("Effet"), self._words, self._ink),
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
        QShortcut(QKeySequence("Ctrl+P"), self, self._print.click)
        QShortcut(QKeySequence("Esc"), self, self._back.click)
        refusing = QShortcut(QKeySequence("Del"), self.table, self.refusals.toggle)
        # In the field of the note it deletes a character.
        refusing.setContext(Qt.ShortcutContext.WidgetShortcut)
        self.refusals.changed.connect(self._refused)

    def show_rehearsal(self, rehearsal: Rehearsal, readers: Readers, places: Places) -> None:
        """Show what reading the file will do."""
        self._rehearsal, self._readers, self._places = rehearsal, readers, places
        said = rehearsal.description
        now = self._context.workspace.environment.now()
        self._title.setText(
            _("Lecture d’un fichier de {who}").format(who=said.sender.territory or _("territoire inconnu"))
        )
        self._from.setText(
            _("{file}, écrit par {who}, {when}. Rien n’est encore changé ici.").format(
                file=rehearsal.path.name,
                who=places.of_territory(said.sender.territory),
                when=moment_in_brief(moment_from_iso(said.created), now),
            )
        )
        self._all = rows_of(rehearsal)
        self.refusals.clear()
        self._tell_merge()
        self.result.clear()
        self._concerned.setText(_concerned_words(rehearsal))
        self._concerned.setVisible(bool(self._concerned.text()))
        self._show_counts(rehearsal)
        self.counts.blockSignals(True)
        self.counts.choose(frozenset())
        self.counts.blockSignals(False)
        self._show_strangers(rehearsal)
        self._gaps.setVisible(bool(rehearsal.gaps))
        if rehearsal.gaps:
            missing = missing_files(self._context.workspace, rehearsal.gaps)
            self._gaps.tell("\n".join(missing_words(each, places) for each in missing), Level.WARNING)
        self._filter()
        self._check()
        first = self._confirmations[0][1] if self._confirmations else self.merge
        first.setFocus()

    def _show_counts(self, rehearsal: Rehearsal) -> None:
        tally = Counter(row.group for row in self._all)
        tally[HERE] = rehearsal.ahead_total
        choices = [
            (str(group), _count_words(group, tally[group]))
            for group in ORDER
            if tally[group] or group in _ALWAYS
        ]
        if refused := len(self.refusals.refused):
            words = ngettext("{n} refusée", "{n} refusées", refused)
            choices.append((_REFUSED, words.format(n=number(refused))))
        self.counts.set_choices(choices)
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
        confirmed = frozenset(code for code, _box in self._confirmations)
        self.merge_wanted.emit(confirmed, self.refusals.refused)

    def _refused(self) -> None:
        """Show what is refused, and stay on the line."""
        self._tell_merge()
        if self._rehearsal is not None:
            self._show_counts(self._rehearsal)
        if self.counts.chosen():
            self.refusals.show_filtered(self.lines.rows)
        self.table.viewport().update()
        self.table.setFocus()

    def _tell_merge(self) -> None:
        """Say on the button how many lines are left out."""
        refused = len(self.refusals.refused)
        words = ngettext("Fusionner, sauf {n} refusée", "Fusionner, sauf {n} refusées", refused)
        self.merge.setText(words.format(n=number(refused)) if refused else _("Fusionner"))
        self.merge.updateGeometry()

    def _words(self, row: Row) -> str:
        return _("⊘ refusée") if self.refusals.is_refused(row) else row.words

    def _ink(self, row: Row) -> Role | None:
        return Role.BAD if self.refusals.is_refused(row) else row.ink

    def _filter(self) -> None:
        if self._rehearsal is None:
            return
        chosen = next(iter(self.counts.chosen()), "")
        rows = [row for row in self._all if self._is_shown(row, chosen)]
        self.refusals.show_filtered(rows if chosen not in ("", _REFUSED) else ())
        self.lines.set_rows(rows)
        if self.lines.rows:
            self.table.selectRow(0)
        else:
            self._show_line(None)

    def _moved(self, index: QModelIndex) -> None:
        self._show_line(self.lines.rows[index.row()] if index.isValid() else None)

    def _is_shown(self, row: Row, chosen: str) -> bool:
        if chosen == _REFUSED:
            return self.refusals.is_refused(row)
        return chosen in ("", row.group)

    def _show_line(self, row: Row | None) -> None:
        self.refusals.show_row(row)
        if row is None or self._readers is None or self._rehearsal is None:
            self._what.setText("")
            self.sheet.set_lines([])
            return
        self._what.setText(_("{title} — {effect}").format(title=row.title, effect=row.words))
        self.sheet.set_titles((_("Question"), *column_titles(row)))
        workspace = self._context.workspace
        lines = version_lines(row, self._rehearsal, workspace, self._readers, self._places)
        self.sheet.set_lines(lines or [SheetLine(_("Rien qui se lise ne change."))])

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top.addWidget(self._title, 1)
        top.addWidget(self._print)
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
        column.addWidget(self.refusals)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(2 * GRID)
        self.table.setMinimumWidth(45 * GRID)
        split.addWidget(self.table)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID + 4)
        outer.addLayout(top)
        outer.addLayout(origin)
        outer.addWidget(self.result)
        outer.addLayout(self._strangers)
        outer.addWidget(self._gaps)
        outer.addWidget(self._concerned)
        outer.addWidget(self.counts)
        outer.addWidget(split, 1)


def _count_words(group: str, count: int) -> str:
    """Return how many rows a group has, in words."""
    words = {
        HERE: ngettext("{n} modifiée ici", "{n} modifiées ici", count),
        LIKELY: ngettext("{n} même personne ?", "{n} mêmes personnes ?", count),
        OTHER: _("{n} lots, agents, postes"),
    }.get(group)
    return words.format(n=number(count)) if words else effect_count(Effect(group), count)


def _concerned_words(rehearsal: Rehearsal) -> str:
    """Return the batches and reference lists that the file touches, in a line; "" for none."""
    told = [_batch_words(batch) for batch in rehearsal.batches[:_MOST_BATCHES]]
    left = len(rehearsal.batches) - _MOST_BATCHES
    if left > 0:
        told.append(ngettext("{n} autre", "{n} autres", left).format(n=number(left)))
    lines = [_("Lots : {batches}.").format(batches=enumerate_words(told))] if told else []
    if rehearsal.lists:
        lines.append(_("Listes de référence : {lists}.").format(lists=", ".join(rehearsal.lists)))
    return " ".join(lines)


def _batch_words(batch: BatchEffect) -> str:
    if not batch.total:
        return batch.code
    words = ngettext("{code} ({n} fiche)", "{code} ({n} fiches)", batch.total)
    return words.format(code=batch.code, n=number(batch.total))
