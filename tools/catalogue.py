"""Keep the catalogues: extract the sentences (default), or compile what translators wrote (--compile)."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
DOMAIN = "teleactivites"


def _babel(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *arguments], check=True, cwd=ROOT)


def extract() -> None:
    """Bring every catalogue up to the sentences of the code; new ones are left empty for the translator."""
    template = ROOT / "build" / f"{DOMAIN}.pot"
    template.parent.mkdir(exist_ok=True)
    _babel(
        "--quiet", "extract", "-k", "N_", "--no-location", "--omit-header", "--sort-output",
        "-o", str(template), "teleactivites_desktop",
    )  # fmt: skip
    for catalogue in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"):
        language = catalogue.parent.parent.name
        _babel(
            "--quiet", "update", "-i", str(template), "-o", str(catalogue), "-l", language,
            "--ignore-obsolete", "--no-fuzzy-matching", "--omit-header",
        )  # fmt: skip


def compile_all() -> None:
    """Compile each `.po` into the `.mo` that the program reads."""
    for catalogue in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"):
        _babel("--quiet", "compile", "-i", str(catalogue), "-o", str(catalogue.with_suffix(".mo")))


if __name__ == "__main__":
    compile_all() if "--compile" in sys.argv else extract()
