"""The tab of tables: choose rows and columns, see numbers and chart, keep it under a name, copy it."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from teleactivites_desktop.core.table_choice import Show, TableChoice
from teleactivites_desktop.core.table_grid import GridLine, as_html, as_text
from teleactivites_desktop.core.typography import enumerate_words, number, percent, quoted
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import cross_tables, derived_variables, named_tables, tabulations
from teleactivites_desktop.services.cross_tables import Made
from teleactivites_desktop.services.table_words import test_words
from teleactivites_desktop.services.tabulations import TERRITORY, Base
from teleactivites_desktop.ui.context import EVERYTHING, Changed, Context
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.reports.tab import ReportsTab
from teleactivites_desktop.ui.reports.table_chart import TableChart, scrolled
from teleactivites_desktop.ui.reports.table_choices import WIDTH, TableChoices
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID, Role
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import label, restyle

_SETTLED_MS = 150
_PARTS = 1000
_HEAD, _CELL = 25 * GRID, 9 * GRID
_CHART = 30 * GRID


@dataclass(frozen=True)
class _Wish:
    """A table asked for: what comes of an earlier wish is thrown away."""

    choice: TableChoice


class TablesTab(ReportsTab):
    """Counts the responses. They are read once; each choice is then counted behind the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.variables = self.add_action(_("Variables…"), self._choose_file, icon="folder")
        self.variables.setToolTip(_("Lire un fichier de variables déduites : classes, âges, sections"))
        self.copy = self.add_action(_("Copier"), self.copy_table, key="Ctrl+Shift+C", icon="copy")
        self.keep = self.add_action(
            _("Garder"), self.keep_table, key="Ctrl+S", icon="save", role=ButtonRole.PRIMARY
        )
        self.copy.setToolTip(_("Pour un tableur ou un traitement de texte"))
        self.named = QComboBox()
        self.named.setAccessibleName(_("Tableaux gardés"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("nom du tableau"))
        self.name.setAccessibleName(_("Nom du tableau"))
        self.name.setMaxLength(named_tables.LONGEST_NAME)
        self.name.returnPressed.connect(self.keep_table)
        self.in_summary = QCheckBox(_("Dans la synthèse"))
        self.forget = ActionButton(
            context.theme, _("Supprimer"), self.forget_table, icon="trash", role=ButtonRole.QUIET
        )
        self.choices = TableChoices(context.workspace.environment.today)
        self.title = label("", "heading", wrap=True, selectable=True)
        self.status = label("", "hint", wrap=True, selectable=True)
        self.notes = label("", "muted", wrap=True, selectable=True)
        self.model = ListModel[GridLine]([], context.theme, self)
        self.table = Table(self.model, _("Tableau"))
        self.table.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.chart = TableChart(context.theme)
        self.made: Made | None = None
        self._base: Base | None = None
        self._loading: Task[Base] | None = None
        self._wish: _Wish | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(_SETTLED_MS)
        self._settling.timeout.connect(self._make)
        self._lay_out()
        self.choices.changed.connect(self._settling.start)
        self.named.activated.connect(self._open_named)

    def refresh(self, changed: frozenset[Changed]) -> None:
        """Read the responses again, and the named tables, which may have come with an exchange."""
        self._offer_named()
        workspace = self.context.workspace

        def load(progress: Progress) -> Base:
            with closing(workspace.reopen()) as own:
                return tabulations.load(own, None, lambda share: progress(round(share * _PARTS), _PARTS))

        if self._loading is not None:
            self._loading.cancel()
        self._tell(_("Lecture des fiches…"))
        self._loading = self.context.tasks.run(load, self._loaded, self._failed)
        self._loading.progress.moved.connect(
            lambda done, total: self._tell(
                _("Lecture des fiches… {share}").format(share=percent(done / total))
            )
        )

    def shown(self) -> None:
        """Start in the choice of the rows; read what was left unread."""
        self.choices.rows.setFocus()
        if self._base is None and self._loading is None:
            self.refresh(EVERYTHING)

    def leave(self) -> None:
        """Read no more."""
        if self._loading is not None and self._base is None:
            self._loading.cancel()
            self._loading = None

    def copy_table(self) -> None:
        """Put the table on the clipboard: parted by tabs, and as HTML."""
        if self.made is None:
            return
        data = QMimeData()
        data.setText(as_text(self.made.grid))
        data.setHtml(as_html(self.made.grid))
        QGuiApplication.clipboard().setMimeData(data)
        self.context.navigator.confirm(_("Le tableau est copié : collez-le dans un tableur."))

    def keep_table(self) -> None:
        """Keep the table under the name that is typed, for all sites."""
        if not self.name.text().strip():
            self._tell(_("Donnez un nom au tableau."), "bad")
            self.name.setFocus()
            return
        choice = self.choices.choice().named(self.name.text(), in_summary=self.in_summary.isChecked())
        before = next(
            (each for each in named_tables.named_tables(self.context.workspace) if each.name == choice.name),
            None,
        )
        named_tables.keep(self.context.workspace, choice)
        self._say_kept(_("« {name} » est gardé.").format(name=choice.name), choice.name, before)

    def forget_table(self) -> None:
        """Forget the named table in front; it can be undone."""
        name = self.named.currentData()
        if not name:
            return
        before = named_tables.named_table(self.context.workspace, name)
        named_tables.remove(self.context.workspace, name)
        self.name.clear()
        self._say_kept(_("« {name} » est supprimé.").format(name=name), name, before)

    def _choose_file(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Variables déduites"), str(Path.home()), _("Fichiers CSV (*.csv)")
        )
        if chosen:
            self.load_variables(Path(chosen))

    def load_variables(self, file: Path) -> None:
        """Read the variables of a file, for all sites, and count anew with them; what is wrong is said."""
        try:
            found, _revision = derived_variables.load_file(self.context.workspace, file)
        except UserError as error:
            self._tell(str(error), "bad")
            return
        self.refresh(frozenset({Changed.CAMPAIGN}))
        names = enumerate_words([quoted(each.label) for each in found])
        self.context.navigator.confirm(_("Variables lues : {names}.").format(names=names))

    def _say_kept(self, said: str, name: str, before: TableChoice | None) -> None:
        def undo() -> None:
            if before is None:
                named_tables.remove(self.context.workspace, name)
            else:
                named_tables.keep(self.context.workspace, before)
            self._offer_named()

        self._offer_named(self.name.text().strip())
        self.context.navigator.confirm(said, undo)

    def _offer_named(self, chosen: str = "") -> None:
        chosen = chosen or self.named.currentData() or ""
        self.named.clear()
        self.named.addItem(_("Tableaux gardés…"), "")
        for each in named_tables.named_tables(self.context.workspace):
            self.named.addItem(each.name, each.name)
        self.named.setCurrentIndex(max(self.named.findData(chosen), 0))
        self.forget.setEnabled(bool(self.named.currentData()))

    def _open_named(self) -> None:
        name = self.named.currentData()
        self.forget.setEnabled(bool(name))
        if name:
            choice = named_tables.named_table(self.context.workspace, name)
            self.name.setText(choice.name)
            self.in_summary.setChecked(choice.in_summary)
            self.choices.set_choice(choice)

    def _loaded(self, base: Base) -> None:
        self._base = base
        self.choices.offer(base)
        self._make()

    def _make(self) -> None:
        base, choice = self._base, self.choices.choice()
        if base is None or not choice.rows:
            return
        wish = self._wish = _Wish(choice)
        self.context.tasks.run(
            lambda progress: cross_tables.make(base, choice) if wish is self._wish else None,
            lambda made: self._show(wish, made),
            lambda error: self._failed(error, wish),
        )

    def _show(self, wish: _Wish, made: Made | None) -> None:
        if made is None or wish is not self._wish:
            return
        self.made = made
        grid = made.grid
        self.title.setText(grid.title)
        self.model.set_columns(
            [
                Column(grid.heads[0], lambda line: line.label, _ink, width=_HEAD),
                *(_column(head, place) for place, head in enumerate(_heads(made))),
            ]
        )
        self.model.set_rows(grid.lines)
        self.table.fit_columns()
        self.chart.set_table(made.table)
        people = ngettext("{n} fiche comptée.", "{n} fiches comptées.", made.people)
        self._tell(people.format(n=number(made.people)))
        self.notes.setText("\n".join(self._notes(made)))
        for button in (self.copy, self.keep):
            button.setEnabled(True)

    def _notes(self, made: Made) -> list[str]:
        said = [test_words(made)] if made.choice.by else []
        if made.table.multiple:
            said.append(
                _("Plusieurs réponses possibles : les parts se rapportent aux personnes qui ont répondu.")
            )
        if (
            any(cell.text == "s" for line in made.grid.lines for cell in line.cells)
            and self._base is not None
        ):
            said.append(
                _("s : secret statistique, moins de {minimum} personnes ou case qui les trahirait.").format(
                    minimum=number(self._base.minimum)
                )
            )
        return [each for each in said if each]

    def _failed(self, error: BaseException, wish: _Wish | None = None) -> None:
        if wish is not None and wish is not self._wish:
            return
        self.made = None
        self.model.set_rows([])
        self.chart.set_table(None)
        self.notes.setText("")
        for button in (self.copy, self.keep):
            button.setEnabled(False)
        if isinstance(error, UserError):
            self._tell(str(error), "bad")
        else:
            self._tell("")
            self.context.errors.show(error)

    def _tell(self, text: str, role: str = "hint") -> None:
        self.status.setText(text)
        self.status.setProperty("role", role)
        restyle(self.status)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        self.named.setFixedWidth(WIDTH)
        self.name.setFixedWidth(WIDTH)
        left.addWidget(self.named)
        left.addWidget(self.choices, 1)
        left.addWidget(self.name)
        foot = QHBoxLayout()
        foot.addWidget(self.in_summary)
        foot.addStretch(1)
        foot.addWidget(self.forget)
        left.addLayout(foot)
        middle = QVBoxLayout()
        middle.setSpacing(GRID)
        middle.addWidget(self.title)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.status)
        middle.addWidget(self.notes)
        chart = scrolled(self.chart)
        chart.setFixedWidth(_CHART)
        holder = QWidget()
        columns = QHBoxLayout(holder)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(3 * GRID)
        columns.addLayout(left)
        columns.addLayout(middle, 1)
        columns.addWidget(chart)
        self.body.addWidget(holder, 1)


def _heads(made: Made) -> Sequence[str]:
    """Return the heads of the columns; territories are known by their codes, which are short."""
    if made.choice.by == TERRITORY and made.choice.show is not Show.STATISTICS:
        return (made.grid.heads[1], *(column.code or column.label for column in made.table.columns))
    return made.grid.heads[1:]


def _column(head: str, place: int) -> Column[GridLine]:
    return Column(
        head,
        lambda line: line.cells[place].text,
        _ink,
        width=max(_CELL, min(len(head) + 4, 26) * GRID),
        right=True,
    )


def _ink(line: GridLine) -> Role | None:
    return Role.MUTED if line.aside else None
