"""Which pairs of papers are worth comparing: those that share a key and whose evidence could suffice.

With 100,000 papers there are five thousand million pairs. Sorting the papers by each key and pairing
neighbours leaves some millions; an upper bound of their evidence, on whole arrays, leaves some thousands.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LARGEST_BLOCK = 60
"""Papers sharing one key: more than that, the key tells nobody apart and only costs time."""

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Bounds:
    """Per paper, the most that each comparison can bring, and codes that tell whether values agree.

    Code -1 is a missing value.
    """

    names: Floats
    birth: Floats
    birth_codes: Integers
    commune: Floats
    commune_codes: Integers
    contact: Floats
    other_birth: float
    other_commune: float
    needed: float


def candidates(
    keys: Sequence[Collection[int]],
    bounds: Bounds,
    since: int = 0,
    progress: Callable[[float], None] = lambda share: None,
) -> Integers:
    """Return the pairs (an array of two columns of positions, first < second) worth comparing, each once.

    `keys` holds, per paper, the hashed keys under which it is found, odd where only a shared contact gives
    them. `since`: one of each pair stands at that position or after it. `progress` is given the share done
    (0 to 1); what it raises stops the search.
    """
    owners = np.repeat(np.arange(len(keys)), [len(found) for found in keys])
    flat = np.fromiter((key for found in keys for key in found), np.int64, len(owners))
    progress(0.1)
    order = np.lexsort((owners, flat))
    progress(0.4)
    flat, owners = flat[order], owners[order]
    counts = np.diff(np.flatnonzero(np.diff(flat, prepend=flat[:1] - 1, append=flat[-1:] + 1)))
    alike = np.repeat(counts, counts)
    kept = (alike > 1) & (alike <= LARGEST_BLOCK)
    pairs = []
    for distance, (first, second, contact) in enumerate(_neighbours(flat[kept], owners[kept]), start=1):
        progress(0.5 + 0.5 * distance / LARGEST_BLOCK)
        asked = second >= since  # the owners under one key are in their order
        pairs.append(_sufficient(first[asked], second[asked], contact[asked], bounds))
    if not pairs:
        return np.empty((0, 2), np.int64)
    joined = np.unique(np.concatenate(pairs))
    return np.stack([joined // len(keys), joined % len(keys)], axis=1)


def _neighbours(
    flat: Integers, owners: Integers
) -> Iterator[tuple[Integers, Integers, npt.NDArray[np.bool_]]]:
    """Yield the pairs under one key, one distance in the sorted order at a time."""
    by_contact = flat % 2 == 1
    for distance in range(1, LARGEST_BLOCK):
        same = flat[distance:] == flat[:-distance]
        if not same.any():
            return
        yield owners[:-distance][same], owners[distance:][same], by_contact[distance:][same]


def _sufficient(
    first: Integers, second: Integers, contact: npt.NDArray[np.bool_], bounds: Bounds
) -> Integers:
    """Return, as first * papers + second, the pairs whose evidence at the very best is enough."""
    best = np.minimum(bounds.names[first], bounds.names[second])
    best += _agreement(bounds.birth_codes, bounds.birth, bounds.other_birth, first, second)
    best += _agreement(bounds.commune_codes, bounds.commune, bounds.other_commune, first, second)
    # A pair met under another key may share a contact too: it is met again under the contact's own key.
    best += np.where(contact, np.maximum(bounds.contact[first], bounds.contact[second]), 0.0)
    enough = best >= bounds.needed
    low, high = np.minimum(first[enough], second[enough]), np.maximum(first[enough], second[enough])
    return low * len(bounds.names) + high


def _agreement(codes: Integers, weights: Floats, other: float, first: Integers, second: Integers) -> Floats:
    a, b = codes[first], codes[second]
    unknown = (a < 0) | (b < 0)
    return np.where(unknown, 0.0, np.where(a == b, weights[first], other))
