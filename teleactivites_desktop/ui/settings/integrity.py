"""Proving the database on demand, and making the lists anew where they do not agree with the histories."""

from contextlib import closing

from PySide6.QtWidgets import QHBoxLayout

from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import integrity
from teleactivites_desktop.services.integrity import Problem
from teleactivites_desktop.ui.context import EVERYTHING, Context
from teleactivites_desktop.ui.tasks import Progress
from teleactivites_desktop.ui.theme import GRID
from teleactivites_desktop.ui.widgets.buttons import ActionButton
from teleactivites_desktop.ui.widgets.card import Card
from teleactivites_desktop.ui.widgets.strip import Strip
from teleactivites_desktop.ui.widgets.text import Level, label

_SHOWN = 5
"""Problems told one by one in the window; `teleactivites check` tells more."""


class IntegrityCard(Card):
    """Checks the base behind the window; offers to make the lists anew where that mends what was found."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("État de la base"))
        self._context = context
        self.check_button = ActionButton(context.theme, _("Vérifier la base"), self.check, icon="check")
        self.result = Strip(context.theme)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.check_button)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addWidget(
            label(
                _("Le fichier, les chaînes signées, et chaque fiche contre son historique."),
                "hint",
                wrap=True,
            )
        )
        self.body.addWidget(self.result)

    def check(self) -> None:
        """Check everything; some seconds for 10,000 responses."""
        workspace = self._context.workspace

        def work(progress: Progress) -> list[Problem]:
            with closing(workspace.reopen()) as own:
                return integrity.check(own.store, progress)

        self.result.clear()
        self._context.tasks.run(work, self._checked, title=_("Vérification de la base…"))

    def rebuild(self) -> None:
        """Make the lists and the search index anew from the histories, then check again."""
        workspace = self._context.workspace

        def work(progress: Progress) -> list[Problem]:
            with closing(workspace.reopen()) as own:
                integrity.rebuild(own.store, progress)
                return integrity.check(own.store, progress)

        self._context.tasks.run(work, self._rebuilt, title=_("Reconstruction des listes…"))

    def _rebuilt(self, problems: list[Problem]) -> None:
        self._context.navigator.announce(EVERYTHING)
        self._checked(problems)

    def _checked(self, problems: list[Problem]) -> None:
        if not problems:
            self.result.tell(_("La base est saine : fichier, chaînes et fiches concordent."), Level.GOOD)
            return
        told = [found.message for found in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            told.append(_("et {n} autres.").format(n=len(problems) - _SHOWN))
        if integrity.can_rebuild(problems):
            told.append(_("Les listes se refont à partir des historiques, intacts : rien ne se perd."))
        else:
            told.append(_("Revenez à une sauvegarde d’avant, ci-dessous ; les échanges rendront le reste."))
        self.result.tell("\n".join(told), Level.BAD)
        if integrity.can_rebuild(problems):
            self.result.add_action(_("Reconstruire les listes"), self.rebuild)
