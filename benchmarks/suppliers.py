"""How well names of suppliers are linked: ``python -m benchmarks.suppliers [PAIRS.csv] [--wrong]``.

PAIRS.csv has the columns ``one``, ``other`` and ``same`` (``yes`` or ``no``; other rows are passed over). Beside our linker stand
names without regard to case and white space, and rapidfuzz's ``token_sort_ratio`` at the score that gives it its best balance.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from rapidfuzz import fuzz

from ckanext.spenddata.classify.suppliers.alignment import Likeness
from ckanext.spenddata.classify.suppliers.blocking import word_counts
from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.linking import Linker
from ckanext.spenddata.classify.suppliers.reading import read
from ckanext.spenddata.definitions import load

PAIRS = Path(__file__).parent / "supplier_pairs.csv"
BLIND = Path(__file__).parent / "supplier_pairs_blind.csv"
"""Written before the rules by which they are judged were looked at, one letter or word apart more often than names of files are."""


@dataclass(frozen=True)
class Pair:
    """Two names, and whether a person found them to be one supplier's."""

    one: str
    other: str
    same: bool


@dataclass(frozen=True)
class Quality:
    """How many of the links made are right, and how many of the right ones are made."""

    name: str
    precision: float
    recall: float

    @property
    def balance(self) -> float:
        """F1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def text(self) -> str:
        """The line for people."""
        return f"{self.name:<44} precision {self.precision:.4f}   recall {self.recall:.4f}"


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The pairs of a file that somebody was sure of."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [Pair(row["one"], row["other"], row["same"] == "yes") for row in rows if row["same"] in ("yes", "no")]


def portal_linker(found: Sequence[Pair]) -> Linker:
    """The linker of a portal that has these names, and so knows how common their words are."""
    packaged = linker(load())
    words = packaged.known.words
    names = sorted({name for pair in found for name in (pair.one, pair.other)})
    counts = word_counts([read(name, words) for name in names])
    return Linker(replace(packaged.known, counts=counts), packaged.register, packaged.aliases)


def quality(name: str, found: Sequence[Pair], linked: Callable[[Pair], bool]) -> Quality:
    """Precision and recall of a way to link."""
    made = [pair.same for pair in found if linked(pair)]
    right = sum(made)
    return Quality(name, right / len(made) if made else 1.0, right / max(1, sum(pair.same for pair in found)))


def measured(found: Sequence[Pair]) -> list[Quality]:
    """Ours without asking and with the queue, and its peers."""
    ours = portal_linker(found)
    words = ours.known.words
    likeness: dict[Pair, Likeness] = {pair: ours.likeness(pair.one, pair.other) for pair in found}

    def sorted_tokens(least: int) -> Quality:
        return quality(
            f"token_sort_ratio at {least}",
            found,
            lambda pair: fuzz.token_sort_ratio(pair.one.lower(), pair.other.lower()) >= least,
        )

    return [
        quality("linked without asking", found, lambda pair: likeness[pair].score >= words.automatic),
        quality("linked or asked", found, lambda pair: likeness[pair].score >= words.queue),
        quality("folded names", found, lambda pair: _folded(pair.one) == _folded(pair.other)),
        max(map(sorted_tokens, range(60, 100, 2)), key=lambda each: each.balance),
        sorted_tokens(95),
    ]


def _folded(name: str) -> str:
    return " ".join(name.upper().split())


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what was measured; with ``--wrong``, the pairs that are linked and should not be, and those never found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.suppliers", description=__doc__)
    parser.add_argument("pairs", nargs="?", type=Path, default=PAIRS)
    parser.add_argument("--wrong", action="store_true")
    asked = parser.parse_args(arguments)
    found = pairs(asked.pairs)
    print(f"{len(found)} pairs, {sum(pair.same for pair in found)} of them one supplier's")
    for each in measured(found):
        print(each.text())
    for each in measured(found)[:2]:
        line = {"name": f"suppliers: {each.name}", "precision": each.precision, "recall": each.recall}
        print(msgspec.json.encode(line | {"pairs": len(found)}).decode())
    if asked.wrong:
        _print_wrong(found)


def _print_wrong(found: Sequence[Pair]) -> None:
    ours = portal_linker(found)
    words = ours.known.words
    for pair in found:
        score, method, *_ = ours.likeness(pair.one, pair.other)
        if (score >= words.automatic and not pair.same) or (score < words.queue and pair.same):
            print(f"{score:.3f} {method:<14} {'same' if pair.same else 'two':<5} {pair.one} | {pair.other}")


if __name__ == "__main__":
    main()
