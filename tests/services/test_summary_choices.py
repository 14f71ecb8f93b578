"""What is chosen for a summary: language, logo, outline, and its curve and tables by valley."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from PIL import Image
from reports_world import NOW, sample_campaign, text_of

from teleactivites_desktop import shipped_data
from teleactivites_desktop.core.tabulation import Series
from teleactivites_desktop.errors import UserError
from teleactivites_desktop.i18n import _
from teleactivites_desktop.services import documents, ornaments
from teleactivites_desktop.services.collection_weeks import keyed_words, with_keyed
from teleactivites_desktop.services.document_options import Options
from teleactivites_desktop.services.workspace import Workspace

PACKAGE = Path(documents.__file__).parent.parent
FIELD = re.compile(r"\{\w+")


def texts(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str) or words is None else tuple(words)


def marked(source: str) -> Iterator[tuple[str, ...]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
            words = node.args[0]
            if isinstance(words, ast.Constant):
                yield (str(words.value),)


WEEK = 7 * 24 * 3600 * 1000
MONDAY = 1_194_220_800_000
"""5 November 2007, in ms since 1970."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = sample_campaign(tmp_path_factory.mktemp("campaign"))
    yield made
    made.close()


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    Image.new("RGB", (90, 30), "black").save(tmp_path / "logo.png")
    return tmp_path / "logo.png"


def test_a_summary_speaks_english_and_the_window_its_own(
    workspace: Workspace, tmp_path: Path, logo: Path
) -> None:
    outline = tmp_path / "05.geojson"
    ring = [[5.4, 44.2], [7.1, 44.2], [7.1, 45.2], [5.4, 45.2], [5.4, 44.2]]
    outline.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    chosen = Options(made_at=NOW, language="en", logo=logo, outline=outline)
    path = tmp_path / "summary.pdf"
    documents.write(workspace, "summary", path, chosen)
    text = text_of(path)
    assert "Where the teleworkers live" in text
    assert "3 December 2007" in text
    assert "23%" in text
    assert b"en-GB" in path.read_bytes()
    assert _("Qualité") == "Qualité"
    documents.write(workspace, "summary", path.with_suffix(".html"), chosen)
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "data:image/png;base64," in page


def test_the_italian_catalogue_says_all_that_a_summary_says() -> None:
    source = shipped_data.path("resources/locale/it/LC_MESSAGES/teleactivites.po")
    with source.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        said, told = texts(message.id), texts(message.string)
        assert all(told), said
        assert [sorted(FIELD.findall(text)) for text in said] == [
            sorted(FIELD.findall(text)) for text in told
        ]
    missing = {
        words
        for module in ("reports/summary", "services/summary", "services/summary_tables", "core/sentences")
        for words in marked((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))
        if words[0] not in {texts(message.id)[0] for message in catalogue}
    }
    assert not missing


def test_a_picture_or_an_outline_that_is_none_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "faux.png"
    for content in (b"", b"\x89PNG\r\n", b"GIF89a", b"[" * 100_000):
        path.write_bytes(content)
        for read in (ornaments.logo, ornaments.outline):
            with pytest.raises(UserError, match="faux"):
                read(path)
    with pytest.raises(UserError, match="lisible"):
        ornaments.logo(tmp_path / "absent.png")


def test_weeks_received_are_prolonged_to_those_keyed() -> None:
    received = Series("", (("2007-11-05", 3), ("2007-11-12", 2)))
    weeks, keyed = with_keyed(received, {MONDAY + 1: 1, MONDAY + 2 * WEEK: 4})
    assert weeks.points == (("2007-11-05", 3), ("2007-11-12", 2), ("2007-11-19", 0))
    assert keyed == (1, 0, 4)
    assert with_keyed(received, {MONDAY + 100 * WEEK: 5}) == (received, ())
    assert with_keyed(received, {MONDAY + WEEK: 13}) == (received, ()), "its line would flatten the other"
    assert keyed_words({MONDAY: 1, MONDAY + WEEK: 2}) == (
        "Elles ont été saisies du 5\u00a0novembre\u00a02007 au 12\u00a0novembre\u00a02007."
    )


def test_papers_keyed_are_counted_as_they_stand(workspace: Workspace) -> None:
    counts = workspace.store.responses.keyed_counts()
    assert sum(counts.values()) == 60
    assert sum(workspace.store.responses.keyed_counts(["GBEQ"]).values()) == 15
