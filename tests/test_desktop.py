"""The entry in the desktop's menu, installed into an empty folder."""

import runpy
import xml.etree.ElementTree as ElementTree
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_the_entry_calls_the_program_and_opens_its_files(tmp_path: Path) -> None:
    program = tmp_path / "teleactivites"
    program.touch()
    written = runpy.run_path(str(ROOT / "tools" / "desktop.py"))["install"](program, tmp_path / "share")
    assert all(path.is_file() for path in written)
    entry = ConfigParser(interpolation=None)
    entry.read(tmp_path / "share" / "applications" / "teleactivites.desktop", encoding="utf-8")
    assert entry["Desktop Entry"]["exec"] == f'"{program}" %f'
    mime = ElementTree.parse(tmp_path / "share" / "mime" / "packages" / "teleactivites-mime.xml")
    types = {node.get("type") for node in mime.getroot()}
    assert types == set(entry["Desktop Entry"]["mimetype"].strip(";").split(";"))
