"""Run every module of `bench` that has a `measure() -> Iterable[Figure]`, each in a fresh process.

`python -m bench [NAME...]` runs only those named. A fresh process each, so that one's memory and imports do
not help or hurt another.
"""

import importlib
import subprocess
import sys
from pathlib import Path

NOT_MEASURES = {"__init__", "__main__", "figure", "made"}


def _run(name: str) -> None:
    for figure in importlib.import_module(f"bench.{name}").measure():
        print(figure.line(), flush=True)


def main() -> int:
    """Print all figures; exit code 0 whatever they are: a figure is information, not a test."""
    if len(sys.argv) == 3 and sys.argv[1] == "--one":
        _run(sys.argv[2])
        return 0
    found = sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_MEASURES)
    failed = 0
    for name in sys.argv[1:] or found:
        print(f"-- {name}", flush=True)
        failed += subprocess.call([sys.executable, "-m", "bench", "--one", name]) != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
