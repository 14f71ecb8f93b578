"""The window is painted before SQLModel is imported: 0.7 s."""

import subprocess
import sys


def test_importing_the_services_imports_no_sqlmodel() -> None:
    code = (
        "import sys\n"
        "from teleactivites_desktop.services import backups, integrity, responses, workspace\n"
        "print(sorted({'sqlmodel', 'sqlalchemy', 'sqlcipher3', 'pydantic'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
