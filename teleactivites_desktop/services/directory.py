"""The directory of people who agreed to be presented, with only what each agreed to show.

The question whose consent is `presentation` says what: its choices are `nom`, `metier`, `commune`, `contact`
in the shipped questionnaire. Somebody whose paper is not signed is not shown.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.questionnaire import Questionnaire, QuestionType
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.typography import plural
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.tabulations import Progress, valleys
from teleactivites_desktop.services.workspace import Workspace

_NAME, _WORK, _PLACE, _CONTACT = "nom", "metier", "commune", "contact"
_WORK_QUESTIONS = ("metier", "competences")
_FIELD = "domaine"
_SIGNED = "signature"
Fields = Mapping[str, PatchValue]


@dataclass(frozen=True)
class Entry:
    """A person as shown: each text is "" where it is not to be shown. `fields`: labels of the domains."""

    name: str
    work: str
    place: str
    contact: str
    fields: tuple[str, ...]
    valley: str


def listing(workspace: Workspace, imprint: Imprint, options: Options, progress: Progress | None) -> Listing:
    """Return the directory, by field and by valley."""
    found = list(entries(workspace, options, progress))
    by_field = _sheets(found, _("Par domaine"), lambda entry: entry.fields or (_("Autres"),))
    by_valley = _sheets(found, _("Par vallée"), lambda entry: (entry.valley or _("Vallée non montrée"),))
    shown = plural(len(found), _("personne a accepté"), _("personnes ont accepté"))
    return Listing(
        imprint=imprint,
        lead=(
            _("{shown} d'être présentées aux entreprises, chacune avec ce qu'elle laisse montrer.").format(
                shown=shown
            ),
        ),
        sheets=(*by_field, *by_valley),
        empty=_("Personne n'a encore accepté d'être présenté."),
    )


def entries(workspace: Workspace, options: Options, progress: Progress | None = None) -> Iterator[Entry]:
    """Yield the people to show, of the responses of the selection."""
    presenter = _Presenter(workspace.questionnaire)
    total = max(workspace.store.responses.count(), 1)
    for done, (line, fields) in enumerate(workspace.store.responses.each()):
        if progress:
            progress(done / total)
        if options.selection.keeps(line):
            entry = presenter.entry(fields)
            if entry is not None and (entry.name or entry.work or entry.contact):
                yield entry


class _Presenter:
    def __init__(self, questionnaire: Questionnaire) -> None:
        self._reader = Reader(questionnaire)
        self._questionnaire = questionnaire
        self._roles = roles(questionnaire)
        self._valleys = valleys(questionnaire)
        asked = consents.questions_of(questionnaire, consents.PRESENTATION)
        self._consent = asked[0].name if asked else ""
        self._web = tuple(q.name for q in questionnaire.questions if q.format == "url")

    def entry(self, fields: Fields) -> Entry | None:
        """Return what may be shown of a person; None where nothing may."""
        shown = consents.agreed(self._questionnaire, fields, consents.PRESENTATION)
        if not shown or fields.get(f"answers.{_SIGNED}") == "non":
            return None
        agreed = str(fields.get(f"answers.{self._consent}", "")).split()
        # Who no longer wants to be called by us is not shown to others as somebody to call.
        reachable = _CONTACT in agreed and not consents.is_withdrawn(fields, consents.CONTACT)
        contact = (*self._roles.phones, *self._roles.emails, *self._web)
        place = fields.get(f"answers.{self._roles.place}")
        return Entry(
            name=self._texts(fields, self._roles.names, " ") if _NAME in agreed else "",
            work=self._texts(fields, _WORK_QUESTIONS, "\n") if _WORK in agreed else "",
            place=self._texts(fields, (self._roles.place,), "") if _PLACE in agreed else "",
            contact=self._texts(fields, contact, "\n") if reachable else "",
            fields=tuple(self._fields(fields)) if _WORK in agreed else (),
            valley=self._valleys.get(str(place), "") if _PLACE in agreed else "",
        )

    def _texts(self, fields: Fields, questions: tuple[str, ...], between: str) -> str:
        values = ((name, fields.get(f"answers.{name}")) for name in questions)
        shown = [self._reader.answer(name, v) for name, v in values if isinstance(v, str | int | float)]
        return between.join(shown)

    def _fields(self, fields: Fields) -> Iterator[str]:
        question = self._questionnaire.by_name.get(_FIELD)
        if question is None or question.type is not QuestionType.SELECT_MULTIPLE:
            return
        choices = self._questionnaire.choices_of(question)
        labels = {choice.name: self._questionnaire.text(choice.labels) for choice in choices}
        for code in str(fields.get(f"answers.{_FIELD}", "")).split():
            yield labels.get(code, code)


def _sheets(found: list[Entry], title: str, keys: Callable[[Entry], tuple[str, ...]]) -> Iterator[Sheet]:
    """Yield a heading, then a table per group under it."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        for key in keys(entry):
            groups.setdefault(key, []).append(entry)
    if groups:
        yield Sheet(title, (), (), ())
    for key in sorted(groups, key=fold_text):
        heads = (_("Nom"), _("Métier et compétences"), _("Commune"), _("Contact"))
        known = sorted(groups[key], key=lambda entry: (not entry.name, fold_text(entry.name)))
        rows = tuple(_row(entry) for entry in known)
        yield Sheet(key, heads, rows, (0.2, 0.37, 0.17, 0.26), level=1)


def _row(entry: Entry) -> tuple[str, ...]:
    return entry.name or "–", entry.work or "–", entry.place or "–", entry.contact or "–"
