"""Conflicts: both values with who, when and where; the paper's other answers below; one key decides."""

from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import conflicts, responses
from teleactivites_desktop.services.conflicts import Conflict, Side
from teleactivites_desktop.services.readers import Readers
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.decision import Choice, DecisionView
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.moments import moment_in_brief, moment_of
from teleactivites_desktop.ui.responses.answers import answer_lines
from teleactivites_desktop.ui.sheet import SheetLine


class ConflictsTopic(Topic):
    """The open conflicts, one after the other."""

    def __init__(self, context: Context) -> None:
        super().__init__(
            context,
            _(
                "Aucun conflit. Il y en a un quand deux postes ont donné deux réponses différentes à la même "
                "question, chacun sans avoir vu l’autre."
            ),
        )
        self._open: list[Conflict] = []
        self._place = 0
        self.view = DecisionView(context.theme, (_("Question"), _("Réponse")), noted=True)
        self.view.decided.connect(self._decide)
        self.view.moved.connect(self._move)
        self.view.opened.connect(self._edit)
        self.set_view(self.view)

    @property
    def current(self) -> Conflict | None:
        """Return the conflict in front."""
        return self._open[self._place] if self._open else None

    def refresh(self) -> None:
        """Read the conflicts again; the next one comes in the place of the one that was decided."""
        self._open = conflicts.open_conflicts(self.context.workspace)
        self._place = max(min(self._place, len(self._open) - 1), 0)
        self.tell_count(len(self._open))
        self._show()

    def _show(self) -> None:
        conflict = self.current
        if conflict is None:
            return
        title = " — ".join(part for part in (conflict.paper, conflict.caption) if part)
        choices = [
            Choice(side.shown, self._who(side), _("Garder « {value} »").format(value=_short(side.shown)))
            for side in conflict.sides
        ]
        self.view.show_question(self._place, len(self._open), title, choices, self._others(conflict))

    def _who(self, side: Side) -> str:
        now = self.context.workspace.environment.now()
        parts = (
            side.officer or _("agent inconnu ici"),
            side.territory or _("poste {site}").format(site=side.revision.site),
            moment_in_brief(moment_of(side.revision.at), now),
        )
        return ", ".join(parts)

    def _others(self, conflict: Conflict) -> list[SheetLine]:
        if conflict.kind is not Kind.RESPONSE:
            return []
        workspace = self.context.workspace
        stored = responses.get(workspace, conflict.record)
        if stored is None:
            return []
        return answer_lines(Readers(workspace).of(stored.line.questionnaire), stored.state)

    def _decide(self, number: int) -> None:
        conflict = self.current
        if conflict is None:
            return
        side = conflict.sides[number]
        conflicts.decide(self.context.workspace, conflict, side, self.view.note)
        self.context.navigator.announce({Changed.CONFLICTS, Changed.RESPONSES})
        self.context.navigator.confirm(
            _("{paper} : « {value} » est gardé. L’autre valeur reste dans l’historique.").format(
                paper=conflict.paper or conflict.caption, value=_short(side.shown)
            )
        )

    def _move(self, by: int) -> None:
        if self._open:
            self._place = (self._place + by) % len(self._open)
            self._show()

    def _edit(self, line: SheetLine) -> None:
        if (conflict := self.current) is not None:
            self.context.navigator.open(PageName.ENTRY, OpenResponse(conflict.record, line.key))


def _short(text: str, most: int = 20) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
