"""The world outside as it is: this machine's clocks and randomness."""

import os
import time
from datetime import datetime

from teleactivites_desktop.core.environment import Environment


def real_environment() -> Environment:
    """Return the wall clock (local time) and the system's randomness."""
    return Environment(
        now=lambda: datetime.now().astimezone(), random_bytes=os.urandom, uptime=time.monotonic
    )
