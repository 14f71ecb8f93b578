"""Keystrokes, time and slips of one paper: feedback for the officer, kept local (fieldcraft 12)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

PAUSE = timedelta(seconds=30)
"""A longer gap between two gestures is a pause, and no time of keying."""


class Counters:
    """What is counted while a paper is keyed: `keystrokes`, `seconds` at work, and by question the texts
    that were `refused`, the answers that were to `check`, and those `corrected` after they had been taken.
    """

    def __init__(self, stored: Mapping[str, Any] | None = None) -> None:
        stored = stored or {}
        self.keystrokes = int(stored.get("keystrokes", 0))
        self.seconds = float(stored.get("seconds", 0.0))
        self.refused = Counter[str](stored.get("refused", {}))
        self.checked = Counter[str](stored.get("checked", {}))
        self.corrected = Counter[str](stored.get("corrected", {}))
        self._last: datetime | None = None

    def strike(self, now: datetime, keys: int = 1) -> None:
        """Count `keys` keystrokes at the moment `now`."""
        self.keystrokes += keys
        self.work(now)

    def work(self, now: datetime) -> None:
        """Count the time since the last gesture, unless it was a pause."""
        if self._last is not None:
            gap = now - self._last
            if timedelta(0) <= gap <= PAUSE:
                self.seconds += gap.total_seconds()
        self._last = now

    def add(self, other: "Counters") -> None:
        """Add the counts of another paper."""
        self.keystrokes += other.keystrokes
        self.seconds += other.seconds
        self.refused += other.refused
        self.checked += other.checked
        self.corrected += other.corrected

    @property
    def keystrokes_per_hour(self) -> float:
        """Return the speed without pauses; 0.0 before a second of work."""
        return self.keystrokes * 3600 / self.seconds if self.seconds >= 1 else 0.0

    @property
    def faults_per_thousand(self) -> float:
        """Return the texts refused per 1,000 keystrokes; 0.0 without keystrokes."""
        return self.refused.total() * 1000 / self.keystrokes if self.keystrokes else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the counts as JSON."""
        return {
            "keystrokes": self.keystrokes,
            "seconds": round(self.seconds, 3),
            "refused": dict(self.refused),
            "checked": dict(self.checked),
            "corrected": dict(self.corrected),
        }
