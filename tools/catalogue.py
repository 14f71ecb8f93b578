"""Keep the catalogues: extract the sentences (default), or compile what translators wrote (--compile)."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "teleactivites_desktop"
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def catalogues() -> Iterator[Path]:
    """Yield the `.po` file of each language."""
    yield from sorted(ROOT.glob("resources/locale/*/LC_MESSAGES/teleactivites.po"))


def read(path: Path) -> Catalog:
    """Return the catalogue written in a `.po` file."""
    with path.open("rb") as file:
        return read_po(file)


def sentences() -> Catalog:
    """Return the sentences that the code marks, not translated."""
    found = Catalog()
    for _file, _line, message, _comments, context in extract_from_dir(SOURCES, keywords=KEYWORDS):
        found.add(message, context=context)
    return found


def write(path: Path, catalogue: Catalog) -> None:
    """Write `catalogue` in order, under the header that the file has: dates in it would change each time."""
    header = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
    body = io.BytesIO()
    write_po(
        body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True
    )
    path.write_text(f"{header}\n\n{body.getvalue().decode('utf-8')}", encoding="utf-8", newline="\n")


def extract() -> None:
    """Bring every catalogue up to the sentences of the code; new ones are left empty for the translator."""
    found = sentences()
    for path in catalogues():
        catalogue = read(path)
        catalogue.update(found, no_fuzzy_matching=True)
        write(path, catalogue)


def compile_to(path: Path, target: Path) -> None:
    """Compile a `.po` file into the `.mo` that the program reads."""
    with target.open("wb") as file:
        write_mo(file, read(path))


if __name__ == "__main__":
    if "--compile" in sys.argv:
        for source in catalogues():
            compile_to(source, source.with_suffix(".mo"))
    else:
        extract()
