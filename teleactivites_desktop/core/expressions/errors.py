"""What is wrong with an expression, told to whoever wrote the workbook."""

from teleactivites_desktop.errors import UserError


class ExpressionError(UserError):
    """An expression that cannot be compiled: a sentence, and where it goes wrong.

    `position` counts characters of the expression from 0; it is None when the fault has no single place.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.position = position
