"""What a paper amounts to: its problems, the patch that stores it, and the way back from what is stored."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache

from teleactivites_desktop.core.entry.display import as_typed
from teleactivites_desktop.core.entry.engine import Engine
from teleactivites_desktop.core.entry.fields import Problem, Rule
from teleactivites_desktop.core.entry.form import Form
from teleactivites_desktop.core.entry.inputs import Input
from teleactivites_desktop.core.entry.sentences import required_sentence, warning_sentence
from teleactivites_desktop.core.history.state import KEPT
from teleactivites_desktop.core.questionnaire import Question, Questionnaire, QuestionType
from teleactivites_desktop.core.values import Nonresponse, PatchValue, Value

QUESTION_GROUPS = ("answers", "nonresponse", "refused", "confirmed", "as_on_paper", "notes", "calculated")
"""The first words of the paths that belong to one question ("answers.nom")."""

_GIVEN = frozenset(QUESTION_GROUPS) - {"calculated"}
"""Those that an officer gave."""
_KINDS = {kind.value: kind for kind in Nonresponse}


def is_confirmed(given: Input, value: Value) -> bool:
    """Tell whether the soft check of the very answer `value` was confirmed."""
    return given.confirmed is not None and given.confirmed == value


def problem_of(engine: Engine, question: Question) -> Problem | None:
    """Return what is wrong with `question` as it stands; None where nothing is."""
    given, standing = engine.input(question.name), engine.standing(question.name)
    if not standing.relevant and not given.as_on_paper:
        return None
    if standing.refusal:
        refusal = standing.refusal
        return Problem(question.name, refusal.rule, refusal.message, _typed(engine, question))
    if standing.missing and given.nonresponse in (None, Nonresponse.BLANK):
        sentence = required_sentence(engine.form.questionnaire, question)
        return Problem(question.name, Rule.REQUIRED, sentence, "")
    value = standing.value
    if value is not None and not is_confirmed(given, value) and engine.warns(question.name):
        sentence = warning_sentence(engine.form.questionnaire, question)
        return Problem(question.name, Rule.WARNING, sentence, _typed(engine, question))
    return None


def _typed(engine: Engine, question: Question) -> str:
    """Return the text as keyed; of an answer that was stored before, or calculated, what would be keyed."""
    given = engine.input(question.name)
    value = given.given if question.keyed else engine.standing(question.name).value
    return given.typed if value is None else as_typed(question, value, engine.form.lists)


def problems_of(
    engine: Engine, judge: Callable[[Question], Problem | None] | None = None
) -> Iterator[Problem]:
    """Yield the problems of the whole paper, in paper order. `judge` stands for `problem_of`."""
    for question in engine.form.questionnaire.questions:
        if _may_have_problem(engine, question) and (
            problem := judge(question) if judge else problem_of(engine, question)
        ):
            yield problem


def _may_have_problem(engine: Engine, question: Question) -> bool:
    """Tell whether `problem_of` is worth asking: of most questions it is not."""
    standing = engine.standings[question.name]
    asks = standing.required if standing.value is None else question.name in engine.form.warned
    return asks or standing.refusal is not None


def patch_of(engine: Engine, note: str) -> dict[str, PatchValue]:
    """Return the patch of the paper: flat paths, answers of skipped questions left out."""
    patch: dict[str, PatchValue] = {"status": KEPT}
    if note:
        patch["note"] = note
    for question in engine.form.questionnaire.questions:
        patch.update(_paths_of(engine, question))
    return patch


def _paths_of(engine: Engine, question: Question) -> dict[str, PatchValue]:
    name, given, standing = question.name, engine.input(question.name), engine.standing(question.name)
    paths: dict[str, PatchValue] = {}
    if given.note:
        paths[f"notes.{name}"] = given.note
    if not standing.relevant and not given.as_on_paper:
        return paths
    if standing.value is not None:
        paths[f"{'answers' if question.keyed else 'calculated'}.{name}"] = stored(standing.value)
        if is_confirmed(given, standing.value) and engine.warns(name):
            paths[f"confirmed.{name}"] = stored(standing.value)
    elif given.nonresponse not in (None, Nonresponse.BLANK) and not standing.refusal:
        paths[f"nonresponse.{name}"] = given.nonresponse.value
    if not standing.relevant and paths:
        paths[f"as_on_paper.{name}"] = True
    if _may_have_problem(engine, question) and (problem := problem_of(engine, question)):
        paths[f"refused.{name}"] = {
            "typed": problem.typed,
            "rule": str(problem.rule),
            "message": problem.message,
        }
    return paths


def stored(value: Value) -> Value:
    """Return `value` as a patch holds it: a whole number is an int (RFC 8785 writes 5.0 as 5)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def restored(question: Question | None, value: PatchValue) -> Value | None:
    """Return a patch's value with the type of its question: a decimal number is a float again."""
    kind = type(value)  # `isinstance` of a union costs six times as much, some sixty times a paper
    if kind is str:
        return str(value)
    if not isinstance(value, (int, float)) or kind is bool:
        return None
    return float(value) if question and question.type is QuestionType.DECIMAL else value


def typed_answers(form: Form, values: Mapping[str, PatchValue]) -> dict[str, str]:
    """Return what was typed for the answers of a stored response: question -> text (for ditto)."""
    typed = {}
    for name, question in form.questionnaire.by_name.items():
        value = restored(question, values.get(f"answers.{name}"))
        if question.keyed and value is not None:
            typed[name] = as_typed(question, value, form.lists)
    return typed


def inputs_of(questionnaire: Questionnaire, values: Mapping[str, PatchValue]) -> dict[str, Input]:
    """Return the inputs that a stored response amounts to; `values` is its fold, path -> value."""
    questions = questionnaire.by_name
    inputs: dict[str, Input] = {}
    more: dict[str, dict[str, PatchValue]] = {}
    for path, value in values.items():
        group, _dot, name = path.partition(".")
        if name not in questions:
            continue
        if group == "answers" and (answer := restored(questions[name], value)) is not None:
            inputs[name] = _answered(answer)
        if group in _GIVEN and group != "answers":
            more.setdefault(name, {})[group] = value
    for name, parts in more.items():
        inputs[name] = _input_of(questions[name], {**parts, "answers": values.get(f"answers.{name}")})
    return inputs


@lru_cache(maxsize=4096, typed=True)
def _answered(answer: Value) -> Input:
    """Return the input of a question that only has an answer: the same ones come again and again."""
    return Input(given=answer)


def _input_of(question: Question, parts: Mapping[str, PatchValue]) -> Input:
    answer = restored(question, parts.get("answers"))
    kind = parts.get("nonresponse")
    refused = parts.get("refused")
    typed = str(refused.get("typed", "")) if isinstance(refused, dict) and answer is None else ""
    nonresponse = _KINDS.get(str(kind))
    if nonresponse is None and answer is None and not typed:
        nonresponse = Nonresponse.BLANK
    return Input(
        typed=typed,
        given=answer,
        nonresponse=nonresponse if answer is None else None,
        confirmed=restored(question, parts.get("confirmed")),
        as_on_paper=bool(parts.get("as_on_paper")),
        note=str(parts.get("notes") or ""),
    )


def calculated_of(questionnaire: Questionnaire, values: Mapping[str, PatchValue]) -> dict[str, Value]:
    """Return the calculated values of a stored response; `values` is its fold, path -> value."""
    found = {}
    for path in values:
        group, _dot, name = path.partition(".")
        if group == "calculated" and name in questionnaire.by_name:
            value = restored(questionnaire.by_name[name], values[path])
            if value is not None:
                found[name] = value
    return found


def edited_values(
    stored: Mapping[str, PatchValue],
    before: Mapping[str, PatchValue],
    after: Mapping[str, PatchValue],
    touched: Collection[str],
) -> dict[str, PatchValue]:
    """Return what a response holds once it was edited: the `stored` paths with what the edit changed.

    `before` and `after` are the patches of the response as opened and as left, by the same rules. A question
    that was `touched` takes all its paths from `after`; elsewhere only what differs between the two is
    written, so that opening an old response under new rules changes nothing by itself.
    """
    wanted = dict(stored)
    for path in {*before, *after, *stored}:
        group, dot, name = path.partition(".")
        written_anew = bool(dot) and group in QUESTION_GROUPS and name in touched
        if not written_anew and before.get(path) == after.get(path):
            continue
        if path in after:
            wanted[path] = after[path]
        else:
            wanted.pop(path, None)
    return wanted
