"""Which names are worth comparing: those that share a rare word or begin alike.

The work grows with the number of names, not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from ckanext.spenddata.classify.suppliers.reading import Reading

LARGEST = 60
"""Names in a block: a word that more have is not rare; such a block is parted by the next word, or left out."""
RAREST = 2
"""So many of a name's rarest words lead to its candidates."""
BEGINNING, LONGER_BEGINNING = 5, 9


def word_counts(readings: Sequence[Reading]) -> Counter[str]:
    """In how many names each word is."""
    return Counter(word for reading in readings for word in set(reading.words))


def candidates(
    readings: Sequence[Reading], counts: Mapping[str, int], fresh: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Pairs of positions worth comparing, each once, the smaller first, in order.

    Args:
        readings: All names.
        counts: In how many names each word is.
        fresh: Positions of which a pair must have one; None for all pairs.
    """
    chosen = None if fresh is None else frozenset(fresh)
    pairs: set[tuple[int, int]] = set()
    for block in _blocks(readings, counts):
        if chosen is None:
            pairs.update(combinations(block, 2))
        elif not chosen.isdisjoint(block):
            pairs.update((a, b) for a, b in combinations(block, 2) if a in chosen or b in chosen)
    yield from sorted(pairs)


def _blocks(readings: Sequence[Reading], counts: Mapping[str, int]) -> Iterator[list[int]]:
    blocks: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    finer: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, reading in enumerate(readings):
        for key, next_key in _keys(reading, counts):
            blocks[key].append(at)
            finer[next_key].append(at)
    large = {key for key, block in blocks.items() if len(block) > LARGEST}
    yield from (block for block in blocks.values() if 1 < len(block) <= LARGEST)
    yield from (block for key, block in finer.items() if key[:2] in large and 1 < len(block) <= LARGEST)


def _keys(reading: Reading, counts: Mapping[str, int]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Keys of the blocks that a name is in, and each parted by one thing more."""
    for words in (reading.words, *reading.others):
        rare = sorted(set(words), key=lambda word: (counts.get(word, 0), word))
        for word, following in zip(rare[:RAREST], [*rare[1:], ""], strict=False):
            yield ("word", word), ("word", word, following)
        key = "".join(words)
        yield ("begins", key[:BEGINNING]), ("begins", key[:BEGINNING], key[:LONGER_BEGINNING])
