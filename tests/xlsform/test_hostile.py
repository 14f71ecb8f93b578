"""Files that are no workbook, or one made to hurt: a sentence, and no memory taken."""

import tracemalloc
import zipfile
from collections.abc import Callable
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks import OUI_NON, q, read, workbook

from teleactivites_desktop.errors import DamagedFileError, UserError
from teleactivites_desktop.xlsform import archive, read_workbook
from teleactivites_desktop.xlsform.archive import LARGEST_FILE

GOOD = workbook([q("text", "a")])
SHEET = "xl/worksheets/sheet1.xml"


def altered(change: Callable[[bytes], bytes], member: str = SHEET) -> bytes:
    """Return a good workbook with one of its members changed."""
    target = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(GOOD)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == member else old.read(name))
    return target.getvalue()


def with_rows(rows: bytes) -> bytes:
    return altered(lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def without_workbook() -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr("notes.txt", "rien")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: b"", "n'est pas un classeur .xlsx lisible"),
        (lambda: b"type;name\ntext;a\n", "n'est pas un classeur .xlsx lisible"),
        (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000), "protégé par un mot de passe"),
        (lambda: GOOD[: len(GOOD) // 2], "n'est pas un classeur .xlsx lisible"),
        (without_workbook, "n'est pas un classeur .xlsx lisible"),
        (lambda: altered(lambda xml: xml[:200]), "n'est pas un classeur .xlsx lisible"),
        (
            lambda: with_rows(b'<row r="1048576"><c><v>1</v></c></row>'),
            "n'est pas un classeur .xlsx lisible",
        ),
        (lambda: altered(lambda xml: xml.decode().encode("utf-16")), "n'est pas un classeur .xlsx lisible"),
        (lambda: bytes(LARGEST_FILE + 1), "trop gros : 20 Mo, pour 20 Mo au plus"),
        (
            lambda: with_rows(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
            "très loin des autres (XFD1048576) : effacez-la",
        ),
    ],
    ids=[
        "empty",
        "a text",
        "encrypted",
        "truncated",
        "another zip",
        "a sheet cut short",
        "a cell without a place",
        "another encoding",
        "too large",
        "a far cell",
    ],
)
def test_what_is_no_workbook_is_refused_in_a_sentence(content: Callable[[], bytes], said: str) -> None:
    with pytest.raises(DamagedFileError) as refusal:
        read_workbook(content(), {})
    assert said in str(refusal.value)


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "LARGEST_CONTENT", 3 << 20)
    bomb = with_rows(b" " * (4 << 20))
    assert len(bomb) < 100_000
    with pytest.raises(DamagedFileError, match="trop gros une fois déplié"):
        read_workbook(bomb, {})


def test_a_sheet_formatted_down_to_its_last_row_is_read_in_little_memory() -> None:
    rows = b"".join(
        b'<row r="%d" s="1" customFormat="1"/>' % number for number in range(1_000_000, 1_048_576)
    )
    content = with_rows(rows + b'<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    del rows
    read_workbook(GOOD, {})  # pyxform is imported once, and takes memory of its own
    tracemalloc.start()
    questionnaire = read_workbook(content, {})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [question.name for question in questionnaire.questions] == ["a"]
    assert peak < 20 << 20


def test_a_large_questionnaire_is_read_in_time() -> None:
    choices = [{"list_name": "l", "name": f"c{n}", "label": f"Choix {n}"} for n in range(5_000)]
    survey = [q("select_one l", "a"), *(q("integer", f"q{n}", relevant="${a} = 'c1'") for n in range(500))]
    assert len(read(survey, [*OUI_NON, *choices]).choice_lists["l"].choices) == 5_000


@pytest.mark.fuzz
@given(
    st.sampled_from([SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "[Content_Types].xml"]),
    st.integers(min_value=0, max_value=5_000),
    st.one_of(st.binary(max_size=8), st.sampled_from([b"999999999", b"XFD1048576", b"&#0;", b"<", b'"'])),
    st.integers(min_value=0, max_value=60),
)
def test_any_alteration_is_read_or_refused(member: str, place: int, put: bytes, removed: int) -> None:
    content = altered(lambda xml: xml[:place] + put + xml[place + removed :], member)
    try:
        read_workbook(content, {})
    except UserError as refusal:
        said = str(refusal)
    else:
        said = "lu"
    assert said
