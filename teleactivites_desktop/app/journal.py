"""The program's own journal of faults: a small file that "Signaler" can be asked for."""

from typing import TYPE_CHECKING

from teleactivites_desktop.services import locations

if TYPE_CHECKING:
    import logging

NAME = "teleactivites"
MOST_BYTES = 512 * 1024


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
                folder / "journal.txt", maxBytes=MOST_BYTES, backupCount=1, encoding="utf-8", delay=True
            )
        except OSError:
            return logger
        file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logger.addHandler(file)
    return logger
