"""Progress of the demonstration on a terminal; plain lines where it is written to a file."""

import sys
import time


class Terminal:
    """Says what is being done, and how long each step took."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._live = sys.stdout.isatty()

    def step(self, text: str) -> None:
        """Begin a step."""
        print(f"[{time.monotonic() - self._begun:6.1f} s] {text}", flush=True)

    def count(self, done: int, total: int, text: str = "") -> None:
        """Show where the step stands, on one line; only a person at a terminal sees it."""
        if self._live:
            print(f"\r    {done} / {total}  {text:<24}", end="\n" if done == total else "", flush=True)
