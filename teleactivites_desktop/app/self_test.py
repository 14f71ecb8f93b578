"""`teleactivites self-test`: proves that what was installed is whole, on the machine where it runs.

For the wheel and the frozen bundle: what a packer forgets (a shipped file, a plugin, a library) is found
here, not on an officer's first morning.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from teleactivites_desktop import shipped_data
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import campaigns, documents, integrity, keying, locations
from teleactivites_desktop.services.doctor import examine
from teleactivites_desktop.services.environments import real_environment

_PASSPHRASE = "essai du programme installé"


def self_test() -> int:
    """Run every check in a temporary folder, print a line each, and return 0; a failure is raised."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ[locations.HOME_VARIABLE] = folder
        for title, check in _checks(Path(folder)):
            check()
            print(_("bon : {what}").format(what=title), flush=True)
    return 0


def _checks(folder: Path) -> list[tuple[str, Callable[[], None]]]:
    database = folder / "essai.tldb"
    return [
        (_("installation"), lambda: _installation(database)),
        (_("campagne chiffrée, fiches saisies, base vérifiée"), lambda: _campaign(database)),
        (_("document PDF"), lambda: _document(database, folder / "essai.pdf")),
        (_("fenêtre"), _window),
    ]


def _installation(database: Path) -> None:
    faults = [found.message for found in examine(database) if not found.good]
    if faults:
        raise RuntimeError(" ".join(faults))


def _campaign(database: Path) -> None:
    created = campaigns.create(
        database, territory="GBEQ", officer="essai", passphrase=_PASSPHRASE, environment=real_environment()
    )
    lines = shipped_data.path("resources/samples/papers.ndjson").read_text(encoding="utf-8").splitlines()
    saved = [each for each in keying.key_transcripts(created.workspace, lines) if each["outcome"] == "saved"]
    problems = integrity.check(created.workspace.store)
    created.workspace.close()
    if not saved or problems:
        raise RuntimeError(f"{len(saved)} responses saved, problems: {problems}")


def _document(database: Path, target: Path) -> None:
    workspace = campaigns.open_workspace(database, _PASSPHRASE, real_environment())
    try:
        documents.write(workspace, "summary", target)
    finally:
        workspace.close()
    if not target.read_bytes().startswith(b"%PDF"):
        raise RuntimeError("no PDF was written")


def _window() -> None:
    from teleactivites_desktop.app.window import make_application, make_window

    application = make_application(["teleactivites"])
    window = make_window(application)
    window.show()
    application.processEvents()
    if window.grab().isNull():
        raise RuntimeError("the window painted nothing")
    window.close()
