"""Faults of ours: noted without what people answered, and put together in a report for the maintainers.

An exception's words may hold an answer (``KeyError: 'Martin'``), so of most only the kind is noted, and
where in the program it happened.
"""

import platform
import re
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import teleactivites_desktop
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import locations

if TYPE_CHECKING:
    import logging

    from teleactivites_desktop.services.doctor import Finding

NAME = "teleactivites"
MOST_BYTES = 512 * 1024
_FILE = "journal.txt"
_ABOUT_CODE = (AttributeError, ImportError, NameError, NotImplementedError, TypeError)
"""Exceptions whose words are about the program, never about what was keyed."""
_BEGINNING = re.compile(r"^\d{4}-\d\d-\d\d ", re.MULTILINE)


def keep_journal() -> "logging.Logger":
    """Return the logger, writing to a file of this user; without a file it writes to stderr as usual."""
    import logging
    from logging.handlers import RotatingFileHandler

    logger = logging.getLogger(NAME)
    if not logger.handlers:
        folder = locations.log_folder()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = RotatingFileHandler(
                folder / _FILE, maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=True
            )
        except OSError:
            return logger
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(file)
    return logger


def note(error: BaseException) -> str:
    """Write `error` into the journal, and return what was written: nothing in it is anybody's answer."""
    details = _described(error)
    keep_journal().error("%s", details)
    return details


def noted() -> list[str]:
    """Return what the journal holds, each entry whole, the oldest first; [] when nothing ever went wrong."""
    try:
        text = (locations.log_folder() / _FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    starts = [found.start() for found in _BEGINNING.finditer(text)]
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def write_report(findings: list["Finding"], to: Path) -> Path:
    """Write what helps the maintainers into the text file `to`: program, system, installation, journal.

    The user's own folder is left out of every path. Raises UserError when the disk refuses.
    """
    from teleactivites_desktop.exchange.durable import replacing

    parts = [
        f"Téléactivités {teleactivites_desktop.__version__}",
        f"Python {platform.python_version()}, {platform.platform()}",
        *(f"{'ok' if found.good else '!!'} {found.part}: {found.message}" for found in findings),
        "",
        *(noted() or [_("Aucun problème n'a été noté.")]),
    ]
    text = "\n".join(parts).replace(str(Path.home()), "~")
    with replacing(to) as file:
        file.write(f"{text}\n".encode())
    return to


def _described(error: BaseException) -> str:
    """Return the chain of exceptions that led to `error`, each with the lines that it came through."""
    lines: list[str] = []
    cause: BaseException | None = error
    while cause is not None:
        words = f": {cause}" if isinstance(cause, _ABOUT_CODE) else ""
        lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}{words}")
        lines.extend(
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        )
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)
