"""`store.questionnaires`: the versions of the questionnaire, with the workbooks that they came from."""

from collections.abc import Callable

from sqlalchemy import insert

from teleactivites_desktop.core.questionnaire import Questionnaire
from teleactivites_desktop.core.questionnaire_json import from_json
from teleactivites_desktop.core.stored import QuestionnairePackage
from teleactivites_desktop.core.versions import Lineage, version_of
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.storage.columns import ListColumns, list_columns
from teleactivites_desktop.storage.records import Records
from teleactivites_desktop.storage.session import Session
from teleactivites_desktop.storage.tables import QUESTIONNAIRE, QUESTIONNAIRE_FILE


class Questionnaires:
    """The versions held here. A version never changes, so each is read once."""

    def __init__(self, session: Session, campaign: Records, records: Records) -> None:
        """`records` are those of the versions themselves: what each follows, and renamed."""
        self._session = session
        self._campaign = campaign
        self._records = records
        self._known: dict[str, Questionnaire] = {}
        self._columns: dict[str, ListColumns] = {}
        self._added: list[Callable[[str], None]] = []
        session.after_rollback(self._forget)

    def on_added(self, call: Callable[[str], None]) -> None:
        """Call with each version that is added, inside the same transaction."""
        self._added.append(call)

    def add(self, package: QuestionnairePackage) -> None:
        """Keep a version; one that is held already is left as it is. Call inside a transaction."""
        if package.version in self.versions():
            return
        from_json(package.compiled)
        self._session.write(
            insert(QUESTIONNAIRE),
            {"version": package.version, "workbook": package.workbook, "compiled": package.compiled},
        )
        self._session.write(
            insert(QUESTIONNAIRE_FILE),
            [
                {"version": package.version, "name": name, "content": content}
                for name, content in package.files.items()
            ],
        )
        self._forget()
        for call in self._added:
            call(package.version)

    def versions(self) -> list[str]:
        """Return the versions held, in the order in which they came."""
        return [
            version for (version,) in self._session.rows("SELECT version FROM questionnaire ORDER BY rowid")
        ]

    def get(self, version: str) -> Questionnaire | None:
        """Return one version, None when it is not held."""
        if version not in self._known:
            compiled = self._session.value(
                "SELECT compiled FROM questionnaire WHERE version = :version", {"version": version}
            )
            if compiled is None:
                return None
            self._known[version] = from_json(compiled)
        return self._known[version]

    def current_version(self) -> str:
        """Return the version that the campaign says is current, else the last that came; "" without any."""
        held = self.versions()
        stated = next((campaign.text("questionnaire") for campaign in self._campaign.list()), "")
        return stated if stated in held else held[-1] if held else ""

    def current(self) -> Questionnaire:
        """Return the current version. Raises `UserError` in a campaign that has none yet."""
        found = self.get(self.current_version())
        if found is None:
            raise UserError(
                _("Cette campagne n’a pas de questionnaire : demandez une invitation au premier poste.")
            )
        return found

    def lineage(self) -> Lineage:
        """Return how the versions follow each other, as their records say it now."""
        return Lineage(version_of(stored.record, stored.fields) for stored in self._records.list())

    def package(self, version: str) -> QuestionnairePackage | None:
        """Return a version as it is exchanged."""
        rows = self._session.rows(
            "SELECT workbook, compiled FROM questionnaire WHERE version = :version", {"version": version}
        )
        if not rows:
            return None
        files = self._session.rows(
            "SELECT name, content FROM questionnaire_file WHERE version = :version ORDER BY name",
            {"version": version},
        )
        return QuestionnairePackage(version, rows[0][0], dict(files), rows[0][1])

    def columns(self, version: str) -> ListColumns:
        """Return what lists show of responses of a version; nothing but the number for one not held yet."""
        if version not in self._columns:
            questionnaire = self.get(version)
            self._columns[version] = list_columns(questionnaire) if questionnaire else ListColumns()
        return self._columns[version]

    def _forget(self) -> None:
        self._known.clear()
        self._columns.clear()
