"""Campaigns on temporary files with the shipped questionnaire, for the tests of keying."""

import functools
import json
import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.environment import Environment
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.core.stored import QuestionnairePackage, StoredResponse
from teleactivites_desktop.services import membership, questionnaires
from teleactivites_desktop.services.editing import find_response
from teleactivites_desktop.services.workspace import SiteIdentity, Workspace
from teleactivites_desktop.storage.database import create, open_store

TERRITORIES = {"GBEQ": "Briançonnais", "GBD": "Gapençais", "HD": "Haute-Durance", "HAD": "Hautes-Alpes"}
SITE = SiteIdentity("0123456789abcdef", "GBEQ", b"\0" * 32)
OFFICER = "0f" * 16


class Clock:
    """A clock that stands unless it is told to go on."""

    def __init__(self) -> None:
        self.moment = datetime(2007, 12, 3, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def wait(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@functools.cache
def package() -> QuestionnairePackage:
    """The shipped questionnaire, compiled once for all tests."""
    shipped = questionnaires.shipped()
    return QuestionnairePackage(shipped.version_id, shipped.workbook, shipped.files, shipped.compiled)


def new_campaign(path: Path, clock: Clock | None = None) -> Workspace:
    """A plain campaign in a new file at `path`."""
    store = create(path)
    workspace = Workspace(store, SITE, OFFICER, _environment(clock))
    with store.transaction():
        store.questionnaires.add(package())
        membership.remember(
            store, membership.Membership("c" * 32, "Essai", TERRITORIES, package().version, "key")
        )
        workspace.author(Kind.OFFICER, OFFICER, {"name": "MD", "territory": "GBEQ"})
    return workspace


def opened_again(path: Path, clock: Clock | None = None) -> Workspace:
    """The same campaign, on another connection."""
    return Workspace(open_store(path), SITE, OFFICER, _environment(clock))


def _environment(clock: Clock | None) -> Environment:
    return Environment(clock or Clock(), random.Random(7).randbytes)


def samples(name: str) -> list[Any]:
    """The lines of a shipped sample file."""
    text = shipped_data.path(f"resources/samples/{name}").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def stored(workspace: Workspace, paper: str) -> StoredResponse:
    """The response of a paper."""
    found = workspace.store.responses.get(find_response(workspace, paper))
    assert found is not None
    return found


def line(paper: str = "GBEQ-0001", answers: Mapping[str, str] | None = None, **more: Any) -> str:
    """A transcript line; the required questions are answered unless `answers` says otherwise."""
    filled = {
        "date_reception": "121107",
        "mode_collecte": "1",
        "nom": "DUPONT",
        "prenom": "jean",
        "commune": "gap",
        "lieu_travail": "2",
        "metier": "Berger",
        "domaine": "22",
        "statut": "07",
        "jours": "3",
        **(answers or {}),
    }
    return json.dumps({"paper": paper, "territory": "GBEQ", "batch": "GBEQ-A", "answers": filled, **more})
