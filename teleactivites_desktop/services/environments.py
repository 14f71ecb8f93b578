"""The world outside as it is: this machine's clock and randomness."""

import os
from datetime import datetime

from teleactivites_desktop.core.environment import Environment


def real_environment() -> Environment:
    """Return the wall clock (local time) and the system's randomness."""
    return Environment(now=lambda: datetime.now().astimezone(), random_bytes=os.urandom)
