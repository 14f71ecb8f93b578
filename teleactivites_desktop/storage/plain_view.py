"""`responses_plain`: one column per question, for whoever opens the database with another tool."""

from collections.abc import Mapping

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.versions import Renames
from teleactivites_desktop.storage.questionnaires import Questionnaires
from teleactivites_desktop.storage.session import Session

VIEW = "responses_plain"
_OURS = ("paper", "territory", "batch", "received", "status", "changed_at")


def refresh_view(session: Session, questionnaires: Questionnaires) -> None:
    """Make the view anew for the current questionnaire, where it changed. Call inside a transaction."""
    version = questionnaires.current_version()
    current = questionnaires.get(version)
    wanted = view_sql(current, _older_names(questionnaires, version)) if current else None
    held = session.value("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = :name", {"name": VIEW})
    if wanted == held:
        return
    session.write(f"DROP VIEW IF EXISTS {VIEW}")
    if wanted:
        session.write_literally(wanted)


def value_path(question: Question) -> str:
    """Return the path under which the value of `question` stands in the fold of a response."""
    group = "calculated" if question.type is QuestionType.CALCULATE else "answers"
    return f"{group}.{question.name}"


def _older_names(questionnaires: Questionnaires, version: str) -> dict[str, Renames]:
    """Return, for each other version, what names of `version` are there ("" for those that it has not)."""
    lineage = questionnaires.lineage()
    found = {other: lineage.renames(version, other) for other in questionnaires.versions()}
    return {other: renames for other, renames in found.items() if renames}


def view_sql(questionnaire: Questionnaire, older: Mapping[str, Renames] | None = None) -> str:
    """Return the definition of the view: our columns, then the answer to each question, in paper order.

    `older`: version -> names of this version -> names there, of responses whose names differ.
    """
    taken = set(_OURS)
    columns = [f"response.{name}" for name in _OURS]
    for question in questionnaire.questions:
        if question.type is QuestionType.NOTE:
            continue
        name = question.name
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        columns.append(f'{_value_sql(question, older or {})} AS "{name}"')
    listed = ",\n    ".join(columns)
    return (
        f"CREATE VIEW {VIEW} AS SELECT\n    {listed}\n"
        "FROM response JOIN response_content ON response_content.row = response.row"
    )


def _value_sql(question: Question, older: Mapping[str, Renames]) -> str:
    """Return what gives the value of `question`, whatever it was called when the response was keyed."""
    path = value_path(question)
    cases = "".join(
        f" WHEN '{version}' THEN {_field_sql(path, renames[question.name])}"
        for version, renames in sorted(older.items())
        if question.name in renames
    )
    own = _field_sql(path, question.name)
    return f"CASE response.questionnaire{cases} ELSE {own} END" if cases else own


def _field_sql(path: str, name: str) -> str:
    group = path.partition(".")[0]
    return f"""response_content.fields ->> '$."{group}.{name}"'""" if name else "NULL"
