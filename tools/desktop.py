"""Put the program in this user's menu on Linux, and have it open .tlx and .tldb files at a double click.

`python tools/desktop.py PROGRAM` (the one of the bundle, or of .venv). Standard library only.
On Windows and macOS the installer of the bundle is what does this; none is written yet.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

FILES = Path(__file__).resolve().parent.parent / "resources" / "desktop"
PLACES = {
    "teleactivites.desktop": "applications",
    "teleactivites-mime.xml": "mime/packages",
    "teleactivites.svg": "icons/hicolor/scalable/apps",
}
REFRESH = (("update-mime-database", "mime"), ("update-desktop-database", "applications"))


def install(program: Path, data: Path) -> list[Path]:
    """Copy the files into `data`, the entry calling `program`; return what was written."""
    written = []
    for name, place in PLACES.items():
        target = data / place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (FILES / name).read_text(encoding="utf-8")
        target.write_text(text.replace("Exec=teleactivites", f'Exec="{program.resolve()}"'), encoding="utf-8")
        written.append(target)
    for command, place in REFRESH:
        if shutil.which(command):
            subprocess.run([command, str(data / place)], check=False)
    return written


def main() -> None:
    """Install for the user who runs this."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_file():
        sys.exit("Usage: python tools/desktop.py PROGRAM")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    for path in install(Path(sys.argv[1]), Path(data)):
        print(path)


if __name__ == "__main__":
    main()
