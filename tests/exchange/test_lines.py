"""What the chain would not accept is refused when it is read, not found later by `check` (a find of fuzz)."""

from dataclasses import replace

import pytest

from teleactivites_desktop.core.history.chain import make_revision
from teleactivites_desktop.core.history.revision import Kind
from teleactivites_desktop.exchange.lines import header_of, line_of, whole_of
from teleactivites_desktop.exchange.strict import MalformedError


@pytest.mark.parametrize("value", [1e308, [1e308], {"a": 1e300}])
def test_a_number_without_stored_form_is_refused(value: object) -> None:
    made = make_revision(
        site="0" * 16, seq=1, previous="", record="1" * 32, kind=Kind.RESPONSE, parents=(), at="0" * 16,
        officer="", salt="2" * 32, patch={"reason": "x"},
    )  # fmt: skip
    line = line_of(replace(made, patch={"reason": value}))[:-1]  # type: ignore[dict-item]
    with pytest.raises(MalformedError):
        whole_of(line, header_of(line, ""))
