"""The directory of people who agreed to be presented, with only what each agreed to show.

What each choice of the question on presentation (`consent`: `presentation`) shows is the questionnaire's to
say: the questions named in the column `shows` of its choices; else the question that the choice is named
after, with all that has its role (surname and first name, telephone and e-mail...). Answers that may be
several, such as the fields of activity, make the chapters. Somebody whose paper is not signed is not shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from teleactivites_desktop.core import consents
from teleactivites_desktop.core.questionnaire import Choice, Questionnaire, QuestionType
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.text import fold_text
from teleactivites_desktop.core.typography import number
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.i18n import _, ngettext
from teleactivites_desktop.reports.layout import Imprint
from teleactivites_desktop.reports.listing import Listing, Sheet
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.tabulations import Progress, valleys
from teleactivites_desktop.services.workspace import Workspace

SHOWS = "shows"
"""Column of a workbook's choices: names of the questions that a choice lets be shown, parted by spaces."""
_CONTACT = "contact"
_WITH = {"metier": ("competences", "domaine")}
"""What goes with a question where the workbook has no such column: that of the shipped questionnaire."""
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
    by_field = _sheets(found, _("Par domaine"), _("Autres"), lambda entry: entry.fields)
    by_valley = _sheets(
        found,
        _("Par vallée"),
        _("Vallée non montrée"),
        lambda entry: (entry.valley,) if entry.valley else (),
    )
    words = ngettext(
        "{n} personne a accepté d'être présentée aux entreprises, avec ce qu'elle laisse montrer.",
        "{n} personnes ont accepté d'être présentées aux entreprises, chacune avec ce qu'elle laisse"
        " montrer.",
        len(found),
    )
    return Listing(
        imprint=imprint,
        lead=(words.format(n=number(len(found))),) if found else (),
        sheets=(*by_field, *by_valley),
        empty=_("Personne n'a encore accepté d'être présenté."),
    )


def entries(workspace: Workspace, options: Options, progress: Progress | None = None) -> Iterator[Entry]:
    """Yield the people to show, of the responses of the selection."""
    presenter = Presenter(workspace.questionnaire)
    total = max(workspace.store.responses.count(), 1)
    for done, (line, fields) in enumerate(workspace.store.responses.each()):
        if progress:
            progress(done / total)
        if options.selection.keeps(line):
            entry = presenter.entry(fields)
            if entry is not None and (entry.name or entry.work or entry.contact):
                yield entry


class Presenter:
    """Knows what each choice of the question on presentation lets be shown."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._reader = Reader(questionnaire)
        self._questionnaire = questionnaire
        self._roles = roles(questionnaire)
        self._valleys = valleys(questionnaire)
        web = tuple(q.name for q in questionnaire.questions if q.format == "url")
        self._contact = (*self._roles.phones, *self._roles.emails, *web)
        self._asked = consents.questions_of(questionnaire, consents.PRESENTATION)
        self._shows = {
            choice.name: self._shown_by(choice)
            for question in self._asked
            for choice in questionnaire.choices_of(question)
        }

    def entry(self, fields: Fields) -> Entry | None:
        """Return what may be shown of a person; None where nothing may."""
        allowed = consents.agreed(self._questionnaire, fields, consents.PRESENTATION)
        if not allowed or consents.is_unsigned(self._questionnaire, fields):
            return None
        ticked = [code for q in self._asked for code in str(fields.get(f"answers.{q.name}", "")).split()]
        shown = dict.fromkeys(name for code in ticked for name in self._shows.get(code, ()))
        place = self._roles.place if self._roles.place in shown else ""
        groups = [name for name in shown if self._is_multiple(name)]
        apart = {*self._roles.names, *self._contact, self._roles.place, *groups}
        # Who no longer wants to be called by us is not shown to others as somebody to call.
        reachable = not consents.is_withdrawn(fields, consents.CONTACT)
        contact = [name for name in self._contact if name in shown and reachable]
        return Entry(
            name=self._texts(fields, [n for n in self._roles.names if n in shown], " "),
            work=self._texts(fields, [name for name in shown if name not in apart], "\n"),
            place=self._texts(fields, [place], ""),
            contact=self._texts(fields, contact, "\n"),
            fields=tuple(label for name in groups for label in self._labels(name, fields)),
            valley=self._valleys.get(str(fields.get(f"answers.{place}", "")), ""),
        )

    def _shown_by(self, choice: Choice) -> tuple[str, ...]:
        """Return the questions whose answers a choice lets be shown."""
        known = self._questionnaire.by_name
        told = tuple(name for name in choice.attributes.get(SHOWS, "").split() if name in known)
        if told:
            return told
        if choice.name in self._roles.names:
            return self._roles.names
        words = fold_text(f"{choice.name} {self._questionnaire.text(choice.labels)}")
        if choice.name in self._contact or (choice.name not in known and _CONTACT in words):
            return self._contact
        return tuple(name for name in (choice.name, *_WITH.get(choice.name, ())) if name in known)

    def _texts(self, fields: Fields, questions: Iterable[str], between: str) -> str:
        values = ((name, fields.get(f"answers.{name}")) for name in questions)
        shown = [self._reader.answer(name, v) for name, v in values if isinstance(v, str | int | float)]
        return between.join(shown)

    def _is_multiple(self, name: str) -> bool:
        return self._questionnaire.by_name[name].type is QuestionType.SELECT_MULTIPLE

    def _labels(self, name: str, fields: Fields) -> Iterator[str]:
        choices = self._questionnaire.choices_of(self._questionnaire.by_name[name])
        labels = {choice.name: self._questionnaire.text(choice.labels) for choice in choices}
        for code in str(fields.get(f"answers.{name}", "")).split():
            yield labels.get(code, code)


def _sheets(
    found: list[Entry], title: str, others: str, keys: Callable[[Entry], tuple[str, ...]]
) -> Iterator[Sheet]:
    """Yield a heading, then a table per group under it; those of no group come last, under `others`."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        for key in keys(entry) or (others,):
            groups.setdefault(key, []).append(entry)
    if groups:
        yield Sheet(title, (), (), ())
    for key in sorted(groups, key=lambda key: (key == others, fold_text(key))):
        heads = (_("Nom"), _("Métier et compétences"), _("Commune"), _("Contact"))
        known = sorted(groups[key], key=lambda entry: (not entry.name, fold_text(entry.name)))
        rows = tuple(_row(entry) for entry in known)
        yield Sheet(key, heads, rows, (0.19, 0.31, 0.2, 0.3), level=1)


def _row(entry: Entry) -> tuple[str, ...]:
    return entry.name or "–", entry.work or "–", entry.place or "–", entry.contact or "–"
