"""Windows are tested offscreen: `QT_QPA_PLATFORM` may say otherwise."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest.register_assert_rewrite("page_world", "page_partners", "entry_world")

# Fixtures of every test of keying.
from entry_world import desk, empty_database, fresh_workspace, make_desk  # noqa: E402, F401

# Fixtures of every test of a page.
from page_partners import sites, sites_template  # noqa: E402, F401
from page_world import (  # noqa: E402, F401
    context,
    empty_workspace,
    keyed_template,
    make_context,
    theme,
    workspace,
)
