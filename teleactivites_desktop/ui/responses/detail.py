"""One response at the right of the list: its answers by section, and the tab of its history."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.values import Status
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.reading import Reader, status_words
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.responses.answers import answer_lines
from teleactivites_desktop.ui.responses.person import PersonTab
from teleactivites_desktop.ui.responses.withdrawal import Withdrawal
from teleactivites_desktop.ui.sheet import Sheet, SheetLine
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.empty import EmptyState
from teleactivites_desktop.ui.widgets.text import Level, label, set_tag, tag

_LEVELS = {Status.COMPLETE: Level.GOOD, Status.INCOMPLETE: Level.WARNING, Status.WITHDRAWN: None}


class Detail(QWidget):
    """The response that the list stands on. It asks; the page does."""

    edit_wanted = Signal(str)
    """The question to start at, "" for the first one."""
    print_wanted = Signal()
    withdraw_wanted = Signal(str)
    restore_wanted = Signal()
    history_wanted = Signal()
    state_wanted = Signal(str)
    """The revision whose state is to be brought back."""
    undo_wanted = Signal()
    redo_wanted = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._reader: Reader | None = None
        self._stored: StoredResponse | None = None
        theme = context.theme
        self._title = label("", "heading", selectable=True)
        self._status = tag("")
        self._where = label("", "hint", wrap=True)
        self.edit = ActionButton(
            theme, _("Modifier"), lambda: self.edit_wanted.emit(""), key="F2", icon="edit"
        )
        self.print = ActionButton(theme, _("Imprimer"), self.print_wanted.emit, key="Ctrl+P", icon="print")
        self.withdraw = ActionButton(theme, _("Retirer"), self.ask_reason, role=ButtonRole.QUIET)
        self.withdraw.setToolTip(QKeySequence("Ctrl+Del").toString(QKeySequence.SequenceFormat.NativeText))
        self.restore = ActionButton(theme, _("Remettre"), self.restore_wanted.emit, icon="undo")
        self.answers = Sheet(theme, (_("Question"), _("Réponse")))
        self.withdrawal = Withdrawal(theme)
        self.withdrawal.wanted.connect(self.withdraw_wanted)
        self.withdrawal.left.connect(self.answers.setFocus)
        self.answers.opened.connect(lambda line: self.edit_wanted.emit(line.key))
        self.blanks = QCheckBox(_("Montrer aussi les questions sans réponse"))
        self.blanks.toggled.connect(self._show_answers)
        self.history = Sheet(theme, (_("Question"), _("Avant"), _("Après")), headed=True)
        self.go_back = ActionButton(
            theme, _("Rétablir cet état"), self._ask_state, key="Ctrl+R", icon="undo", role=ButtonRole.QUIET
        )
        self.go_back.setToolTip(_("La fiche comme après le changement de la ligne choisie"))
        self.undo = ActionButton(
            theme, _("Annuler"), self.undo_wanted.emit, key="Ctrl+Z", role=ButtonRole.QUIET
        )
        self.undo.setToolTip(_("Annule le dernier changement de la fiche"))
        self.redo = ActionButton(
            theme, _("Refaire"), self.redo_wanted.emit, key="Ctrl+Y", role=ButtonRole.QUIET
        )
        self.redo.setToolTip(_("Refait le changement annulé"))
        QShortcut(QKeySequence("Ctrl+R"), self.history, self._ask_state).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )
        self.person = PersonTab(context)
        self._empty = EmptyState(theme, _("Choisissez une fiche dans la liste pour la lire."), "file")
        self._build()

    @property
    def stored(self) -> StoredResponse | None:
        """Return the response that is shown."""
        return self._stored

    def clear(self, sentence: str) -> None:
        """Show no response, and say what to do."""
        self._stored = None
        self._empty.set_sentence(sentence)
        self._stack.setCurrentIndex(0)

    def show_response(self, stored: StoredResponse, reader: Reader, where: str) -> None:
        """Show `stored`; `where` is the line under its name (commune, batch, who changed it last)."""
        another = self._stored is None or self._stored.line.record != stored.line.record
        self._stored, self._reader = stored, reader
        if another:
            self.withdrawal.hide()
        line = stored.line
        self._title.setText(" — ".join(part for part in (line.paper, line.name) if part))
        self._where.setText(where)
        withdrawn = line.status is Status.WITHDRAWN
        set_tag(self._status, status_words(line.status), _LEVELS[line.status])
        self.withdraw.setVisible(not withdrawn)
        self.edit.setVisible(not withdrawn)
        self.restore.setVisible(withdrawn)
        self._show_answers()
        self._stack.setCurrentIndex(1)
        self._tab_changed()

    def show_history(self, lines: Sequence[SheetLine]) -> None:
        """Fill the tab of the history; asked for by `history_wanted` when it is looked at."""
        self.history.set_lines(lines)

    def ask_reason(self) -> None:
        """Ask why the response is withdrawn."""
        if self._stored is not None and self._stored.line.status is not Status.WITHDRAWN:
            self.withdrawal.ask(self._stored.line.paper)

    def show_tab(self, number: int) -> None:
        """Bring the answers (0), the history (1) or the person (2) to the front."""
        self.tabs.setCurrentIndex(number)

    def _show_answers(self) -> None:
        if self._stored is None or self._reader is None:
            return
        state = self._stored.state
        lines = answer_lines(self._reader, state, blanks=self.blanks.isChecked())
        if state.reason:
            lines.insert(0, SheetLine(_("Motif du retrait"), state.reason))
        self.answers.set_lines(lines)

    def _ask_state(self) -> None:
        if (line := self.history.current()) is not None and line.of:
            self.state_wanted.emit(line.of)

    def _tab_changed(self) -> None:
        if self._stored is None:
            return
        if self.tabs.currentIndex() == 1:
            self.history_wanted.emit()
        elif self.tabs.currentIndex() == 2:
            self.person.show_person(self._stored.line.record)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID)
        top.addWidget(self._title)
        top.addWidget(self._status)
        top.addStretch(1)
        actions = QHBoxLayout()
        actions.setSpacing(GRID)
        for button in (self.edit, self.restore, self.print, self.withdraw):
            actions.addWidget(button)
        actions.addStretch(1)
        answers = QWidget()
        within = QVBoxLayout(answers)
        within.setContentsMargins(0, GRID, 0, 0)
        within.addWidget(self.answers, 1)
        within.addWidget(self.blanks)
        history = QWidget()
        below = QVBoxLayout(history)
        below.setContentsMargins(0, GRID, 0, 0)
        below.addWidget(self.history, 1)
        foot = QHBoxLayout()
        for button in (self.undo, self.redo, self.go_back):
            foot.addWidget(button)
        foot.addStretch(1)
        below.addLayout(foot)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(answers, _("Réponses"))
        self.tabs.addTab(history, _("Historique"))
        self.tabs.addTab(self.person, _("Personne"))
        self.tabs.currentChanged.connect(self._tab_changed)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(GRID, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(top)
        column.addWidget(self._where)
        column.addLayout(actions)
        column.addWidget(self.withdrawal)
        column.addWidget(self.tabs, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(shown)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
