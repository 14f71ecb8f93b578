"""Windows are tested offscreen: `QT_QPA_PLATFORM` may say otherwise."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest.register_assert_rewrite("page_world")

from page_world import (  # noqa: E402, F401 - fixtures of every test of a page
    context,
    empty_workspace,
    keyed_database,
    make_context,
    theme,
    workspace,
)
