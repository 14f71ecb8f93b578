"""Papers likely filled by one person: both side by side, why they are alike; one key says which it is."""

from collections.abc import Mapping
from contextlib import closing

from teleactivites_desktop.core.history.fold import Folded
from teleactivites_desktop.core.history.state import response_state
from teleactivites_desktop.core.stored import StoredResponse
from teleactivites_desktop.core.typography import enumerate_words
from teleactivites_desktop.core.values import Value
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import duplicates, responses
from teleactivites_desktop.services.duplicates import Decision, LikelyPair, compared_questions, reason_words
from teleactivites_desktop.services.overview import MOST_COMPARED
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.versions import fields_as
from teleactivites_desktop.services.workspace import Workspace
from teleactivites_desktop.ui.context import Changed, Context, OpenResponse, PageName
from teleactivites_desktop.ui.control.decision import Choice, DecisionView
from teleactivites_desktop.ui.control.topic import Topic
from teleactivites_desktop.ui.sheet import SheetLine
from teleactivites_desktop.ui.tasks import Progress, Task
from teleactivites_desktop.ui.theme import Role

_PARTS = 1000
"""How finely the progress of the search is told."""
_DECISIONS = (Decision.SAME, Decision.DIFFERENT)


class LikenessTopic(Topic):
    """The likely pairs that nobody has decided yet, the surest first. They are searched behind the window."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, _nobody())
        self.search_button = self._nothing.add_action(_("Chercher les doubles"), self.search, icon="search")
        self._pairs: list[LikelyPair] = []
        self._place = 0
        self._task: Task[list[LikelyPair]] | None = None
        self._stale = self._searched = self._interrupted = False
        self.view = DecisionView(context.theme, (_("Question"), _("Première fiche"), _("Seconde fiche")))
        self.view.decided.connect(self._decide)
        self.view.moved.connect(self._move)
        self.view.opened.connect(self._edit)
        self.set_view(self.view)

    @property
    def current(self) -> LikelyPair | None:
        """Return the pair in front."""
        return self._pairs[self._place] if self._pairs else None

    def refresh(self) -> None:
        """Search again; in a large base only once the officer asked, and what was found then stays."""
        large = self.context.workspace.store.responses.count() > MOST_COMPARED
        self.search_button.setVisible(large and not self._searched)
        if not large:
            self.search()
        elif not self._searched:
            self._nothing.set_sentence(
                _(
                    "Chercher dans toute la base les fiches qu’une même personne a sans doute remplies "
                    "deux fois."
                )
            )
            self.tell_unknown()

    def search(self) -> None:
        """Search behind the window; while a search is under way, again once it has ended."""
        self._stale = self._task is not None
        if self._task is not None:
            return
        workspace = self.context.workspace

        def search(progress: Progress) -> list[LikelyPair]:
            with closing(workspace.reopen()) as own:
                return duplicates.find(own, lambda share: progress(round(share * _PARTS), _PARTS))

        title = "" if self.search_button.isHidden() else _("Recherche des doubles…")
        self._task = self.context.tasks.run(search, self._found, title=title)
        self._task.ended.connect(self._ended)

    def stop(self) -> None:
        """Search no more; `resume` takes it up again."""
        if self._task is not None:
            self._stale, self._interrupted = False, True
            self._task.cancel()

    def resume(self) -> None:
        """Take up a search that was stopped."""
        if self._interrupted:
            self._interrupted = False
            self.refresh()

    def _ended(self) -> None:
        self._task = None
        if self._stale:
            self.search()

    def _found(self, pairs: list[LikelyPair]) -> None:
        self._searched = True
        self.search_button.hide()
        self._nothing.set_sentence(_nobody())
        self._pairs = pairs
        self._place = max(min(self._place, len(pairs) - 1), 0)
        self.tell_count(len(pairs))
        self._show()

    def _show(self) -> None:
        pair = self.current
        if pair is None:
            return
        title = _("{first} et {second} se ressemblent : {reasons}").format(
            first=pair.papers[0],
            second=pair.papers[1],
            reasons=enumerate_words([reason_words(reason) for reason in pair.reasons]),
        )
        choices = [
            Choice(
                _("La même personne"),
                _("Les deux fiches restent ; les statistiques n’en comptent qu’une."),
                _("C’est la même"),
            ),
            Choice(
                _("Deux personnes"),
                _("La question ne sera plus posée, ni ici ni dans les autres territoires."),
                _("Ce n’est pas la même"),
            ),
        ]
        self.view.show_question(self._place, len(self._pairs), title, choices, self._lines(pair))

    def _lines(self, pair: LikelyPair) -> list[SheetLine]:
        """Return what each paper says, what was compared first; what differs carries a sign."""
        workspace = self.context.workspace
        reader = Reader(workspace.questionnaire)
        found = [responses.get(workspace, record) for record in (pair.first, pair.second)]
        first, second = (_answers(workspace, stored) if stored else {} for stored in found)
        compared = compared_questions(reader.questionnaire)
        lines = {
            question.name: _line(question.name, reader, first.get(question.name), second.get(question.name))
            for question in reader.questionnaire.keyed
            if question.name in first or question.name in second
        }
        left, right = (_told(workspace, stored) if stored else "" for stored in found)
        return [
            SheetLine(_("Fiche"), left, right),
            *(lines.pop(name) for name in compared if name in lines),
            SheetLine(_("Le reste des fiches"), heading=True),
            *lines.values(),
        ]

    def _decide(self, number: int) -> None:
        pair = self.current
        if pair is None:
            return
        duplicates.decide(self.context.workspace, pair.first, pair.second, _DECISIONS[number])
        place = self._place
        self._pairs.pop(place)
        self._found(self._pairs)
        self.context.navigator.announce({Changed.CONFLICTS})
        words = (
            _("{first} et {second} : la même personne.")
            if _DECISIONS[number] is Decision.SAME
            else _("{first} et {second} : deux personnes.")
        )
        said = words.format(first=pair.papers[0], second=pair.papers[1])
        self.context.navigator.confirm(said, lambda: self._ask_again(pair, place))

    def _ask_again(self, pair: LikelyPair, place: int) -> None:
        """Take the decision back: the pair is in front again."""
        duplicates.forget(self.context.workspace, pair.first, pair.second)
        self._pairs.insert(min(place, len(self._pairs)), pair)
        self._place = place
        self._found(self._pairs)
        self.context.navigator.announce({Changed.CONFLICTS})

    def _move(self, by: int) -> None:
        if self._pairs:
            self._place = (self._place + by) % len(self._pairs)
            self._show()

    def _edit(self, line: SheetLine) -> None:
        if (pair := self.current) is not None:
            self.context.navigator.open(PageName.RESPONSES, OpenResponse(pair.first, line.key))


def _answers(workspace: Workspace, stored: StoredResponse) -> Mapping[str, Value]:
    """Return the answers of a response in the names of the current version: both papers can be compared."""
    return response_state(Folded(fields_as(workspace, stored))).answers


def _told(workspace: Workspace, stored: StoredResponse) -> str:
    """Return which paper it is: its number, batch, and who keyed it last, where."""
    line = stored.line
    officer, site = (
        workspace.store.officers.get(line.changed_by),
        workspace.store.sites.get(line.changed_site),
    )
    parts = (
        line.paper,
        _("lot {batch}").format(batch=line.batch) if line.batch else "",
        officer.text("name") if officer else "",
        site.text("territory") if site else "",
    )
    return " · ".join(filter(None, parts))


def _line(name: str, reader: Reader, first: Value | None, second: Value | None) -> SheetLine:
    shown = ["—" if value is None else reader.answer(name, value) for value in (first, second)]
    sign = "≠ " if first != second else ""
    ink = Role.WARNING if sign and None not in (first, second) else None
    return SheetLine(reader.label(name), sign + shown[0], sign + shown[1], ink=ink, second_ink=ink, key=name)


def _nobody() -> str:
    return _("Aucune fiche ne semble remplie deux fois par la même personne, ou tout est décidé.")
