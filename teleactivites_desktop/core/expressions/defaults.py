"""Is a default the answer itself, or an expression that gives it?"""

import re

from teleactivites_desktop.core.questionnaire import QuestionType

_REFERENCE_OR_CALL = re.compile(r"\$\{[^{}]*\}|[\w.-]\(")
_ARITHMETIC = re.compile(r"[*+]|(?<=\s)-(?=\s)|\b(?:div|mod)\b")
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})


def is_dynamic(default: str, question_type: QuestionType) -> bool:
    """Tell whether the `default` of a question of that type is an expression rather than the answer itself.

    It is one where it has a reference or a call, as ODK's tools decide, or arithmetic for a number. (They
    also take "+33 4 92" or "nord * sud" in a text for arithmetic; here that is text.)
    """
    if _REFERENCE_OR_CALL.search(default):
        return True
    return question_type in _NUMBERS and _ARITHMETIC.search(default) is not None
