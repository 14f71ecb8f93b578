"""Letters to the people who agreed to be contacted: a text the officer writes, with fields filled in.

A field stands between braces: ``{prenom}``, ``{commune}``, any question by its name; ``{date}`` is today,
``{territoire}`` the territory that collected the paper, ``{fiche}`` the paper's number.
"""

import re
from collections.abc import Iterator, Mapping

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.typography import date_in_words
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.reports.letters import Letter
from teleactivites_desktop.services.addresses import recipients
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.reading import Reader
from teleactivites_desktop.services.tabulations import Progress
from teleactivites_desktop.services.workspace import Workspace

_DATE, _TERRITORY, _PAPER = "date", "territoire", "fiche"
_FIELD = re.compile(r"\{([^{}\n]*)\}")


def usual_text(workspace: Workspace) -> str:
    """Return a text to begin with, in the words of the campaign's questionnaire."""
    names = " ".join(f"{{{name}}}" for name in reversed(roles(workspace.questionnaire).names))
    return (
        _(
            "{names},\n\nVous avez répondu au recensement des télétravailleurs et accepté d'être recontacté."
            " Nous vous en remercions.\n\n\n\nNous restons à votre disposition.\n\n$territoire"
        )
        .replace("{names}", names)
        .replace("$territoire", f"{{{_TERRITORY}}}")
    )


def field_names(questionnaire: Questionnaire) -> dict[str, str]:
    """Return what may stand between braces, and what it is."""
    own = {
        _DATE: _("la date du jour"),
        _TERRITORY: _("le territoire"),
        _PAPER: _("le numéro de fiche"),
    }
    return own | {q.name: questionnaire.text(q.labels) or q.name for q in questionnaire.keyed}


def letters(workspace: Workspace, options: Options, progress: Progress | None = None) -> Iterator[Letter]:
    """Yield a letter for each person of the selection who agreed to be contacted and gave an address.

    Raises UserError for a field that is none, before the first letter.
    """
    writer = _Writer(workspace, options)
    for address, line, fields in recipients(workspace, options.selection, progress):
        yield Letter(address, writer.day, writer.filled(line, fields))


class _Writer:
    def __init__(self, workspace: Workspace, options: Options) -> None:
        questionnaire = workspace.questionnaire
        self._text = options.letter or usual_text(workspace)
        self._reader = Reader(questionnaire)
        self._territories = membership(workspace.store).territories
        self.day = date_in_words((options.made_at or workspace.environment.now()).date())
        known = field_names(questionnaire)
        wrong = [name for name in _FIELD.findall(self._text) if name.strip() not in known]
        if wrong:
            raise UserError(
                _("« {name} » n'est pas un champ : écrivez entre accolades le nom d'une question.").format(
                    name=wrong[0]
                )
            )

    def filled(self, line: ResponseLine, fields: Mapping[str, PatchValue]) -> str:
        """Return the text for one person; what they did not answer leaves nothing."""

        def value(found: re.Match[str]) -> str:
            name = found[1].strip()
            own = {
                _DATE: self.day,
                _TERRITORY: self._territories.get(line.territory, line.territory),
                _PAPER: line.paper,
            }
            answer = fields.get(f"answers.{name}")
            shown = self._reader.answer(name, answer) if isinstance(answer, str | int | float) else ""
            return own.get(name, shown)

        return re.sub(" +(?=[,.\n])", "", _FIELD.sub(value, self._text))
