"""The tables, as SQLModel classes. Their DDL is `db/migrations`; a test proves that the two are equal.

Names ending in `Row` are rows of tables and never leave `storage`. Reading and writing goes through Core on
`REVISION`, `RESPONSE`...: rows are many, and `table=True` models are not validated anyway.
"""

from typing import cast

from sqlalchemy import ForeignKey, Index, LargeBinary, Table, Text, inspect
from sqlmodel import Field, SQLModel


class _RevisionColumns(SQLModel):
    """The columns of a revision; `parents` is a JSON list, `patch` a JSON object, NULL once erased."""

    row: int | None = Field(default=None, primary_key=True)
    site: str = Field(sa_type=Text)
    seq: int
    id: str = Field(sa_type=Text)
    previous: str = Field(sa_type=Text)
    record: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    parents: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    officer: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    salt: str | None = Field(sa_type=Text)
    patch: str | None = Field(sa_type=Text)


class RevisionRow(_RevisionColumns, table=True):
    """One change of one record. `row` follows the order of arrival."""

    __tablename__ = "revision"
    __table_args__ = (
        Index("revision_site_seq", "site", "seq", unique=True),
        Index("revision_id", "id", unique=True),
        Index("revision_record", "record"),
    )


class ParkedRow(_RevisionColumns, table=True):
    """A revision received that waits for earlier ones."""

    __tablename__ = "parked"
    __table_args__ = (Index("parked_id", "id", unique=True), Index("parked_record", "record"))


class ResponseRow(SQLModel, table=True):
    """What lists and search need of a response. Columns in `_key` sort the French way; no text is NULL.

    `revision` is the row of its only revision while that one's patch is the fold, else NULL and the fold
    stands in `ResponseFieldsRow`: most responses are never changed, and would be stored twice.
    """

    __tablename__ = "response"
    __table_args__ = (
        Index("response_record", "record", unique=True),
        Index("response_territory_batch", "territory", "batch", "paper_key"),
        *(
            Index(f"response_{name}", name)
            for name in ("paper_key", "name_key", "place_key", "changed_at", "received", "status")
        ),
    )
    row: int | None = Field(default=None, primary_key=True)
    record: str = Field(sa_type=Text)
    paper: str = Field(sa_type=Text)
    paper_key: str = Field(sa_type=Text)
    territory: str = Field(sa_type=Text)
    batch: str = Field(sa_type=Text)
    received: str = Field(sa_type=Text)
    questionnaire: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    name_key: str = Field(sa_type=Text)
    place: str = Field(sa_type=Text)
    place_key: str = Field(sa_type=Text)
    search: str = Field(sa_type=Text)
    changed_at: str = Field(sa_type=Text)
    changed_by: str = Field(sa_type=Text)
    changed_site: str = Field(sa_type=Text)
    conflicts: int
    revision: int | None


class ResponseFieldsRow(SQLModel, table=True):
    """The fold of a response that was changed: JSON, path -> value."""

    __tablename__ = "response_fields"
    row: int = Field(sa_column_args=[ForeignKey("response.row", ondelete="CASCADE")], primary_key=True)
    fields: str = Field(sa_type=Text)


class RecordRow(SQLModel, table=True):
    """The fold of any record that is not a response."""

    __tablename__ = "record"
    __table_args__ = (Index("record_kind", "kind"),)
    record: str = Field(sa_type=Text, primary_key=True)
    kind: str = Field(sa_type=Text)
    fields: str = Field(sa_type=Text)
    changed_at: str = Field(sa_type=Text)
    changed_by: str = Field(sa_type=Text)
    changed_site: str = Field(sa_type=Text)
    conflicts: int


class ConflictRow(SQLModel, table=True):
    """One path of one record on which sites differ; `contenders`: JSON list of revision ids, shown first."""

    __tablename__ = "conflict"
    record: str = Field(sa_type=Text, primary_key=True)
    path: str = Field(sa_type=Text, primary_key=True)
    kind: str = Field(sa_type=Text)
    contenders: str = Field(sa_type=Text)


class ErasureRow(SQLModel, table=True):
    """A record that was erased: what comes of it later is blanked on arrival."""

    __tablename__ = "erasure"
    record: str = Field(sa_type=Text, primary_key=True)
    kind: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    site: str = Field(sa_type=Text)


class QuestionnaireRow(SQLModel, table=True):
    """A version of the questionnaire: its workbook and its compiled form (core JSON)."""

    __tablename__ = "questionnaire"
    version: str = Field(sa_type=Text, primary_key=True)
    workbook: bytes = Field(sa_type=LargeBinary)
    compiled: str = Field(sa_type=Text)


class QuestionnaireFileRow(SQLModel, table=True):
    """A file that came with a workbook (choice files)."""

    __tablename__ = "questionnaire_file"
    version: str = Field(
        sa_type=Text,
        sa_column_args=[ForeignKey("questionnaire.version", ondelete="CASCADE")],
        primary_key=True,
    )
    name: str = Field(sa_type=Text, primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class StatementRow(SQLModel, table=True):
    """What a site said last that it holds (JSON, site -> seq), when, and in which file."""

    __tablename__ = "statement"
    site: str = Field(sa_type=Text, primary_key=True)
    vector: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    file: str = Field(sa_type=Text)


class SignatureRow(SQLModel, table=True):
    """A site's signature of its chain at its revision `seq`."""

    __tablename__ = "signature"
    site: str = Field(sa_type=Text, primary_key=True)
    seq: int = Field(primary_key=True)
    id: str = Field(sa_type=Text)
    signature: str = Field(sa_type=Text)


class DraftRow(SQLModel, table=True):
    """A paper that is being keyed, to the very field."""

    __tablename__ = "draft"
    id: str = Field(sa_type=Text, primary_key=True)
    paper: str = Field(sa_type=Text)
    territory: str = Field(sa_type=Text)
    batch: str = Field(sa_type=Text)
    officer: str = Field(sa_type=Text)
    position: str = Field(sa_type=Text)
    state: str = Field(sa_type=Text)
    updated: str = Field(sa_type=Text)


class SettingRow(SQLModel, table=True):
    """A setting of this site (JSON)."""

    __tablename__ = "setting"
    name: str = Field(sa_type=Text, primary_key=True)
    value: str = Field(sa_type=Text)


class SecretRow(SQLModel, table=True):
    """A key of this site; protected by the encryption of the whole file."""

    __tablename__ = "secret"
    name: str = Field(sa_type=Text, primary_key=True)
    value: bytes = Field(sa_type=LargeBinary)


class JournalRow(SQLModel, table=True):
    """An exchange file read or written; `brought`: JSON list of [site, first, last]."""

    __tablename__ = "journal"
    row: int | None = Field(default=None, primary_key=True)
    action: str = Field(sa_type=Text)
    at: str = Field(sa_type=Text)
    file: str = Field(sa_type=Text)
    site: str = Field(sa_type=Text)
    digest: str = Field(sa_type=Text)
    brought: str = Field(sa_type=Text)
    details: str = Field(sa_type=Text)
    undone_at: str = Field(sa_type=Text)


class CountedRow(SQLModel, table=True):
    """What tables are counted from, of the responses whose row is in `segment`; made under `stamp`."""

    __tablename__ = "counted"
    segment: int | None = Field(default=None, primary_key=True)
    stamp: str = Field(sa_type=Text)
    content: bytes = Field(sa_type=LargeBinary)


def _table(model: type[SQLModel]) -> Table:
    return cast(Table, inspect(model).local_table)


REVISION = _table(RevisionRow)
PARKED = _table(ParkedRow)
RESPONSE = _table(ResponseRow)
RESPONSE_FIELDS = _table(ResponseFieldsRow)
RECORD = _table(RecordRow)
CONFLICT = _table(ConflictRow)
ERASURE = _table(ErasureRow)
QUESTIONNAIRE = _table(QuestionnaireRow)
QUESTIONNAIRE_FILE = _table(QuestionnaireFileRow)
STATEMENT = _table(StatementRow)
SIGNATURE = _table(SignatureRow)
DRAFT = _table(DraftRow)
SETTING = _table(SettingRow)
SECRET = _table(SecretRow)
JOURNAL = _table(JournalRow)
COUNTED = _table(CountedRow)
