"""What is said under a table: whether its columns differ, and how far that can be trusted."""

from teleactivites_desktop.core.typography import number
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.cross_tables import Made

_CERTAIN, _LIKELY = 0.01, 0.05
_LEAST = 0.001


def test_words(made: Made) -> str:
    """Return the chi-square test in words, with its warning; why there is none where it has no sense."""
    if made.table.multiple:
        return _("Pas de test : plusieurs réponses étaient possibles.")
    test = made.test
    if test is None:
        return _("Pas de test : des cases sont masquées, ou il n'y a qu'une colonne.")
    if test.probability < _CERTAIN:
        verdict = _("les colonnes diffèrent nettement")
    elif test.probability < _LIKELY:
        verdict = _("les colonnes diffèrent sans doute")
    else:
        verdict = _("rien ne montre que les colonnes diffèrent")
    chance = _("moins de 0,001") if test.probability < _LEAST else number(test.probability, 3)
    said = _("Khi-deux = {statistic} ({degrees} degrés de liberté), p = {chance} : {verdict}.").format(
        statistic=number(test.statistic, 1), degrees=number(test.degrees), chance=chance, verdict=verdict
    )
    if test.shaky:
        said += " " + _("Effectifs trop petits : n'en tirez pas de conclusion.")
    return said
