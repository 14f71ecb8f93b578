"""What people wrote freely and has no code yet: like answers together, one code given to many at once."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.typography import number, percent
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import coding
from teleactivites_desktop.services.coding import Coding
from teleactivites_desktop.ui.context import Changed, Context
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import label

_Answers = Sequence[Any]
"""Of `analysis.open_answers.Answer`: text, records, count, proposed, likeness."""


@dataclass(frozen=True)
class _Found:
    """What was read: the pair, its answers and codes, and how many wait under each pair."""

    pair: tuple[str, str]
    answers: _Answers
    codes: list[tuple[str, str]]
    waiting: tuple[int, ...]


class CodingTopic(Topic):
    """Open answers of one question; several lines are chosen, and Enter gives them all the code."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _("Toutes les réponses écrites ont leur code."))
        self._stale = True
        self._answers: _Answers = ()
        self._codes: dict[str, str] = {}
        self._in_front = False  # whether a question was brought to the front
        self._pairs = coding.pairs(context.workspace.questionnaire)
        self.pair = QComboBox()
        self.pair.setAccessibleName(_("Question"))
        questionnaire = context.workspace.questionnaire
        self._labels = [questionnaire.text(questionnaire.by_name[p[0]].labels) or p[0] for p in self._pairs]
        self.pair.addItems(self._labels)
        self.alike = QCheckBox(_("Les semblables ensemble"))
        self.coded_too = QCheckBox(_("Aussi celles qui ont un code"))
        self.model = ListModel[Any](
            [
                Column(_("Écrit"), lambda answer: answer.text, width=38 * GRID),
                Column(_("Fiches"), lambda answer: number(answer.count), width=8 * GRID, right=True),
                Column(_("Ressemble"), _likeness, lambda _answer: Role.MUTED, width=12 * GRID, right=True),
                Column(_("Code proposé"), self._proposed),
            ],
            context.theme,
            self,
        )
        self.table = Table(self.model, _("Réponses à coder"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.table.activated.connect(self.give)
        self.code = QComboBox()
        self.code.setEditable(True)
        self.code.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.code.setAccessibleName(_("Code"))
        self.code.setMinimumContentsLength(16)
        self.code.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        if (completer := self.code.completer()) is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.give_button = ActionButton(
            context.theme, _("Donner ce code"), self.give, icon="check", role=ButtonRole.PRIMARY
        )
        self.accept_button = ActionButton(
            context.theme, _("Codes proposés"), self.accept, key="Ctrl+Return", icon="check"
        )
        self.accept_button.setToolTip(_("Donner à chaque ligne choisie le code proposé pour elle"))
        QShortcut(QKeySequence("Ctrl+Return"), self, self.accept)
        self.status = label("", "muted")
        self.set_view(self._view())
        self.pair.currentIndexChanged.connect(self._choose)
        self.coded_too.toggled.connect(self.read)
        self.alike.toggled.connect(self._list)

    @property
    def _pair(self) -> tuple[str, str]:
        """Return the questions in front: the open one, and the one of its codes."""
        return self._pairs[self.pair.currentIndex()]

    def choose_pair(self, open_question: str) -> None:
        """Bring the answers to an open question to the front."""
        self._in_front = True
        self.pair.setCurrentIndex([pair[0] for pair in self._pairs].index(open_question))

    @property
    def focus_widget(self) -> QWidget:
        """Return the list."""
        return self.table

    def refresh(self) -> None:
        """Read again, now or when the topic is looked at: it takes seconds for a big base."""
        self._stale = True
        if self.isVisible():
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed since."""
        super().showEvent(event)
        if self._stale:
            self.read()

    def _choose(self) -> None:
        self._in_front = True
        self.read()

    def read(self) -> None:
        """Find, behind the window, what has no code."""
        if not self._pairs:
            self.tell_count(0)
            return
        self._stale = False
        workspace, too = self.context.workspace, self.coded_too.isChecked()
        chosen = self._pair if self._in_front else None

        def find(progress: Progress) -> _Found:
            with closing(workspace.reopen()) as own:
                waiting = coding.waiting(own)
                pair = chosen or max(waiting, key=lambda each: waiting[each])
                answers = coding.to_code(own, *pair, coded_too=too)
                return _Found(pair, answers, coding.codes(own, pair[1]), tuple(waiting.values()))

        self.context.tasks.run(find, self._found)

    def give(self) -> None:
        """Give the code to every response of the lines chosen; it can be undone."""
        answers = self._chosen()
        code = self._typed_code()
        if not answers or not code:
            self.status.setText(_("Choisissez des réponses dans la liste, et un code."))
            return
        self._assign([(record, code) for answer in answers for record in answer.records])

    def accept(self) -> None:
        """Give each of the lines chosen the code that is proposed for it."""
        given = [
            (record, each.proposed) for each in self._chosen() if each.proposed for record in each.records
        ]
        if given:
            self._assign(given)
        else:
            self.status.setText(_("Aucun code n’est proposé pour ces réponses."))

    def _assign(self, given: Sequence[tuple[str, str]]) -> None:
        workspace, target = self.context.workspace, self._pair[1]

        def work(progress: Progress) -> Coding:
            with closing(workspace.reopen()) as own:
                return coding.assign_each(own, target, given, lambda done, total: progress(done, total))

        self.context.tasks.run(
            work, self._given, title=_("Codage de {n} fiches").format(n=number(len(given)))
        )

    def _given(self, done: Coding) -> None:
        told = ngettext("{n} fiche codée.", "{n} fiches codées.", len(done.revisions))
        self.context.navigator.announce({Changed.RESPONSES})
        self.context.navigator.confirm(told.format(n=number(len(done.revisions))), lambda: self._undo(done))

    def _undo(self, done: Coding) -> None:
        workspace = self.context.workspace

        def work(progress: Progress) -> int:
            with closing(workspace.reopen()) as own:
                return len(coding.undo(own, done))

        self.context.tasks.run(
            work,
            lambda _count: self.context.navigator.announce({Changed.RESPONSES}),
            title=_("Annulation du codage"),
        )

    def _found(self, found: _Found) -> None:
        """Show what was read; until somebody chooses, the question under which most answers wait."""
        if self._in_front and found.pair != self._pair:
            return
        self._in_front = True
        with QSignalBlocker(self.pair):
            self.pair.setCurrentIndex(self._pairs.index(found.pair))
        for place, (words, count) in enumerate(zip(self._labels, found.waiting, strict=True)):
            self.pair.setItemText(place, f"{words} ({number(count)})")
        self.counted.emit(sum(found.waiting))
        self._answers = found.answers
        self._codes = dict(found.codes)
        self.code.clear()
        for code, text in sorted(found.codes, key=lambda pair: fold_text(pair[1])):
            self.code.addItem(text, code)
        self.code.setCurrentIndex(-1)
        self._list()

    def _list(self) -> None:
        """Show the answers, the most frequent first, or those like one code under each other."""
        answers = list(self._answers)
        if self.alike.isChecked():
            answers.sort(
                key=lambda a: (
                    not a.proposed,
                    self._codes.get(a.proposed, ""),
                    -a.likeness,
                    fold_text(a.text),
                )
            )
        self.model.set_rows(answers)
        waiting = sum(answer.count for answer in answers)
        self.status.setText(
            ngettext(
                "{n} fiche, {m} réponses différentes", "{n} fiches, {m} réponses différentes", waiting
            ).format(n=number(waiting), m=number(len(answers)))
        )
        # The choice of the question stays at hand where it has nothing: another one may.
        self._stack.setCurrentIndex(1)
        if answers and self.isVisible():
            self.table.selectRow(0)

    def _chosen(self) -> _Answers:
        rows = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        return [self.model.rows[row] for row in rows]

    def _selected(self) -> None:
        """Propose the code of the first line chosen, and say how many responses are."""
        answers = self._chosen()
        if answers:
            place = self.code.findData(answers[0].proposed) if answers[0].proposed else -1
            self.code.setCurrentIndex(place)
            if place < 0:
                self.code.clearEditText()
            elif (line := self.code.lineEdit()) is not None:
                line.setCursorPosition(0)  # the beginning of a long code is seen, not its end
            n = sum(answer.count for answer in answers)
            self.status.setText(ngettext("{n} fiche choisie", "{n} fiches choisies", n).format(n=number(n)))

    def _typed_code(self) -> str:
        typed = fold_text(self.code.currentText())
        return next((code for code, words in self._codes.items() if fold_text(words) == typed), "")

    def _proposed(self, answer: Any) -> str:
        return self._codes.get(answer.proposed, "")

    def _view(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        top.addWidget(self.pair, 1)
        top.addWidget(self.alike)
        top.addWidget(self.coded_too)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.code, 1)
        foot.addWidget(self.give_button)
        foot.addWidget(self.accept_button)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        column.addWidget(self.status)
        column.addLayout(foot)
        return holder


def _likeness(answer: Any) -> str:
    return percent(answer.likeness / 100) if answer.proposed else ""
