"""Open the window; where there is no screen, say so and run the demonstration instead."""

import os
import subprocess
import sys


def has_screen() -> bool:
    """Tell whether a window can be shown: always on Windows and macOS, else X11 or Wayland must be there."""
    return not sys.platform.startswith("linux") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )


def main() -> int:
    """Return the exit code of the program."""
    command = [sys.executable, "-m", "teleactivites_desktop"]
    if has_screen():
        return subprocess.call(command)
    print("There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY): running the demonstration instead.")
    return subprocess.call([*command, "demo", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
