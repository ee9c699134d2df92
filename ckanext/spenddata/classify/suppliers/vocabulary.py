"""What is known of the words in suppliers' names: how much each tells, and which are words or names that there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.spenddata.definitions.supplier_links import SupplierWords

REAL_FROM = 3
"""A word that so many names have is no typing error."""
_NO_COUNTS: Mapping[str, int] = {}


@dataclass(frozen=True)
class Knowledge:
    """What names are compared by."""

    words: SupplierWords
    trades: frozenset[str] = frozenset()
    """Words that organisations have in their names, which tell none from another by themselves."""
    counts: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)
    """In how many names each word is."""
    real: frozenset[str] = frozenset()
    """Words that there are: English ones, names of people, what is bought. They don't tell how rare a word is."""
    surnames: frozenset[str] = frozenset()
    """Names of people, first or last, among them."""

    def weight(self, word: str) -> float:
        """What a word counts for."""
        return self.words.weights.get(word, 1.0)

    def is_rare(self, word: str) -> bool:
        """Whether a word by itself points to a supplier."""
        words = self.words
        return not (word in words.weights or word in self.trades or word in words.places or word in words.directions)

    def points(self, word: str) -> bool:
        """Whether it is rare, or a place."""
        return self.is_rare(word) or word in self.words.places

    def is_real(self, word: str) -> bool:
        """Whether a word is known, so that it is no mistyped other one."""
        known = word in self.real or word.removesuffix("s") in self.real
        return known or not self.is_rare(word) or self.counts.get(word, 0) >= REAL_FROM

    def is_number(self, word: str) -> bool:
        """Whether it is a number, in figures or in words."""
        return word in self.words.numbers or any(map(str.isdigit, word))
