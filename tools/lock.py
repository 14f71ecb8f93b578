"""Pin every version with its hash in requirements.lock, without the address it came from."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Run uv's resolver, installing it in `.venv` for the occasion."""
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "uv"], check=True)
    subprocess.run(
        [
            sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--all-extras", "--group", "dev",
            "--universal", "--generate-hashes", "--no-header", "--no-annotate", "-o", "requirements.lock",
        ],
        check=True,
        cwd=ROOT,
    )  # fmt: skip


if __name__ == "__main__":
    main()
