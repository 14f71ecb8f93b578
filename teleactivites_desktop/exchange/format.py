"""The exchange file: writing one, and opening one that somebody hands over (docs/exchange-format.md)."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from teleactivites_desktop.core.history.revision import Kind, Revision
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange import envelope, keys, manifest, packages, signatures
from teleactivites_desktop.exchange.archive import ArchiveReader, ArchiveWriter, Member
from teleactivites_desktop.exchange.contents import (
    VERSION,
    Description,
    Manifest,
    Range,
    SignedHead,
)
from teleactivites_desktop.exchange.durable import no_room, private_file, replacing
from teleactivites_desktop.exchange.kept_lines import KeptLines
from teleactivites_desktop.exchange.lines import MAX_LINE, UNREAD, header_of, line_of, whole_of
from teleactivites_desktop.exchange.strict import MalformedError
from teleactivites_desktop.i18n import _

SUFFIX = ".tlx"
_STEP = 500
"""Revisions verified between two reports: some 10 ms."""


def write_exchange_file(
    path: Path,
    description: Description,
    revisions: Iterable[Revision],
    questionnaires: Iterable[QuestionnairePackage],
    heads: tuple[SignedHead, ...],
    *,
    seed: bytes,
    campaign_key: str,
) -> Manifest:
    """Write the exchange file at `path`, whole or not at all, and return its manifest.

    `revisions`: those of `description.ranges`, in that order; `heads`: one for the last revision of each
    range; `seed`: the sender's signing seed. Raises UserError when the disk refuses.
    """
    with private_file() as plain:
        try:
            written = _write_archive(plain, description, revisions, questionnaires, heads, seed)
            plain.seek(0)
        except OSError as error:
            raise no_room(error) from error
        with replacing(path) as file:
            envelope.encrypt(plain, file, keys.recipient(campaign_key))
    return written


def _write_archive(
    plain: IO[bytes],
    description: Description,
    revisions: Iterable[Revision],
    questionnaires: Iterable[QuestionnairePackage],
    heads: tuple[SignedHead, ...],
    seed: bytes,
) -> Manifest:
    with ArchiveWriter(plain) as archive:
        member = archive.add(manifest.REVISIONS, map(line_of, revisions))
        entries, members = packages.add_packages(archive, questionnaires)
        written = Manifest(description, (member, *members), entries)
        data = manifest.manifest_to_bytes(written)
        signed = manifest.signatures_to_bytes(signatures.sign_manifest(seed, data), heads)
        archive.add(manifest.SIGNATURES, iter((signed,)))
        archive.add(manifest.MANIFEST, iter((data,)))
    return written


@contextmanager
def open_exchange_file(path: Path, campaign_keys: Sequence[str], campaign: str) -> Iterator["ExchangeFile"]:
    """Give the exchange file at `path`, its manifest and signatures verified; nothing is left of it after.

    Any of `campaign_keys` may open it. Raises DamagedFileError, NewerFormatError or UserError with the
    sentence for the officer.
    """
    with envelope.decrypted(path, campaign_keys) as plain, private_file() as lines:
        yield ExchangeFile(plain, KeptLines(lines), path, campaign)


class ExchangeFile:
    """An exchange file open for reading. Which sites to believe is for whoever reads it to decide.

    `manifest` is signed by its sender's key; each of `heads` by the key that makes its site's id.
    """

    def __init__(self, plain: IO[bytes], lines: KeptLines, path: Path, campaign: str) -> None:
        """Read what the decrypted `plain` says of itself; `campaign` is ours, `lines` a place to work in."""
        self.path = path
        self._lines = lines
        with self._refusing():
            self._archive = ArchiveReader(plain)
            data = self._archive.read(manifest.MANIFEST, manifest.MAX_BYTES)
            if manifest.version_of(data) > VERSION:
                raise envelope.newer(path)
            self.manifest = manifest.manifest_from_bytes(data)
            signed = self._archive.read(manifest.SIGNATURES, manifest.MAX_BYTES)
            signature, self.heads = manifest.signatures_from_bytes(signed)
            self._check_sender(data, signature)
        if self.manifest.description.campaign != campaign:
            raise self._foreign()
        with self._refusing():
            self._check_members()
            self._check_heads()

    def headers(self, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Revision]:
        """Return the revisions of the ranges in order, their patches not read (`whole`), chains verified.

        Every byte was looked at when this returns: each range leads to the head that its site signed.
        `progress` is told how many are verified, of how many; what it raises stops the work. Raises
        DamagedFileError.
        """
        with self._refusing():
            self._lines.clear()
            lines = _counted(self._kept_lines(), self.manifest.description.revisions, progress)
            found = [
                header for part in self.manifest.description.ranges for header in self._range(part, lines)
            ]
            if next(lines, None) is not None:
                raise MalformedError("revisions: more than the ranges")
            return found

    def whole(self, headers: Iterable[Revision]) -> Iterator[Revision]:
        """Yield the whole revisions of `headers`, as `headers()` gave them; others are left as they are.

        Raises DamagedFileError.
        """
        with self._refusing():
            for header in headers:
                if header.patch is UNREAD:
                    yield whole_of(self._lines.line(header.site, header.seq), header)
                else:
                    yield header

    def revisions(self) -> Iterator[Revision]:
        """Yield the whole revisions of the ranges in order, all of them verified before the first."""
        return self.whole(self.headers())

    def questionnaires(self) -> Iterator[QuestionnairePackage]:
        """Yield the questionnaire packages, contents verified. Raises DamagedFileError."""
        with self._refusing():
            yield from packages.read_packages(self._archive, self.manifest.questionnaires)

    def _range(self, part: Range, lines: Iterator[bytes]) -> Iterator[Revision]:
        head = self._heads[part.site]
        previous = part.previous
        self._lines.begin(part.site, part.first)
        for seq in range(part.first, part.last + 1):
            line = next(lines, None)
            if line is None:
                raise MalformedError("revisions: fewer than the ranges")
            header = header_of(line, previous)
            if header.site != part.site or header.seq != seq:
                raise MalformedError(f"revisions: not number {seq} of {part.site}")
            if seq == 1:
                _check_first(whole_of(line, header), head)
            previous = header.id
            yield header
        if previous != head.id:
            raise MalformedError(f"revisions: the chain of {part.site} is not the one that it signed")

    def _kept_lines(self) -> Iterator[bytes]:
        """Yield the lines of the revisions, kept to be read again; at the end they were the manifest's."""
        member = self._members[manifest.REVISIONS]
        digest = hashlib.sha256()
        for line in self._archive.lines(member.name, MAX_LINE):
            digest.update(line + b"\n")
            self._lines.keep(line)
            yield line
        if digest.hexdigest() != member.sha256:
            raise MalformedError("revisions: not those of the manifest")

    def _check_sender(self, data: bytes, signature: str) -> None:
        public = self.manifest.description.sender.public_key
        if not signatures.is_signed_manifest(public, data, signature):
            raise MalformedError("manifest: signature")

    def _check_members(self) -> None:
        """The members are those of the manifest, no more and no fewer."""
        members = self.manifest.members
        self._members: dict[str, Member] = {member.name: member for member in members}
        expected = {manifest.REVISIONS} | packages.members_of(self.manifest.questionnaires)
        if self._members.keys() != expected or len(members) != len(expected):
            raise MalformedError("manifest: members")
        if self._archive.names != expected | {manifest.MANIFEST, manifest.SIGNATURES}:
            raise MalformedError("zip: members")
        for member in members:
            if member.name not in (manifest.REVISIONS, packages.FOLDER + member.sha256):
                raise MalformedError("manifest: member of another content")

    def _check_heads(self) -> None:
        """Each range ends at a head that its site signed."""
        self._heads = {head.site: head for head in self.heads}
        campaign = self.manifest.description.campaign
        if len(self._heads) != len(self.heads):
            raise MalformedError("heads: a site given twice")
        for head in self.heads:
            if not signatures.is_signed_head(campaign, head):
                raise MalformedError(f"heads: signature of {head.site}")
        for part in self.manifest.description.ranges:
            if part.site not in self._heads or self._heads[part.site].seq != part.last:
                raise MalformedError(f"heads: none for {part.site}")

    def _foreign(self) -> UserError:
        said = self.manifest.description
        return UserError(
            _(
                "« {name} » vient d'une autre campagne, « {title} ». Rien n'a été lu. "
                "Ouvrez la base de cette campagne, ou demandez un fichier de celle-ci."
            ).format(name=self.path.name, title=said.title)
        )

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        try:
            yield
        except MalformedError as error:
            raise envelope.damaged(self.path) from error
        except OSError as error:
            raise no_room(error) from error


def _counted(lines: Iterator[bytes], total: int, progress: Callable[[int, int], None]) -> Iterator[bytes]:
    """Yield `lines`, and report now and then how many of the `total` went by."""
    for done, line in enumerate(lines):
        if done % _STEP == 0:
            progress(done, total)
        yield line


def _check_first(revision: Revision, head: SignedHead) -> None:
    """A site's first revision presents it: its own record, with the key that signs all the others."""
    presented = revision.patch or {}
    if revision.kind is not Kind.SITE or revision.record != revision.site:
        raise MalformedError(f"revisions: {revision.site} does not present itself")
    if presented.get("public_key") != head.public_key:
        raise MalformedError(f"revisions: {revision.site} presents another key")
