"""The sections of a questionnaire as documents print them, questions outside any group included."""

from collections.abc import Iterator

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, Section


def printed_sections(questionnaire: Questionnaire) -> Iterator[tuple[Section, str]]:
    """Yield (section, title) for each section that has questions of its own.

    Questions outside any group come first, under the questionnaire's title, as a section without name.
    """
    title = questionnaire.text(questionnaire.titles) or questionnaire.form_id
    for section in (Section("", {}), *questionnaire.sections):
        if any(questionnaire.in_section(section.name)):
            name = questionnaire.text(section.labels) or section.name
            yield section, name or title


def column_title(question: Question, label: str) -> str:
    """Return the title of the column of a table that `question` stands in, from its own label.

    The label of a question on a line ends with the number of its line (``Prénom (2)``).
    """
    return label.removesuffix(f" ({question.line})") if question.line else label
