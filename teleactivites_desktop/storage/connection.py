"""Opening one connection to a database file, encrypted or plain: the only place that knows the driver."""

from pathlib import Path
from typing import Any

import sqlcipher3
from sqlalchemy import URL, Engine, NullPool, create_engine

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import _

KEY_BYTES = 32
"""Length of the raw key of an encrypted database."""
PAGE_BYTES = 8192
"""A revision of sixty answers takes some 2.4 KB: a page of 4096 bytes would hold one, and waste the rest."""
BUSY_MILLISECONDS = 5000
"""How long a writer waits for another one before the officer is told."""
CACHE_KILOBYTES = 64 * 1024
ROOMY_KILOBYTES = 96 * 1024
"""What an import of 5,000 changes into 100,000 responses touches: with less, pages are decrypted twice."""
_PLAIN_HEADER = b"SQLite format 3\0"


def connect(path: Path, key: bytes | None) -> Any:
    """Return a driver connection to `path` in autocommit mode; the file is made when it is not there.

    `key`: 32 raw bytes, or None for a plain file. A wrong key raises at the first read, not here.
    """
    connection = sqlcipher3.connect(str(path), isolation_level=None, timeout=BUSY_MILLISECONDS / 1000)
    if key is None:
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    else:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a database key has {KEY_BYTES} bytes, not {len(key)}")
        # The temporary file of VACUUM is encrypted with the *default* page size: were it another one, VACUUM
        # would ruin a database that is bigger than the cache (SQLCipher 4.19; a test holds this).
        connection.execute(f"PRAGMA cipher_default_page_size = {PAGE_BYTES}")
        # A raw key: deriving one from a passphrase would cost 79 ms at each connection.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {PAGE_BYTES}")
    return connection


def connect_writer(path: Path, key: bytes | None) -> Any:
    """Return a connection set up for the program's work: durable, checked, leaving no deleted text behind."""
    connection = connect(path, key)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        f"cache_size = -{CACHE_KILOBYTES}",
    ):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def make_engine(path: Path, key: bytes | None) -> Engine:
    """Return the engine of `path`, which stands in the URL: else it would be taken for a memory database."""
    return create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlcipher3,
        creator=lambda: connect_writer(path, key),
        poolclass=NullPool,
    )


def require_database(path: Path, key: bytes | None) -> None:
    """Raise `UserError` unless `path` is a file that `key` may open, judged by its first bytes."""
    try:
        with path.open("rb") as file:
            header = file.read(len(_PLAIN_HEADER))
    except FileNotFoundError:
        raise UserError(
            _("La base « {file} » n’existe pas. Créez une campagne, ou choisissez un autre fichier.").format(
                file=path
            )
        ) from None
    except OSError as error:
        raise UserError(
            _("La base « {file} » ne peut pas être lue : {reason}.").format(
                file=path, reason=fault_words(error)
            )
        ) from error
    if len(header) < len(_PLAIN_HEADER):
        raise DamagedFileError(
            _("« {file} » est vide ou tronqué : restaurez la dernière sauvegarde.").format(file=path.name)
        )
    plain = header == _PLAIN_HEADER
    if plain and key is not None:
        raise UserError(
            _("La base « {file} » n’est pas chiffrée : ouvrez-la sans clé.").format(file=path.name)
        )
    if not plain and key is None:
        raise UserError(
            _(
                "La base « {file} » est chiffrée et son fichier de clés manque : "
                "remettez à côté d’elle le fichier « {file}.keys »."
            ).format(file=path.name)
        )
