"""`store.drafts`, `store.settings`, `store.secrets`: what stays on this site."""

from typing import Any

from teleactivites_desktop.core.local import Draft
from teleactivites_desktop.core.values import PatchValue
from teleactivites_desktop.storage.rows import from_text, to_text
from teleactivites_desktop.storage.session import Session, SqlRow

_DRAFT = "id, paper, territory, batch, officer, position, state, updated"
_SAVE = f"INSERT OR REPLACE INTO draft ({_DRAFT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


class Drafts:
    """Papers being keyed. What is saved is on disk when `save` returns."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, draft: Draft) -> None:
        """Keep `draft` in place of the one with its id."""
        # At each field that is keyed: by the driver's own marks, which cost half of what names do.
        row = (
            draft.id,
            draft.paper,
            draft.territory,
            draft.batch,
            draft.officer,
            draft.position,
            to_text(draft.state),
            draft.updated,
        )
        with self._session.transaction():
            self._session.write_many(_SAVE, [row])

    def get(self, id_: str) -> Draft | None:
        """Return one draft."""
        rows = self._session.rows(f"SELECT {_DRAFT} FROM draft WHERE id = :id", {"id": id_})
        return _draft(rows[0]) if rows else None

    def list(self) -> list[Draft]:
        """Return all drafts, the latest saved first."""
        rows = self._session.rows(f"SELECT {_DRAFT} FROM draft ORDER BY updated DESC, id")
        return [_draft(row) for row in rows]

    def delete(self, id_: str) -> None:
        """Forget a draft; harmless when there is none."""
        with self._session.transaction():
            self._session.write("DELETE FROM draft WHERE id = :id", {"id": id_})


class Settings:
    """Settings of this site: name -> JSON value."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str, default: PatchValue = None) -> Any:
        """Return the value of `name`, `default` when it was never set."""
        found = self._session.value("SELECT value FROM setting WHERE name = :name", {"name": name})
        return default if found is None else from_text(found)

    def set(self, name: str, value: PatchValue) -> None:
        """Keep `value`; None forgets the setting."""
        with self._session.transaction():
            if value is None:
                self._session.write("DELETE FROM setting WHERE name = :name", {"name": name})
            else:
                self._session.write(
                    "INSERT OR REPLACE INTO setting (name, value) VALUES (:name, :value)",
                    {"name": name, "value": to_text(value)},
                )


class Secrets:
    """Keys of this site: name -> bytes. The encryption of the file protects them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, name: str) -> bytes | None:
        """Return the bytes kept under `name`."""
        found = self._session.value("SELECT value FROM secret WHERE name = :name", {"name": name})
        return None if found is None else bytes(found)

    def set(self, name: str, value: bytes | None) -> None:
        """Keep `value`; None forgets it."""
        with self._session.transaction():
            if value is None:
                self._session.write("DELETE FROM secret WHERE name = :name", {"name": name})
            else:
                self._session.write(
                    "INSERT OR REPLACE INTO secret (name, value) VALUES (:name, :value)",
                    {"name": name, "value": value},
                )


def _draft(row: SqlRow) -> Draft:
    id_, paper, territory, batch, officer, position, state, updated = row
    return Draft(id_, paper, territory, batch, officer, position, from_text(state), updated)
