"""The refusals that go from a rule to the field: a sentence, and the name of the rule."""

from teleactivites_desktop.core.entry.fields import Rule
from teleactivites_desktop.errors import UserError


class RefusedTextError(UserError):
    """Typed text that cannot become an answer; its text is the sentence that the officer sees."""

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class FormatProblem(UserError):  # noqa: N818 - the contract's word
    """What a format (`phone`, `email`...) has against a text, in a sentence."""
