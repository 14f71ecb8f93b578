"""Windows are tested offscreen: `QT_QPA_PLATFORM` may say otherwise."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
