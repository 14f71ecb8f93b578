"""Responses whose time is over: names were to be kept until a day that is past."""

from contextlib import closing
from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.typography import date_in_words, number
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import retention
from teleactivites_desktop.services.retention import Anonymised
from teleactivites_desktop.ui.context import EVERYTHING, Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.listing import Column, ListModel
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton, ButtonRole
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.table import Table
from teleactivites_desktop.ui.widgets.text import Level, label


class RetentionTopic(Topic):
    """What is due to be anonymised, and doing it. They are searched behind the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "")
        self.model = ListModel[ResponseLine](
            [
                Column(_("Fiche"), lambda line: line.paper, width=14 * GRID),
                Column(_("Nom"), lambda line: line.name, width=28 * GRID),
                Column(_("Commune"), lambda line: line.place, width=28 * GRID),
                Column(_("Lot"), lambda line: line.batch),
            ],
            context.theme,
            self,
        )
        self.table = Table(self.model, _("Fiches à anonymiser"))
        for section, column in enumerate(self.model.columns[:-1]):
            self.table.setColumnWidth(section, column.width)
        self.table.activated.connect(
            lambda index: context.navigator.open(
                PageName.RESPONSES, OpenResponse(self.model.rows[index.row()].record)
            )
        )
        self._task: Task[list[ResponseLine]] | None = None
        self._sentence = label("", wrap=True)
        self.button = ActionButton(context.theme, _("Anonymiser…"), self.ask, role=ButtonRole.DANGER)
        self.question = Strip(context.theme)
        self._lay_out()

    def refresh(self) -> None:
        """Search again; nothing is read before the day is past."""
        workspace = self.context.workspace
        day = retention.retention(workspace)
        self._nothing.set_sentence(_nothing_due(day, over=retention.is_over(workspace)))
        if not retention.is_over(workspace):
            self.tell_count(0)
            return
        if self._task is not None:
            return

        def search(progress: Progress) -> list[ResponseLine]:
            with closing(workspace.reopen()) as own:
                return retention.due(own, progress)

        self._task = self.context.tasks.run(search, self._found)
        self._task.ended.connect(self._ended)

    def ask(self) -> None:
        """Say what anonymising does, before anything is done."""
        self.question.tell(
            _(
                "Noms, dates de naissance, adresses, téléphones, textes libres, notes et historique seront "
                "effacés pour toujours, ici et dans les autres territoires ; les réponses qui comptent "
                "restent dans les tableaux. Cela ne s’annule pas."
            ),
            Level.BAD,
        )
        self.question.add_action(_("Anonymiser pour toujours"), self.anonymise)

    def anonymise(self) -> None:
        """Anonymise all that is due, behind the window."""
        self.question.clear()
        workspace = self.context.workspace

        def work(progress: Progress) -> Anonymised:
            with closing(workspace.reopen()) as own:
                return retention.anonymise(own, progress)

        self.context.tasks.run(work, self._done, title=_("Anonymisation…"))

    def _done(self, done: Anonymised) -> None:
        self.context.navigator.announce(EVERYTHING)
        self.context.navigator.confirm(
            ngettext(
                "{n} fiche est anonyme ; faites un échange pour que les autres territoires suivent.",
                "{n} fiches sont anonymes ; faites un échange pour que les autres territoires suivent.",
                done.kept,
            ).format(n=number(done.kept))
        )

    def _ended(self) -> None:
        self._task = None

    def _found(self, due: list[ResponseLine]) -> None:
        self.model.set_rows(due)
        day = retention.retention(self.context.workspace)
        if day is not None:
            self._sentence.setText(
                ngettext(
                    "Les noms devaient être gardés jusqu’au {day} : {n} fiche en porte encore un.",
                    "Les noms devaient être gardés jusqu’au {day} : {n} fiches en portent encore un.",
                    len(due),
                ).format(day=date_in_words(day), n=number(len(due)))
            )
        self.tell_count(len(due))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.addWidget(self._sentence, 1)
        line.addWidget(self.button)
        holder = QWidget()
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(line)
        layout.addWidget(self.question)
        layout.addWidget(self.table, 1)
        holder.setFocusProxy(self.table)
        self.set_view(holder)


def _nothing_due(day: date | None, *, over: bool) -> str:
    if day is None:
        return _(
            "Aucune date de conservation n’est fixée pour cette campagne : fixez dans Réglages jusqu’à quand "
            "les noms sont gardés."
        )
    if over:
        return _("Plus aucune fiche ne porte de nom : tout est anonyme.")
    return _("Les noms sont gardés jusqu’au {day} ; rien n’est à anonymiser.").format(day=date_in_words(day))
