"""`docs/history.md` is true: its example is recomputed, byte for byte."""

import json
from hashlib import sha256
from pathlib import Path

from teleactivites_desktop.core.history.canonical import canonical_json
from teleactivites_desktop.core.history.chain import make_revision, verify_run
from teleactivites_desktop.core.history.fold import fold
from teleactivites_desktop.core.history.revision import Kind, Revision

PAGE = Path(__file__).parents[2] / "docs" / "history.md"


def examples() -> list[dict[str, str]]:
    block = next(block for block in PAGE.read_text(encoding="utf-8").split("```") if "salt  " in block)
    return [
        dict(line.split(maxsplit=1) for line in paragraph.splitlines())
        for paragraph in block.strip().split("\n\n")
    ]


def revision_of(example: dict[str, str]) -> Revision:
    header = json.loads(example["header"])
    return make_revision(
        site=header["site"],
        seq=header["seq"],
        previous=header["previous"],
        record=header["record"],
        kind=Kind(header["kind"]),
        parents=header["parents"],
        at=header["at"],
        officer=header["officer"],
        salt=example["salt"],
        patch=json.loads(example["patch"]),
    )


def test_the_hashes_follow_from_their_written_inputs_alone() -> None:
    for example in examples():
        digest = sha256(bytes.fromhex(example["salt"]) + example["patch"].encode()).hexdigest()
        assert digest == example["digest"] == json.loads(example["header"])["digest"]
        assert sha256(example["header"].encode()).hexdigest() == example["id"]
        assert canonical_json(json.loads(example["header"])) == example["header"].encode()


def test_the_program_makes_the_same() -> None:
    first, second = map(revision_of, examples())
    assert (first.id, second.id) == tuple(example["id"] for example in examples())
    assert verify_run([first, second], site=first.site) is None
    assert fold([first, second]).values["answers.heures"] == 33
