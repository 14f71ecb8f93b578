"""What is said under a table: whether its columns differ, and how far that can be trusted."""

from datetime import date

from teleactivites_desktop.core.table_choice import TableChoice
from teleactivites_desktop.core.typography import date_in_words, enumerate_words, number, quoted
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import cross_tables
from teleactivites_desktop.services.cross_tables import Made
from teleactivites_desktop.services.tabulations import TERRITORY, Base

_CERTAIN, _LIKELY = 0.01, 0.05
_LEAST = 0.001


def test_words(made: Made) -> str:
    """Return the chi-square test in words, with its warning; why there is none where it has no sense."""
    if made.table.multiple:
        return _("Pas de test : plusieurs réponses étaient possibles.")
    test = made.test
    if test is None:
        return _("Pas de test : des cases sont masquées, ou il n'y a qu'une colonne.")
    if test.probability < _CERTAIN:
        verdict = _("les colonnes diffèrent nettement")
    elif test.probability < _LIKELY:
        verdict = _("les colonnes diffèrent sans doute")
    else:
        verdict = _("rien ne montre que les colonnes diffèrent")
    chance = _("moins de 0,001") if test.probability < _LEAST else number(test.probability, 3)
    said = _("Khi-deux = {statistic} ({degrees} degrés de liberté), p = {chance} : {verdict}.").format(
        statistic=number(test.statistic, 1), degrees=number(test.degrees), chance=chance, verdict=verdict
    )
    if test.shaky:
        said += " " + _("Effectifs trop petits : n'en tirez pas de conclusion.")
    return said


def whom_words(base: Base, choice: TableChoice) -> str:
    """Return who is counted, "" for everybody."""
    said = []
    if choice.territories:
        said.append(_among(base, TERRITORY, choice.territories))
    if choice.first:
        said.append(_("reçues depuis le {day}").format(day=date_in_words(date.fromisoformat(choice.first))))
    if choice.last:
        said.append(_("reçues jusqu'au {day}").format(day=date_in_words(date.fromisoformat(choice.last))))
    if choice.where and choice.among:
        title = dict(cross_tables.column_choices(base)).get(choice.where, choice.where)
        said.append(f"{title} : {_among(base, choice.where, choice.among)}")
    return _("Seulement ces fiches : {said}.").format(said=" ; ".join(said)) if said else ""


def _among(base: Base, name: str, codes: tuple[str, ...]) -> str:
    words = dict(cross_tables.values_of(base, name))
    return enumerate_words([quoted(words.get(code, code)) for code in codes])
