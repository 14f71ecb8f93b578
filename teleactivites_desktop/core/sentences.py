"""What a table shows, in one French sentence, said only of cells that are published."""

from collections.abc import Iterator, Sequence

from teleactivites_desktop.core.tabulation import (
    SIGNS,
    Cell,
    Heading,
    Mark,
    NumberFamily,
    Numbers,
    Table,
    rounded_share,
    share,
)
from teleactivites_desktop.core.typography import enumerate_words, number, percent, plural, quoted
from teleactivites_desktop.i18n import _

_UNINFORMATIVE = frozenset({"autre", "other", "nsp", "aucun", "aucune"})
_TELLING = 0.1
"""Groups whose shares differ by less than ten points are said to be alike."""
_FEW = 10
"""Below this base shares mislead: the sentence counts people."""


def sentence(table: Table) -> str:
    """Return what the table of a question shows first; a plain statement where too little is published."""
    if table.total.answered.count == 0:
        return _("Personne n'a répondu à cette question.")
    ranked = _ranked(table)
    base = table.total.answered.count
    if not ranked or base is None:
        return _("Les effectifs sont trop faibles pour être publiés.")
    first = [row for row, cell in ranked if cell.count == ranked[0][1].count]
    if len(first) > 3:
        return _("Les réponses se partagent sans que l'une l'emporte.")
    return _leaders(table, ranked, first, base)


def _ranked(table: Table) -> list[tuple[Heading, Cell]]:
    """Return the published answers from the most to the least frequent, zeros left out.

    Where a hidden cell could be the first one, nothing can be ranked: a hidden count that is not small
    hides behind the same sign.
    """
    shown = [(row, cell) for row, cell in table.answers if cell.count]
    hidden = sum(cell.count is None for _row, cell in table.answers)
    ranked = sorted(shown, key=lambda pair: -(pair[1].count or 0))
    if hidden and ranked and table.total.answered.count is not None and not table.multiple:
        left = table.total.answered.count - sum(cell.count or 0 for _row, cell in ranked)
        if left > (ranked[0][1].count or 0) + hidden - 1:
            return []
    return ranked


def _leaders(
    table: Table, ranked: Sequence[tuple[Heading, Cell]], first: Sequence[Heading], base: int
) -> str:
    said = enumerate_words([quoted(row.label) for row in first])
    cells = [cell for _row, cell in ranked]
    amount = _amount(cells[0], table.total.answered, base)
    second = [row for row, cell in ranked[len(first) :] if cell.count == cells[len(first)].count]
    people = plural(base, _("réponse"), _("réponses"))
    if len(first) > 1:
        lead = _("Sur {people}, {said} viennent en tête à égalité ({amount} chacun).")
        return lead.format(people=people, said=said, amount=amount)
    if not second or len(second) > 2:
        lead = _("Sur {people}, {said} vient en tête ({amount}).")
        return lead.format(people=people, said=said, amount=amount)
    following = enumerate_words([quoted(row.label) for row in second])
    return _("Sur {people}, {said} vient en tête ({amount}), devant {following} ({less}).").format(
        people=people,
        said=said,
        amount=amount,
        following=following,
        less=_amount(cells[len(first)], table.total.answered, base),
    )


def _amount(cell: Cell, answered: Cell, base: int) -> str:
    part = share(cell, answered)
    if base < _FEW or part is None:
        return plural(cell.count or 0, _("personne"), _("personnes"))
    return rounded_share(part, base)


def comparison(table: Table) -> str:
    """Return on which answer the groups of a table differ most; "" where too little is published to tell."""
    widest = max(_spreads(table), key=lambda spread: spread[0], default=None)
    hidden = any(not cell.known for counts in table.groups for cell in counts.rows)
    if widest is None or widest[0] < _TELLING:
        return "" if hidden else _("Les groupes se ressemblent : aucun écart n'atteint dix points.")
    _difference, answer, (low, least), (high, most) = widest
    said = _("C'est sur {answer} que l'écart est le plus grand : {low} ({least}), {high} ({most}).")
    if hidden:
        said = _("Parmi les parts publiées, {answer} va de {low} ({least}) à {high} ({most}).")
    return said.format(answer=quoted(answer), low=percent(low), least=least, high=percent(high), most=most)


_Spread = tuple[float, str, tuple[float, str], tuple[float, str]]


def _spreads(table: Table) -> Iterator[_Spread]:
    """Yield, per answer: the difference between the groups' shares, its label, the least and the most."""
    for place, (row, _cell) in enumerate(table.answers):
        shares = [
            (known, column.label)
            for column, counts in zip(table.columns, table.groups, strict=True)
            if (counts.answered.count or 0) >= _FEW
            and (known := share(counts.rows[place], counts.answered)) is not None
        ]
        if len(shares) > 1:
            least, most = min(shares), max(shares)
            yield most[0] - least[0], row.label, least, most


def sentence_of_numbers(numbers: Numbers, *, years: bool = False) -> str:
    """Return mean, median and the middle half of a numeric question in one sentence."""
    if numbers.mean is None:
        return _("Les réponses sont trop peu nombreuses pour être publiées.")
    low, high, median, mean = (
        statistic_text(value, years=years)
        for value in (numbers.low_quarter, numbers.high_quarter, numbers.median, numbers.mean)
    )
    people = plural(numbers.answered.count or 0, _("réponse"), _("réponses"))
    if numbers.median is None:
        said = _("Sur {people}, la moyenne est de {mean}.")
    elif years:
        said = _("Sur {people}, la moitié va de {low} à {high}, autour d'une médiane de {median}.")
    else:
        said = _(
            "Sur {people}, la moyenne est de {mean} ; la moitié va de {low} à {high},"
            " autour d'une médiane de {median}."
        )
    return said.format(people=people, mean=mean, low=low, high=high, median=median)


def sentence_of_family(family: NumberFamily) -> str:
    """Return which of some numeric questions has the highest mean, and which follows."""
    told = sorted(
        ((line.mean, line.label) for line in family.lines if line.mean is not None), key=lambda each: -each[0]
    )
    if len(told) < 2:
        return _("Les réponses sont trop peu nombreuses pour être publiées.")
    (mean, first), (less, second) = told[:2]
    return _(
        "C'est pour {first} que la moyenne est la plus haute ({mean}), puis pour {second} ({less})."
    ).format(
        first=quoted(first),
        mean=statistic_text(mean, years=family.years),
        second=quoted(second),
        less=statistic_text(less, years=family.years),
    )


def statistic_text(value: float | None, *, years: bool = False) -> str:
    """Return a mean or a median as printed: one decimal at most, a year without a space."""
    if value is None:
        return SIGNS[Mark.HIDDEN]
    return str(round(value)) if years else number(round(value, 1))
