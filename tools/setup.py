"""Prepare a fresh machine: system libraries where they can be had, then `.venv` with pinned packages.

Standard library only: it runs before anything is installed. `make run` and `make test` call it.
"""

import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
# What a window needs on Debian and Ubuntu: the library that is looked for -> the package that brings it.
# Found by installing PySide6 in a bare Debian 12 and removing one package at a time.
_NEEDED = json.loads((ROOT / "resources" / "system_libraries.json").read_text(encoding="utf-8"))
WANTED: dict[str, str] = _NEEDED["offscreen"] | _NEEDED["screen"]


def _is_there(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_packages() -> list[str]:
    """Return the Debian packages whose library (or Python module) this machine lacks; [] off Linux."""
    if not sys.platform.startswith("linux"):
        return []
    packages = [package for library, package in WANTED.items() if not _is_there(library)]
    try:
        import ensurepip  # noqa: F401 - Debian splits it off into python3-venv
    except ImportError:
        packages.append("python3-venv")
    return packages


def install_system_libraries() -> None:
    """Install what is missing as root on Debian and Ubuntu; otherwise print the exact command and stop."""
    packages = missing_packages()
    if not packages:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    is_debian = shutil.which("apt-get") is not None
    if is_debian and os.geteuid() == 0:
        print("Installing the system libraries that a window needs:", " ".join(packages), flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], check=True, env=environment)
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
        return
    hint = "sudo apt-get update && sudo " + " ".join(command)
    if not is_debian:
        hint = "the packages that bring: " + ", ".join(
            library for library, package in WANTED.items() if package in packages
        )
    sys.exit(f"System libraries are missing. Install them, then run this again:\n\n  {hint}\n")


def _python() -> str:
    folder = "Scripts" if os.name == "nt" else "bin"
    return str(VENV / folder / "python")


def create_environment() -> None:
    """Create `.venv` with the pinned, hashed packages and this project, and compile the catalogues."""
    if not Path(_python()).exists() and not Path(_python() + ".exe").exists():
        print("Creating .venv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    pip = [_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    print("Installing the pinned packages (a few minutes the first time)", flush=True)
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")], check=True)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], check=True)
    subprocess.run([_python(), str(ROOT / "tools" / "catalogue.py"), "--compile"], check=True)
    (VENV / "ready").touch()


def main() -> None:
    """Prepare everything, or exit with a sentence that says what to do."""
    if sys.version_info < (3, 11):  # noqa: UP036 - run by whatever `python3` is there
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    install_system_libraries()
    create_environment()


if __name__ == "__main__":
    main()
