"""Names of one version in those of another: whatever the way between them."""

from hypothesis import given
from hypothesis import strategies as st

from teleactivites_desktop.core.versions import Lineage, Version, mapped, version_of, version_patch

A = Version("a")
B = Version("b", "a", {"nom": "surnom", "age": "ans"})
C = Version("c", "b", {"surnom": "alias"})
D = Version("d", "a", {"nom": "patronyme"})
LINEAGE = Lineage([C, A, D, B])


def test_names_follow_each_other_forwards_backwards_and_across() -> None:
    assert LINEAGE.renames("a", "b")["nom"] == "surnom"
    assert LINEAGE.renames("a", "c") == {"nom": "alias", "age": "ans", "surnom": "", "ans": "", "alias": ""}
    assert LINEAGE.renames("c", "a")["alias"] == "nom"
    assert LINEAGE.renames("d", "c")["patronyme"] == "alias"
    assert LINEAGE.renames("c", "d")["alias"] == "patronyme"
    assert LINEAGE.renames("b", "b") == {}


def test_versions_that_nothing_joins_keep_their_names() -> None:
    assert LINEAGE.renames("a", "z") == {}
    assert not LINEAGE.joins("a", "z")
    assert LINEAGE.joins("d", "c")
    assert LINEAGE.joins("z", "z")


def test_a_name_taken_by_another_question_is_not_read_as_that_question() -> None:
    lineage = Lineage([Version("one"), Version("two", "one", {"metier": "profession"})])
    # The second version has a new question called "metier": what the first one called so is "profession".
    fields = {"answers.metier": "berger", "answers.profession": "?", "paper": "A-1", "notes.metier": "!"}
    assert mapped(fields, lineage.renames("one", "two")) == {
        "answers.profession": "berger",
        "notes.profession": "!",
        "paper": "A-1",
    }
    back = mapped({"answers.metier": "nouvelle", "answers.profession": "p"}, lineage.renames("two", "one"))
    assert back == {"answers.metier": "p"}


def test_only_paths_of_questions_are_mapped() -> None:
    fields = {"paper": "nom", "status": "kept", "answers.nom": "x", "other.nom": "y", "batch": "b"}
    renamed = mapped(fields, {"nom": "surnom", "paper": "autre"})
    assert renamed == {
        "paper": "nom",
        "status": "kept",
        "answers.surnom": "x",
        "other.nom": "y",
        "batch": "b",
    }


def test_nothing_renamed_is_the_very_same() -> None:
    fields = {"answers.nom": "x"}
    assert mapped(fields, {}) is fields


def test_what_a_record_says_is_read_back() -> None:
    assert version_of("b", version_patch("a", {"nom": "surnom"})) == Version("b", "a", {"nom": "surnom"})
    assert version_of("a", {"form_id": "f", "title": "t"}) == Version("a")


NAMES = [f"q{i}" for i in range(6)]


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[Version], list[dict[str, str]]]:
    """Versions after each other, and for each what the questions of the first are called there ("": gone)."""
    called = [{name: name for name in NAMES[:3]}]
    versions = [Version("v0")]
    fresh = iter(f"n{i}" for i in range(100))
    for number in range(1, draw(st.integers(2, 5))):
        before = called[-1]
        renamed = {name: next(fresh) for name in before.values() if draw(st.booleans())}
        versions.append(Version(f"v{number}", f"v{number - 1}", renamed))
        called.append({first: renamed.get(name, name) for first, name in before.items()})
    return versions, called


@given(stories())
def test_an_answer_is_read_as_the_same_question_in_every_version(
    story: tuple[list[Version], list[dict[str, str]]],
) -> None:
    versions, called = story
    lineage = Lineage(versions)
    for there, names in enumerate(called):
        fields = {f"answers.{name}": first for first, name in names.items()}
        for here, wanted in enumerate(called):
            found = mapped(fields, lineage.renames(f"v{there}", f"v{here}"))
            assert found == {f"answers.{name}": first for first, name in wanted.items()}
