"""`responses_plain`: one column per question, for whoever opens the database with another tool."""

from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.storage.questionnaires import Questionnaires
from teleactivites_desktop.storage.session import Session

VIEW = "responses_plain"
_OURS = ("paper", "territory", "batch", "received", "status", "changed_at")


def refresh_view(session: Session, questionnaires: Questionnaires) -> None:
    """Make the view anew for the current questionnaire, where it changed. Call inside a transaction."""
    current = questionnaires.get(questionnaires.current_version())
    wanted = view_sql(current) if current else None
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


def view_sql(questionnaire: Questionnaire) -> str:
    """Return the definition of the view: our columns, then the answer to each question, in paper order."""
    taken = set(_OURS)
    columns = [f"response.{name}" for name in _OURS]
    for question in questionnaire.questions:
        if question.type is QuestionType.NOTE:
            continue
        name = question.name
        while name.lower() in taken:
            name += "_"
        taken.add(name.lower())
        columns.append(f"""response_content.fields ->> '$."{value_path(question)}"' AS "{name}\"""")
    listed = ",\n    ".join(columns)
    return (
        f"CREATE VIEW {VIEW} AS SELECT\n    {listed}\n"
        "FROM response JOIN response_content ON response_content.row = response.row"
    )
