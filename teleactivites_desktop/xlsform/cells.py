"""What short cells say: yes or no, a condition, parameters."""

import re

_YES = frozenset({"yes", "true", "true()", "oui"})
_NO = frozenset({"no", "false", "false()", "non", ""})
_PARAMETER = re.compile(r"\s*([\w-]+)\s*=\s*([^\s,;]+)\s*[,;]?")


def yes_no(cell: str) -> bool | None:
    """Return what a yes-or-no cell says (an empty one says no); None for anything else."""
    lowered = cell.lower()
    if lowered in _YES:
        return True
    return False if lowered in _NO else None


def condition(cell: str) -> str:
    """Return a condition as an expression: "true()" for yes, "" for no, else the cell as it is."""
    said = yes_no(cell)
    if said is None:
        return cell
    return "true()" if said else ""


def parameters(cell: str) -> dict[str, str] | None:
    """Return the parameters of a cell (`start=1 end=10 step=1`); None where it cannot be read."""
    found: dict[str, str] = {}
    position = 0
    while position < len(cell):
        match = _PARAMETER.match(cell, position)
        if match is None:
            return None
        found[match[1]] = match[2]
        position = match.end()
    return found
