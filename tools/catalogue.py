"""Keep the catalogues: extract the sentences (default), or compile what translators wrote (--compile)."""

import ast
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "teleactivites_desktop"
_SENTENCES_OF = {"_": 1, "N_": 1, "ngettext": 2}
_PARTIAL = frozenset({"it"})
"""Languages of documents alone: their catalogues hold what documents say, not the window."""


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
    for path in sorted(SOURCES.glob("**/*.py")):
        for words in marked(path.read_text(encoding="utf-8")):
            found.add(words if len(words) > 1 else words[0])
    return found


def marked(source: str) -> Iterator[tuple[str, ...]]:
    """Yield what a module marks: a sentence, or its singular and plural.

    The syntax tree is read, not the tokens as Babel does: it misses what stands inside an f-string.
    """
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SENTENCES_OF:
            arguments = node.args[: _SENTENCES_OF[node.func.id]]
            words = tuple(str(word.value) for word in arguments if isinstance(word, ast.Constant))
            if words:
                yield words


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
        known = {_singular(message) for message in catalogue}
        catalogue.update(found, no_fuzzy_matching=True)
        if path.parent.parent.name in _PARTIAL:
            for message in [each for each in catalogue if _singular(each) not in known]:
                catalogue.delete(message.id)
        write(path, catalogue)


def _singular(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


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
