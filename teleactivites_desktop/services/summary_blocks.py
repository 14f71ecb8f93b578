"""What a summary prints of its tables: numeric questions asked together as one, what the cover says."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.tabulation import Heading, NumberFamily, NumberTable, Table, share
from teleactivites_desktop.reports.summary import QuestionBlock

Printed = Table | NumberTable | NumberFamily
_COLON = ":"
_HIGHLIGHT_CHOICES = 5
_HIGHLIGHT_SHARE = 0.1
"""A leader with less of the answers leads by chance: it does not belong on the cover."""


def is_unanswered(table: Table | NumberTable) -> bool:
    """Tell whether nobody answered a question (which says nothing about anybody)."""
    answered = table.total.answered
    return answered.count == 0


def is_telling(block: QuestionBlock) -> bool:
    """Tell whether a block is worth a line on the cover: many choices, and one of them well ahead."""
    table = block.table
    if not isinstance(table, Table) or len(table.answers) < _HIGHLIGHT_CHOICES or "%" not in block.words:
        return False
    shares = (share(cell, table.total.answered) or 0.0 for _row, cell in table.answers)
    return max(shares) >= _HIGHLIGHT_SHARE


def sections_of_papers(questionnaire: Questionnaire) -> frozenset[str]:
    """Return the sections before the one that asks the name: what is noted there is about the paper."""
    names = roles(questionnaire).names
    if not names:
        return frozenset()
    sections = [question.section for question in questionnaire.questions]
    return frozenset(sections[: sections.index(questionnaire.by_name[names[0]].section)])


def with_families(tables: Sequence[Table | NumberTable], territories: Mapping[str, str]) -> list[Printed]:
    """Return `tables`, neighbouring numeric ones that share what stands before a colon made one.

    `territories`: code -> label of what parts the people of numeric tables.
    """
    found: list[Printed] = []
    for stem, each in groupby(tables, key=_stem):
        members = list(each)
        numeric = [table for table in members if isinstance(table, NumberTable)]
        if stem and len(numeric) > 1:
            found.append(_family(stem, numeric, territories))
        else:
            found += members
    return found


def _stem(table: Table | NumberTable) -> str:
    """Return what a numeric question has before its colon; "" for any other."""
    if not isinstance(table, NumberTable) or _COLON not in table.title:
        return ""
    return table.title.partition(_COLON)[0].strip()


def _family(stem: str, members: Sequence[NumberTable], territories: Mapping[str, str]) -> NumberFamily:
    named = [table.title.partition(_COLON)[2].strip() for table in members]
    codes = {label: code for code, label in territories.items()}
    labels = [group.label for group in members[0].groups]
    return NumberFamily(
        title=stem,
        lines=tuple(replace(table.total, label=name) for table, name in zip(members, named, strict=True)),
        columns=tuple(Heading(codes.get(label, ""), label) for label in labels),
        by_group=tuple(tuple(group.mean for group in table.groups) for table in members),
        years=members[0].years,
    )
