"""The outside of an exchange file: the public age format, encrypted to the campaign's key.

An altered age file gives partial plaintext before it fails, so decryption goes to a private temporary file
that nobody reads until the last byte is authenticated.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

import pyrage

from teleactivites_desktop.core.fault_words import fault_words
from teleactivites_desktop.errors import DamagedFileError, NewerFormatError, UserError
from teleactivites_desktop.exchange.durable import private_file
from teleactivites_desktop.i18n import _

MAGIC = b"age-encryption.org/v1\n"
INVITATION_MAGIC = b"teleactivites-invitation/"
MAX_BYTES = 2 * 1024**3
"""A million responses make some 700 MB; beyond 2 GiB it is no exchange file."""
_MAX_HEADER = 64 * 1024
_HEADER_END = b"\n--- "


def encrypt(plain: IO[bytes], to: BinaryIO, recipient: str) -> None:
    """Encrypt what is in `plain`, from its position, into `to`, for the age `recipient` (``age1...``).

    Raises OSError where `to` cannot be written (disk full, stick pulled out).
    """
    written = _Written(to)
    try:
        pyrage.encrypt_io(plain, written, [pyrage.x25519.Recipient.from_str(recipient)])
    except pyrage.EncryptError as error:
        if written.fault is not None:
            raise written.fault from error
        raise


class _Written:
    """A file being written that keeps the fault of its disk: the age library makes a text of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.fault: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self.fault = error
            raise

    def flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            self.fault = error
            raise


@contextmanager
def decrypted(path: Path, campaign_keys: Sequence[str]) -> Iterator[IO[bytes]]:
    """Give the authenticated plaintext of the exchange file at `path`, as a seekable file that then vanishes.

    Any of `campaign_keys` may open it. Raises DamagedFileError for what is truncated, altered, or no exchange
    file; NewerFormatError; UserError for a file that cannot be read, or of another campaign.
    """
    with private_file() as plain:
        try:
            with path.open("rb") as sealed:
                _recognise(sealed, path)
                _decrypt(sealed, plain, campaign_keys, path)
        except OSError as error:
            raise _unreadable(path, error) from error
        plain.seek(0)
        yield plain


class _EnoughError(Exception):
    """The first bytes came out: the key opens."""


class _Sink(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, _bytes: object) -> int:
        raise _EnoughError


def opens(path: Path, campaign_key: str) -> bool:
    """Tell whether `campaign_key` opens the exchange file at `path`; its beginning is enough."""
    try:
        with path.open("rb") as sealed:
            pyrage.decrypt_io(sealed, _Sink(), [pyrage.x25519.Identity.from_str(campaign_key)])
    except _EnoughError:
        return True
    except (pyrage.DecryptError, OSError):
        return False
    return True


def _decrypt(sealed: BinaryIO, plain: IO[bytes], campaign_keys: Sequence[str], path: Path) -> None:
    try:
        identities = [pyrage.x25519.Identity.from_str(key) for key in campaign_keys]
        pyrage.decrypt_io(sealed, plain, identities)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise UserError(
                _(
                    "« {name} » n'a pas été écrit pour cette campagne, ou l'a été avec une clé que ce poste "
                    "n'a pas. Rien n'a été lu. Si la clé de la campagne a été renouvelée, demandez une "
                    "invitation au poste qui l'a écrit et ouvrez-la (Échanges, « Ouvrir une invitation ») ; "
                    "sinon, demandez-lui un fichier de cette campagne."
                ).format(name=path.name)
            ) from error
        raise damaged(path) from error
    except OSError as error:
        if error.errno:
            raise
        # The age library reports a failed authentication as an OSError without a number.
        raise damaged(path) from error


def damaged(path: Path) -> DamagedFileError:
    """Return the refusal of a file that is not what its sender wrote."""
    return DamagedFileError(
        _(
            "« {name} » est tronqué ou a été altéré : il n'est pas tel que son poste l'a écrit. "
            "Rien n'a été lu. Recopiez-le ou demandez-le de nouveau."
        ).format(name=path.name)
    )


def _unreadable(path: Path, error: OSError) -> UserError:
    if path.is_dir():
        sentence = _("« {path} » est un dossier ; choisissez un fichier d'échange (.tlx).")
    elif isinstance(error, FileNotFoundError):
        sentence = _("« {path} » n'existe pas ; vérifiez son nom, ou si la clé USB est branchée.")
    else:
        sentence = _("« {path} » ne peut pas être lu : {reason}.")
    return UserError(sentence.format(path=path, reason=fault_words(error)))


def _recognise(sealed: BinaryIO, path: Path) -> None:
    """Refuse with its own sentence what cannot be an exchange file; leave `sealed` at its start."""
    start = sealed.read(_MAX_HEADER)
    size = sealed.seek(0, 2)
    sealed.seek(0)
    if not start:
        raise DamagedFileError(
            _("« {name} » est vide : sa copie a échoué. Recopiez-le ou demandez-le de nouveau.").format(
                name=path.name
            )
        )
    if size > MAX_BYTES:
        raise DamagedFileError(
            _("« {name} » est trop gros pour un fichier d'échange.").format(name=path.name)
        )
    if start.startswith(MAGIC):
        if _HEADER_END not in start:
            raise damaged(path)
        return
    if MAGIC.startswith(start):
        raise damaged(path)
    raise _stranger(start, path)


def _stranger(start: bytes, path: Path) -> UserError:
    """Return the refusal of a file that does not even begin like an exchange file."""
    if start.startswith(b"age-encryption.org/v"):
        return newer(path)
    if start.startswith(INVITATION_MAGIC):
        return UserError(
            _(
                "« {name} » est une invitation, pas un fichier d'échange : elle s'ouvre par "
                "« Rejoindre une campagne » ou, pour la nouvelle clé d'une campagne déjà rejointe, par "
                "« Ouvrir une invitation », avec sa phrase secrète."
            ).format(name=path.name)
        )
    if start.startswith(b"SQLite format 3\0"):
        kind = _("une base de données")
    elif start.startswith(b"PK"):
        kind = _("un classeur ou une archive zip")
    elif start.startswith(b"%PDF"):
        kind = _("un document PDF")
    elif b"\0" not in start and _is_text(start):
        kind = _("un fichier de texte")
    else:
        kind = _("un fichier d'une autre sorte, ou très abîmé")
    return DamagedFileError(
        _(
            "« {name} » n'est pas un fichier d'échange : c'est {kind}. Rien n'a été lu. "
            "Choisissez un fichier .tlx écrit par Téléactivités."
        ).format(name=path.name, kind=kind)
    )


def _is_text(start: bytes) -> bool:
    try:
        start[:1024].decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut at the end of the sample is still text.
        return error.start > len(start[:1024]) - 4
    return True


def newer(path: Path) -> NewerFormatError:
    """Return the refusal of a format that this version does not know yet."""
    return NewerFormatError(
        _(
            "« {name} » a été écrit par une version plus récente de Téléactivités. Rien n'a été lu. "
            "Mettez ce poste à jour, ou demandez un fichier à un poste de même version."
        ).format(name=path.name)
    )
