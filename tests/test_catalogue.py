"""The English catalogue is whole, keeps what is filled in, and is what the program speaks when asked."""

import ast
import gettext
import importlib.util
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from teleactivites_desktop import i18n, shipped_data
from teleactivites_desktop.core import typography

if TYPE_CHECKING:
    from babel.messages.catalog import Message

ROOT = Path(__file__).resolve().parent.parent


def _load_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = _load_tool()
ENGLISH = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "teleactivites.po"
MESSAGES: "list[Message]" = [message for message in TOOL.read(ENGLISH) if message.id]


def texts(words: "str | list[str] | tuple[str, ...] | None") -> tuple[str, ...]:
    return (words or "",) if isinstance(words, str) or words is None else tuple(words)


def places(sentence: str) -> list[tuple[str, str, str]]:
    """Return what `str.format` fills in; `${name}` is a reference of XLSForm, to be read as it stands."""
    return sorted(
        (name, conversion or "", form or "")
        for before, name, form, conversion in string.Formatter().parse(sentence)
        if name is not None and not before.endswith("$")
    )


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Install the catalogue as it is now: the compiled one of the working copy may be older."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    TOOL.compile_to(ENGLISH, folder / "teleactivites.mo")
    monkeypatch.setattr(shipped_data, "path", lambda _name: tmp_path)
    i18n.install("en")
    yield
    i18n.install(i18n.SOURCE_LANGUAGE)


def test_every_sentence_of_the_code_is_translated() -> None:
    told = {texts(message.id)[0] for message in MESSAGES if all(texts(message.string))}
    plurals = {texts(message.id) for message in MESSAGES if message.pluralizable}
    found = [texts(message.id) for message in TOOL.sentences() if message.id]
    assert [words for words in found if words[0] not in told] == [], "run `make catalogue`, then translate"
    assert [words for words in found if len(words) > 1 and words not in plurals] == []


def test_no_translation_is_only_guessed() -> None:
    assert [message.id for message in MESSAGES if message.fuzzy] == []


def test_each_translation_has_the_places_of_its_source() -> None:
    for message in MESSAGES:
        sources = texts(message.id)
        for source, told in zip(sources, texts(message.string), strict=True):
            assert places(told) == places(source), source


def test_french_is_written_with_french_signs() -> None:
    """An ordinary space before a sign, or inside « », is where a line breaks and the sign is left alone."""
    ordinary = re.compile(r" (?=[:;!?](?:\s|$|»|\))|»)|(?<=«) ")
    told = [text for message in TOOL.sentences() for text in texts(message.id)]
    assert [text for text in told if ordinary.search(text)] == [], "write U+00A0 there"


def test_english_is_written_with_english_signs() -> None:
    french = re.compile(r"[«»]|[ \u00a0\u202f][:;!?](?=\s|$)")
    told = [text for message in MESSAGES for text in texts(message.string)]
    assert [text for text in told if french.search(text)] == []


def test_nothing_is_translated_before_the_language_is_known() -> None:
    """A call of `_` that runs when its module is imported would speak French for ever."""
    early = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted(ROOT.glob("teleactivites_desktop/**/*.py"))
        for call in _calls_at_import(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert early == []


def _calls_at_import(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of `_` and `ngettext` that are not inside the body of a function."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"_", "ngettext"}:
        yield node
    inside = ast.iter_child_nodes(node)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        inside = iter((*node.decorator_list, node.args))  # default values are made at import
    elif isinstance(node, ast.Lambda):
        inside = iter((node.args,))
    for child in inside:
        yield from _calls_at_import(child)


@pytest.mark.parametrize(
    "early",
    ["X = _('a')", "def f(a=_('a')): ...", "class C:\n    x = ngettext('a', 'b', 2)"],
)
def test_an_early_translation_is_found(early: str) -> None:
    late = "def f():\n    return _('a')\ng = lambda: _('a')"
    assert [call.lineno for call in _calls_at_import(ast.parse(f"{late}\n{early}"))] != []
    assert list(_calls_at_import(ast.parse(late))) == []


def test_the_tool_finds_what_stands_in_an_f_string() -> None:
    source = "f'{_(\"a\")} {ngettext(\"b\", \"c\", 2)}'; N_('d' 'e'); _(variable)"
    assert sorted(TOOL.marked(source)) == [("a",), ("b", "c"), ("de",)]


def test_extracting_again_changes_nothing(tmp_path: Path) -> None:
    copy = tmp_path / "teleactivites.po"
    copy.write_bytes(ENGLISH.read_bytes())
    TOOL.write(copy, TOOL.read(ENGLISH))
    assert copy.read_bytes() == ENGLISH.read_bytes()


@pytest.mark.usefixtures("english")
def test_english_counts_and_dates() -> None:
    assert [i18n.ngettext("{count} fiche", "{count} fiches", n) for n in (0, 1, 2)] == [
        "{count} responses",
        "{count} response",
        "{count} responses",
    ]
    assert typography.plural(0, "answer", "answers") == "0\u00a0answers"
    assert typography.enumerate_words(["a", "b", "c"]) == "a, b and c"
    assert typography.date_in_words(date(2007, 11, 1)) == "1\u00a0November\u00a02007"
    assert typography.captioned("a", typography.quoted("b")) == "a: “b”"
    assert i18n._("") == ""


def test_french_needs_no_catalogue() -> None:
    i18n.install("fr_FR")
    assert [i18n.ngettext("{count} fiche", "{count} fiches", n) for n in (0, 1, 2)] == [
        "{count} fiche",
        "{count} fiche",
        "{count} fiches",
    ]
    assert i18n._("Fiches") == "Fiches"


def test_a_language_without_catalogue_is_french() -> None:
    i18n.install("oc")
    assert isinstance(i18n._catalogue, gettext.NullTranslations)
    assert i18n.ngettext("{count} fiche", "{count} fiches", 0) == "{count} fiche"
    i18n.install(i18n.SOURCE_LANGUAGE)
