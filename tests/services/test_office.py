"""LibreOffice opens the exports: the same values as stored, and a text like a formula stays text."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from reports_world import sample_campaign

from teleactivites_desktop.services import editing, exports
from teleactivites_desktop.services.exports import ExportOptions, Mode

FORMULA = "=HYPERLINK(1)"
AS_TEXT = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"
"""Written back as UTF-8, parted by semicolons, cells as they are shown."""
FRENCH_CSV = "CSV:59,34,76,1,,1036,true,true"


def opened_by_office(path: Path, *options: str) -> list[dict[str, str]]:
    folder = path.parent / f"{path.suffix[1:]}-back"
    command = ["soffice", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}", "--headless"]
    command += [*options, "--convert-to", AS_TEXT, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (folder / f"{path.stem}.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


@pytest.mark.fuzz
@pytest.mark.skipif(
    shutil.which("soffice") is None or os.environ.get("TELEACTIVITES_FUZZ") != "1",
    reason="needs LibreOffice, and ten seconds that only `make fuzz` has",
)
def test_libreoffice_shows_what_is_stored(tmp_path: Path) -> None:
    workspace = sample_campaign(tmp_path)
    editing.edit(workspace, "GBD-0002", {"remarques": FORMULA})
    stored = {line.paper: fields for line, fields in workspace.store.responses.each()}
    for ending in ("csv", "xlsx"):
        exports.export(workspace, tmp_path / f"fiches.{ending}", ending, ExportOptions(Mode.IDENTIFIED))
    workspace.close()
    of_csv = {
        row["fiche"]: row for row in opened_by_office(tmp_path / "fiches.csv", f"--infilter={FRENCH_CSV}")
    }
    of_xlsx = {row["Numéro de fiche"]: row for row in opened_by_office(tmp_path / "fiches.xlsx")}
    assert of_csv.keys() == of_xlsx.keys() == stored.keys()
    for paper, fields in stored.items():
        assert of_csv[paper]["commune"] == fields.get("answers.commune", ""), "a code keeps its zero"
        days = of_csv[paper]["jours"].replace(",", ".")
        assert (float(days) if days else None) == fields.get("answers.jours")
        assert of_xlsx[paper]["24. Jours télétravaillés par semaine"].replace(",", ".") == days
        work = str(fields.get("answers.competences", ""))
        assert (
            of_csv[paper]["competences"]
            == of_xlsx[paper]["46. Compétences et références à présenter"]
            == work
        )
    assert of_csv["GBD-0002"]["remarques"] == "'" + FORMULA
    assert of_xlsx["GBD-0002"]["48. Remarques"] == FORMULA
