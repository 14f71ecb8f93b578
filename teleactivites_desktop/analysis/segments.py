"""Columns as bytes and back, a run of responses at a time, and several runs put together.

The bytes are a line of JSON that names the arrays (see `_Part`), then the arrays one after the other, the
whole compressed: some 100 bytes a response where its answers take 2,000.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from teleactivites_desktop.analysis.columns import (
    CodedColumn,
    Column,
    Columns,
    Integers,
    MultipleColumn,
    NumberColumn,
    TextColumn,
)
from teleactivites_desktop.core.questionnaire import Questionnaire

FORMAT = "1"
"""Another one whenever what is packed, or how, changes: what was kept before is then made anew."""
_FASTEST = 1
_Array = npt.NDArray[Any]
_Key = TypeVar("_Key")


class _Part(NamedTuple):
    """One array: what it is (`kind`), of which question or group (`name`), and the names of its places."""

    kind: str
    name: str
    names: tuple[str, ...]
    array: _Array


def packed(columns: Columns) -> bytes:
    """Return `columns` as bytes; the questionnaire is not in them."""
    parts = list(_parts(columns))
    head = [[p.kind, p.name, p.names, p.array.dtype.str, p.array.shape] for p in parts]
    body = b"".join(np.ascontiguousarray(part.array).tobytes() for part in parts)
    return zlib.compress(json.dumps(head).encode() + b"\n" + body, _FASTEST)


def unpacked(content: bytes, questionnaire: Questionnaire) -> Columns:
    """Return the columns that `packed` gave. Their arrays cannot be written to."""
    whole = zlib.decompress(content)
    start = whole.index(b"\n") + 1
    found: dict[str, dict[str, _Part]] = {}
    for kind, name, names, dtype, shape in json.loads(whole[:start]):
        size = int(np.prod(shape))
        array = np.frombuffer(whole, dtype, size, start).reshape(shape)
        start += array.nbytes
        found.setdefault(kind, {})[name] = _Part(kind, name, tuple(names), array)
    rows = found["rows"][""].array
    questions: dict[str, Column] = {}
    for name in found["state"]:
        questions[name] = _column(found, name)
    return Columns(
        questionnaire=questionnaire,
        size=len(rows),
        questions=questions,
        states={name: part.array for name, part in found["state"].items()},
        groups={name: CodedColumn(part.names, part.array) for name, part in found["group"].items()},
        received=found["received"][""].array,
        rows=rows,
    )


def _parts(columns: Columns) -> Iterator[_Part]:
    yield _Part("rows", "", (), columns.rows)
    yield _Part("received", "", (), columns.received)
    for name, group in columns.groups.items():
        yield _Part("group", name, group.names, group.codes)
    for name, state in columns.states.items():
        yield _Part("state", name, (), state)
    for name, column in columns.questions.items():
        if isinstance(column, CodedColumn):
            yield _Part("coded", name, column.names, column.codes)
        elif isinstance(column, MultipleColumn):
            yield _Part("several", name, column.names, column.codes)
            yield _Part("combinations", name, (), column.combinations)
        elif isinstance(column, NumberColumn):
            yield _Part("numbers", name, (), column.values)


def _column(found: Mapping[str, Mapping[str, _Part]], name: str) -> Column:
    if part := found.get("coded", {}).get(name):
        return CodedColumn(part.names, part.array)
    if part := found.get("several", {}).get(name):
        return MultipleColumn(part.names, part.array, found["combinations"][name].array)
    if part := found.get("numbers", {}).get(name):
        return NumberColumn(part.array)
    return TextColumn()


def joined(parts: Sequence[Columns]) -> Columns:
    """Return the people of several runs, of one questionnaire, as one. Raises ValueError without any run."""
    if not parts:
        raise ValueError("there is no run of responses to put together")
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    questions = {name: _joined_column([part.questions[name] for part in parts]) for name in first.questions}
    return Columns(
        questionnaire=first.questionnaire,
        size=sum(part.size for part in parts),
        questions=questions,
        states={name: np.concatenate([part.states[name] for part in parts]) for name in first.states},
        groups={name: _joined_group([part.groups[name] for part in parts]) for name in first.groups},
        received=np.concatenate([part.received for part in parts]),
        rows=np.concatenate([part.rows for part in parts]),
    )


def _joined_column(several: Sequence[Column]) -> Column:
    first = several[0]
    if isinstance(first, CodedColumn):
        return _joined_coded([column for column in several if isinstance(column, CodedColumn)])
    if isinstance(first, MultipleColumn):
        return _joined_multiple([column for column in several if isinstance(column, MultipleColumn)])
    if isinstance(first, NumberColumn):
        columns = [column for column in several if isinstance(column, NumberColumn)]
        return NumberColumn(np.concatenate([column.values for column in columns]))
    return first


def _joined_coded(several: Sequence[CodedColumn]) -> CodedColumn:
    names, places = _union([column.names for column in several])
    return CodedColumn(names, _moved([column.codes for column in several], places, len(names)))


def _joined_group(several: Sequence[CodedColumn]) -> CodedColumn:
    """Put groupings together: the last name of each, "not known", stays the last."""
    names, places = _union([column.names[:-1] for column in several])
    places = [[*moves, len(names)] for moves in places]
    codes = _moved([column.codes for column in several], places, len(names) + 1)
    return CodedColumn((*names, several[0].names[-1]), codes.astype(np.int32))


def _joined_multiple(several: Sequence[MultipleColumn]) -> MultipleColumn:
    names, _places = _union([column.names for column in several])
    made = [
        [frozenset(column.names[place] for place in np.flatnonzero(line)) for line in column.combinations]
        for column in several
    ]
    combinations, places = _union(made)
    flags = np.array([[name in one for name in names] for one in combinations], np.uint8)
    codes = _moved([column.codes for column in several], places, len(combinations))
    return MultipleColumn(names, codes, flags.reshape(len(combinations), len(names)))


def _union(several: Sequence[Sequence[_Key]]) -> tuple[tuple[_Key, ...], list[list[int]]]:
    """Return all keys, each once, in the order in which they come, and the place there of each given one."""
    place: dict[_Key, int] = {}
    moves = [[place.setdefault(key, len(place)) for key in keys] for keys in several]
    return tuple(place), moves


def _moved(codes: Sequence[Integers], places: Sequence[Sequence[int]], count: int) -> Integers:
    """Return all codes one after the other, each as its new place among `count`; -1 stays -1."""
    small = np.min_scalar_type(-max(count, 1))
    return np.concatenate(
        [
            part.astype(small)
            if list(moves) == list(range(len(moves)))
            else np.array([*moves, -1], small)[part]  # -1 reads the last one
            for part, moves in zip(codes, places, strict=True)
        ]
    )
