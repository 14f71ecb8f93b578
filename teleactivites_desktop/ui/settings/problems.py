"""What went wrong in the program: how much of it there is, and a report of it for the maintainers."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.services import problems
from teleactivites_desktop.ui.context import Context
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.widgets.buttons import ActionButton
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.text import label


class ProblemsCard(Card):
    """The report holds no answer of anybody; the officer may read it before sending it."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Problèmes du programme"))
        self._context = context
        self.told = label("", "muted", wrap=True)
        self.save = ActionButton(context.theme, _("Enregistrer un rapport…"), self._choose, icon="save")
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addStretch(1)
        self.body.addWidget(self.told)
        self.body.addLayout(line)
        self.body.addWidget(
            label(_("Pour qui suit le programme : aucune réponse, aucun nom n'y figure."), "hint", wrap=True)
        )

    def refresh(self) -> None:
        """Count again what the journal holds."""
        count = len(problems.noted())
        self.told.setText(
            ngettext("{count} problème noté.", "{count} problèmes notés.", count).format(count=count)
            if count
            else _("Aucun problème n'a été noté.")
        )

    def write(self, to: Path) -> None:
        """Write the report into the file `to`; trying the installation takes some seconds."""
        database = self._context.workspace.store.path

        def work(progress: Progress) -> Path:
            from teleactivites_desktop.services import doctor

            return problems.write_report(doctor.examine(database), to)

        self._context.tasks.run(work, self._written, title=_("Rapport…"))

    def _written(self, path: Path) -> None:
        self._context.navigator.confirm(_("Rapport enregistré : {path}").format(path=path))

    def _choose(self) -> None:
        name = "teleactivites-rapport.txt"
        path, _kind = QFileDialog.getSaveFileName(self, _("Enregistrer un rapport"), name, "*.txt")
        if path:
            self.write(Path(path))
