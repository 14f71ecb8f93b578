"""How the second keying of each question goes, and its place in a draft."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from teleactivites_desktop.core.verification.outcome import Outcome, Verdict


@dataclass
class Check:
    """How the second keying of one question goes: the outcomes that differed, and the verdict."""

    tries: list[Outcome] = field(default_factory=list)
    verdict: Verdict | None = None
    looked: bool = False


def checks_as_json(checks: Mapping[str, Check]) -> dict[str, Any]:
    """Return the checks of a paper as a draft keeps them."""
    return {
        name: {
            "tries": [dict(outcome) for outcome in check.tries],
            "verdict": check.verdict,
            "looked": check.looked,
        }
        for name, check in checks.items()
    }


def checks_of(draft: Mapping[str, Any]) -> dict[str, Check]:
    """Return the checks that a draft keeps."""
    kept: Iterable[tuple[str, Mapping[str, Any]]] = draft.get("checks", {}).items()
    return {
        name: Check(
            list(check["tries"]), Verdict(check["verdict"]) if check["verdict"] else None, check["looked"]
        )
        for name, check in kept
    }
