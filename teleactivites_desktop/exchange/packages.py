"""Questionnaire packages inside an archive: each content once, named by its SHA-256."""

import hashlib
from collections.abc import Iterable, Iterator

from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.exchange.archive import ArchiveReader, ArchiveWriter, Member
from teleactivites_desktop.exchange.contents import QuestionnaireEntry
from teleactivites_desktop.exchange.strict import MalformedError

FOLDER = "questionnaires/"
MAX_PART = 16 * 1024 * 1024
"""A workbook with the choices of a whole country has some 3 MiB."""


def add_packages(
    archive: ArchiveWriter, packages: Iterable[QuestionnairePackage]
) -> tuple[tuple[QuestionnaireEntry, ...], list[Member]]:
    """Add `packages` to `archive`; return where their parts are, and the members added."""
    members: dict[str, Member] = {}

    def add(content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in members:
            members[sha256] = archive.add(FOLDER + sha256, iter((content,)))
        return sha256

    entries = tuple(
        QuestionnaireEntry(
            version_id=package.version,
            workbook=add(package.workbook),
            compiled=add(package.compiled.encode()),
            files={name: add(content) for name, content in sorted(package.files.items())},
        )
        for package in packages
    )
    return entries, list(members.values())


def members_of(entries: Iterable[QuestionnaireEntry]) -> frozenset[str]:
    """Return the names of the members that hold the parts of `entries`."""
    return frozenset(
        FOLDER + sha256
        for entry in entries
        for sha256 in (entry.workbook, entry.compiled, *entry.files.values())
    )


def read_packages(
    archive: ArchiveReader, entries: Iterable[QuestionnaireEntry]
) -> Iterator[QuestionnairePackage]:
    """Yield the packages of `entries`, one in memory at a time. Raises MalformedError."""
    for entry in entries:
        yield QuestionnairePackage(
            version=entry.version_id,
            workbook=_part(archive, entry.workbook),
            files={name: _part(archive, sha256) for name, sha256 in entry.files.items()},
            compiled=_text(_part(archive, entry.compiled)),
        )


def _part(archive: ArchiveReader, sha256: str) -> bytes:
    content = archive.read(FOLDER + sha256, MAX_PART)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise MalformedError(f"zip: {FOLDER}{sha256} is of another content")
    return content


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise MalformedError("zip: a compiled questionnaire that is no text") from error
