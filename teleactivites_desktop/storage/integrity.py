"""Proving a database: the file, the chains, and every row shown against the fold of its history."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sqlcipher3 import DatabaseError, OperationalError

from teleactivites_desktop.core.history.chain import ChainProblem, verify_run
from teleactivites_desktop.core.history.revision import Revision
from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.i18n import N_, _
from teleactivites_desktop.storage.database import Store
from teleactivites_desktop.storage.histories import History, chunks
from teleactivites_desktop.storage.made import Columns, ColumnsOf, make
from teleactivites_desktop.storage.rows import to_text
from teleactivites_desktop.storage.tables import CONFLICT, ERASURE, RECORD, RESPONSE

Progress = Callable[[int, int], None]
"""Told how many revisions and records are proved, of how many; what it raises stops the check."""
_REPORT_EVERY = 500
_PROVE_INDEX = "INSERT INTO response_search (response_search, rank) VALUES ('integrity-check', 1)"
_SHOWN = 20
"""Problems of one sort that are told one by one; a broken file may have as many as rows."""
_CHAIN_SENTENCES = {
    ChainProblem.FORM: N_("poste {site}, révision {seq} : un champ n’a pas la forme attendue."),
    ChainProblem.SEQUENCE: N_("poste {site}, révision {seq} : il en manque une, ou une est de trop."),
    ChainProblem.PREVIOUS: N_("poste {site}, révision {seq} : elle ne suit pas la précédente."),
    ChainProblem.DIGEST: N_("poste {site}, révision {seq} : ce qu’elle dit a été altéré."),
    ChainProblem.ID: N_("poste {site}, révision {seq} : son en-tête a été altéré."),
}


class Problem(NamedTuple):
    """One thing wrong. `part`: file, chain, parent, row, search, erasure; `message`: a French sentence."""

    part: str
    message: str


def check(store: Store, progress: Progress = lambda done, total: None) -> list[Problem]:
    """Return what is wrong with the database; nothing is changed. At most `_SHOWN` problems of each part."""
    found: dict[str, list[Problem]] = {}
    try:
        with store.session.snapshot():
            for problem in _problems(store, progress):
                found.setdefault(problem.part, []).append(problem)
        found.update({problem.part: [problem] for problem in _search(store)})
    except UserError as error:
        found.setdefault("file", []).append(Problem("file", str(error)))
    return [problem for part in found.values() for problem in _bounded(part)]


def _bounded(problems: list[Problem]) -> list[Problem]:
    more = len(problems) - _SHOWN
    if more <= 0:
        return problems
    rest = Problem(problems[0].part, _("et {count} autres de même sorte.").format(count=more))
    return [*problems[:_SHOWN], rest]


def _problems(store: Store, progress: Progress) -> Iterator[Problem]:
    revisions = sum(store.revisions.vector().values())
    records = int(store.session.value("SELECT count(DISTINCT record) FROM revision"))
    total = max(revisions + records, 1)
    progress(0, total)
    yield from _file(store)
    yield from _chains(store, lambda done: progress(done, total))
    yield from _parents(store)
    yield from _rows(store, lambda done: progress(revisions + done, total))
    yield from _erasures(store)


def _file(store: Store) -> Iterator[Problem]:
    pragmas = ["integrity_check", "foreign_key_check"]
    if store.encrypted:
        pragmas.append("cipher_integrity_check")
    for pragma in pragmas:
        for row in store.session.rows(f"PRAGMA {pragma}"):
            if row[0] != "ok":
                detail = " ".join(str(part) for part in row)
                yield Problem("file", _("Le fichier est abîmé : {detail}.").format(detail=detail))


def _chains(store: Store, progress: Callable[[int], None]) -> Iterator[Problem]:
    done = 0

    def counted(run: Iterator[Revision]) -> Iterator[Revision]:
        nonlocal done
        for revision in run:
            done += 1
            if done % _REPORT_EVERY == 0:
                progress(done)
            yield revision

    for site in sorted(store.revisions.vector()):
        run = store.revisions.after({}, {site: store.revisions.vector()[site]})
        broken = verify_run(counted(run), site=site)
        if broken:
            sentence = _(_CHAIN_SENTENCES[broken.problem]).format(site=broken.site, seq=broken.seq)
            yield Problem("chain", _("Chaîne rompue, {sentence}").format(sentence=sentence))


def _parents(store: Store) -> Iterator[Problem]:
    """What a revision's author saw is held too, and is of the same record."""
    rows = store.session.rows(
        "SELECT child.site, child.seq FROM revision AS child, json_each(child.parents) AS parent"
        " LEFT JOIN revision AS held ON held.id = parent.value AND held.record = child.record"
        " WHERE held.id IS NULL ORDER BY child.site, child.seq"
    )
    for site, seq in rows:
        yield Problem(
            "parent",
            _("Poste {site}, révision {seq} : celle qu’elle modifie n’est pas là.").format(
                site=site, seq=seq
            ),
        )


def _rows(store: Store, progress: Callable[[int], None]) -> Iterator[Problem]:
    rows = store.session.rows("SELECT record FROM revision GROUP BY record ORDER BY min(row)")
    records = [record for (record,) in rows]
    done = 0
    for chunk in chunks(records):
        held = _Held(store, list(chunk))
        for record, history in store.revisions.histories(chunk).items():
            if not held.agrees(record, history, store.questionnaires.columns):
                yield Problem("row", _unlike(store, record))
        done += len(chunk)
        progress(done)
    for table in ("response", "record", "conflict", "erasure"):
        orphans = store.session.rows(
            f"SELECT DISTINCT record FROM {table} WHERE record NOT IN (SELECT record FROM revision)"
        )
        for (record,) in orphans:
            yield Problem(
                "row", _("Enregistrement {record} : il n’a pas d’historique.").format(record=record)
            )


def _unlike(store: Store, record: str) -> str:
    paper = store.session.value("SELECT paper FROM response WHERE record = :record", {"record": record})
    return _("Fiche ou enregistrement {name} : ce qui est montré n’est pas ce que dit l’historique.").format(
        name=paper or record
    )


class _Held:
    """The rows held of some records, to be compared with what their histories make."""

    def __init__(self, store: Store, records: list[str]) -> None:
        self._store = store
        self._records = {"records": to_text(records)}
        self._rows = {
            table.name: self._by_record(f"SELECT * FROM {table.name}")
            for table in (RESPONSE, RECORD, CONFLICT, ERASURE)
        }
        self._fields: dict[str, str] = dict(
            store.session.rows(
                "SELECT response.record, response_fields.fields FROM response_fields"
                " JOIN response ON response.row = response_fields.row"
                " WHERE response.record IN (SELECT value FROM json_each(:records))",
                self._records,
            )
        )

    def agrees(self, record: str, history: History, columns_of: ColumnsOf) -> bool:
        """Tell whether the rows of `record` are those that its history makes."""
        made = make(record, history.revisions, columns_of)
        if made.response is not None:
            made.response["revision"] = history.rows[0] if made.sole else None
        rows = {name: held.get(record, []) for name, held in self._rows.items()}
        conflicts = sorted(rows["conflict"], key=lambda row: str(row["path"]))
        return (
            self._response_agrees(record, rows["response"], made.response)
            and rows["record"] == ([made.record] if made.record else [])
            and rows["erasure"] == ([made.erasure] if made.erasure else [])
            and conflicts == sorted(made.conflicts, key=lambda row: str(row["path"]))
        )

    def _response_agrees(self, record: str, held: list[Columns], made: Columns | None) -> bool:
        if made is None or not held:
            return made is None and not held
        ours = {name: value for name, value in held[0].items() if name != "row"}
        return {**ours, "fields": self._fields.get(record)} == made

    def _by_record(self, query: str) -> Mapping[str, list[Columns]]:
        found: dict[str, list[Columns]] = {}
        for row in self._store.session.mappings(
            f"{query} WHERE record IN (SELECT value FROM json_each(:records))", self._records
        ):
            found.setdefault(str(row["record"]), []).append(row)
        return found


def _search(store: Store) -> Iterator[Problem]:
    """The index proves itself against the rows; SQLite takes this for a write, hence the transaction."""
    try:
        with store.transaction():
            store.session.driver.execute(_PROVE_INDEX)
    except (DamagedFileError, DatabaseError) as error:
        if isinstance(error, OperationalError):
            raise
        yield Problem("search", _("L’index de recherche ne correspond pas aux fiches : reconstruisez-le."))


def _erasures(store: Store) -> Iterator[Problem]:
    """Nothing that was said of an erased record is left."""
    rows = store.session.rows(
        "SELECT revision.site, revision.seq FROM erasure JOIN revision ON revision.record = erasure.record"
        " WHERE revision.patch IS NOT NULL AND json_extract(revision.patch, '$.erased') IS NULL"
    )
    for site, seq in rows:
        yield Problem(
            "erasure",
            _("Poste {site}, révision {seq} : elle dit encore ce qui a été effacé.").format(
                site=site, seq=seq
            ),
        )
    if store.cleaning.due:
        yield Problem("erasure", _("Un effacement attend que le fichier soit libre pour le nettoyer."))
