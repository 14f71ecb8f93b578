"""Exports of responses to other programs: every one journaled, consent respected, whole or not at all."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from teleactivites_desktop.analysis.exports.rows import Row, Rules, rows
from teleactivites_desktop.analysis.exports.variables import Mode as Mode
from teleactivites_desktop.analysis.exports.variables import Variable, variables
from teleactivites_desktop.core import consents
from teleactivites_desktop.core.roles import roles
from teleactivites_desktop.core.stored import ResponseLine
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.exchange.durable import replacing
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services.membership import membership
from teleactivites_desktop.services.tabulations import Progress, Selection, valleys
from teleactivites_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from teleactivites_desktop.storage.database import Store

_JOURNAL = "export journal"
_SECRET = "pseudonym secret"
_SECRET_BYTES = 32


class Format(StrEnum):
    """The kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"
    SAV = "sav"
    DTA = "dta"
    PARQUET = "parquet"
    JSONL = "jsonl"


@dataclass(frozen=True)
class Exported:
    """A line of the journal: when (ISO), who (officer's record), what file, in what form, how many people."""

    at: str
    officer: str
    file: str
    format: str
    mode: str
    rows: int


@dataclass(frozen=True)
class Outlook:
    """What an export would hold: people, of whom `named` with their identity; columns; questions left out."""

    people: int
    named: int
    columns: int
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class ExportOptions:
    """What to export: whose papers, and how much of a person."""

    mode: Mode = Mode.PSEUDONYMISED
    selection: Selection = field(default_factory=Selection)


def export(
    workspace: Workspace,
    path: Path,
    format_: Format | str,
    options: ExportOptions | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Write the responses to `path` and note it in the journal. Returns the line noted.

    Raises UserError for an unknown format, a missing optional library, or a file that cannot be written.
    """
    try:
        wanted = Format(format_)
    except ValueError:
        known = ", ".join(Format)
        raise UserError(
            _("Le format « {name} » n'existe pas. Il y a : {known}.").format(name=format_, known=known)
        ) from None
    chosen = options or ExportOptions()
    questionnaire = workspace.questionnaire
    place = roles(questionnaire).place
    columns = _columns(workspace, chosen.mode)
    rules = Rules(
        mode=chosen.mode,
        secret=_secret(workspace),
        agrees=lambda fields: consents.agreed(questionnaire, fields, consents.CONTACT),
        place=place,
        valleys=valleys(questionnaire),
    )
    found = _Counted(rows(_chosen(workspace, chosen.selection, progress), columns, rules))
    _WRITERS[wanted](columns, found, path)
    return _note(workspace, path, wanted, chosen.mode, found.count)


def outlook(workspace: Workspace, options: ExportOptions, progress: Progress | None = None) -> Outlook:
    """Return what an export with these options would hold; nothing is written, nothing noted."""
    current = workspace.questionnaire
    people = named = 0
    for _line, fields in _chosen(workspace, options.selection, progress):
        people += 1
        named += consents.agreed(current, fields, consents.CONTACT)
    columns = _columns(workspace, options.mode)
    kept = {variable.question for variable in columns}
    left_out = (current.text(q.labels) or q.name for q in current.keyed if q.name not in kept)
    return Outlook(
        people=people,
        named=named if options.mode is Mode.IDENTIFIED else 0,
        columns=len(columns),
        left_out=tuple(left_out),
    )


def questionnaire(workspace: Workspace, folder: Path) -> list[Path]:
    """Write the current questionnaire to `folder`: its workbook, choice files, and DDI codebook.

    Returns the files written. They hold nobody's answers, so the journal does not note them.
    """
    from teleactivites_desktop.analysis.exports.ddi import write_ddi

    current = workspace.questionnaire
    known = membership(workspace.store)
    package = workspace.store.questionnaires.package(known.questionnaire)
    if package is None:
        raise UserError(_("Le questionnaire de cette campagne n'est pas encore arrivé sur ce poste."))
    contents = {f"{current.form_id}.xlsx": package.workbook, **package.files}
    written = []
    for name, content in contents.items():
        with replacing(folder / Path(name).name) as file:
            file.write(content)
        written.append(folder / Path(name).name)
    columns = variables(current, known.territories, Mode.PSEUDONYMISED, roles(current).place)
    with replacing(folder / f"{current.form_id}-ddi.xml") as file:
        date = workspace.environment.today().isoformat()
        write_ddi(known.title, date, workspace.store.responses.count(), columns, file)
    return [*written, folder / f"{current.form_id}-ddi.xml"]


def journal(workspace: Workspace) -> list[Exported]:
    """Return the exports made from this database, the last one first."""
    noted = workspace.store.settings.get(_JOURNAL, [])
    return [Exported(**entry) for entry in reversed(noted)]


def _columns(workspace: Workspace, mode: Mode) -> list[Variable]:
    territories = membership(workspace.store).territories
    place = roles(workspace.questionnaire).place
    return variables(workspace.questionnaire, territories, mode, place)


def _note(workspace: Workspace, path: Path, format_: Format, mode: Mode, count: int) -> Exported:
    entry = Exported(
        at=workspace.environment.now().isoformat(),
        officer=workspace.officer,
        file=path.name,
        format=format_.value,
        mode=mode.value,
        rows=count,
    )
    store: Store = workspace.store
    with store.transaction():
        noted = store.settings.get(_JOURNAL, [])
        store.settings.set(_JOURNAL, [*noted, vars(entry)])
    return entry


def _secret(workspace: Workspace) -> bytes:
    """Return the secret that makes the codes of persons, made the first time it is needed."""
    store: Store = workspace.store
    with store.transaction():
        known = store.secrets.get(_SECRET)
        if known is None:
            known = workspace.environment.random_bytes(_SECRET_BYTES)
            store.secrets.set(_SECRET, known)
    return known


def _chosen(
    workspace: Workspace, selection: Selection, progress: Progress | None
) -> Iterator[tuple[ResponseLine, Mapping[str, PatchValue]]]:
    store = workspace.store
    total = max(store.responses.count(), 1)
    current = store.questionnaires.current_version()
    for done, (line, fields) in enumerate(store.responses.each_as(current)):
        if progress:
            progress(done / total)
        if selection.keeps(line) and not consents.is_withdrawn(fields, consents.STATISTICS):
            yield line, fields


class _Counted:
    """Rows that are counted as they go by."""

    def __init__(self, found: Iterable[Row]) -> None:
        self._found = found
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._found:
            self.count += 1
            yield row


Writer = Callable[[Sequence[Variable], Iterable[Row], Path], None]


def _streamed(name: str, module: str) -> Writer:
    """Return a writer that fills an open file; its module is imported when it is used."""

    def write(columns: Sequence[Variable], found: Iterable[Row], path: Path) -> None:
        fill: Callable[[Sequence[Variable], Iterable[Row], IO[bytes]], None] = _imported(module, name)
        with replacing(path) as file:
            fill(columns, found, file)

    return write


def _by_path(name: str) -> Writer:
    """Return a writer for libraries that want a path: beside first, then into place."""

    def write(columns: Sequence[Variable], found: Iterable[Row], path: Path) -> None:
        fill: Callable[[Sequence[Variable], Iterable[Row], Path], None] = _imported("statistics", name)
        with tempfile.TemporaryDirectory() as folder, replacing(path) as file:
            beside = Path(folder) / path.name
            fill(columns, found, beside)
            file.write(beside.read_bytes())

    return write


def _imported(module: str, name: str) -> Any:
    from importlib import import_module

    return getattr(import_module(f"teleactivites_desktop.analysis.exports.{module}"), name)


_WRITERS: Mapping[Format, Writer] = {
    Format.CSV: _streamed("write_csv", "text_files"),
    Format.JSONL: _streamed("write_jsonl", "text_files"),
    Format.XLSX: _streamed("write_xlsx", "workbook"),
    Format.SAV: _by_path("write_sav"),
    Format.DTA: _by_path("write_dta"),
    Format.PARQUET: _by_path("write_parquet"),
}
