"""Phrases that tell a category wherever they stand in an expense type (``schemas/expense_phrases.csv``).

*Building electricity, unit 4* is electricity, though no table has all its words. A phrase is a run of whole words, one or
many of a thing alike. Words say a category only where all phrases in them agree; a phrase inside a longer one counts for
nothing (*vehicle insurance* is insurance). Phrases of the category *Not classified* (*income*, *refund*, *prepayment*)
mean that the words about them say nothing for certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ckanext.spenddata.definitions.categories import UNCLASSIFIED, Categories, codes_to_categories
from ckanext.spenddata.definitions.expense_types import normalise
from ckanext.spenddata.definitions.places import DefinitionError

Run = tuple[str, ...]
"""Words in a row, each in its singular."""


@dataclass(frozen=True)
class Phrases:
    """The phrases, each with its category."""

    by_run: Mapping[Run, str]

    @cached_property
    def _lengths(self) -> Mapping[str, range]:
        """First word of a phrase → the lengths to try, the longest first."""
        longest: dict[str, int] = {}
        for run in self.by_run:
            longest[run[0]] = max(len(run), longest.get(run[0], 0))
        return {word: range(length, 0, -1) for word, length in longest.items()}

    def category(self, normalised: str) -> str | None:
        """What all phrases in the words agree on; None where there is none, or where they differ."""
        categories = {self.by_run[run] for run in self._found(run_of(normalised))}
        return categories.pop() if len(categories) == 1 and UNCLASSIFIED not in categories else None

    def _found(self, words: Run) -> list[Run]:
        """The longest phrase at each place, unless it stands inside one that began before it."""
        found, reached = [], 0
        for start, word in enumerate(words):
            for end in (start + length for length in self._lengths.get(word, ())):
                if reached < end <= len(words) and words[start:end] in self.by_run:
                    found.append(words[start:end])
                    reached = end
                    break
        return found


def run_of(normalised: str) -> Run:
    """The words of a normalised text, without the *s* of more than one: ``legal fees`` → ``("legal", "fee")``."""
    return tuple(
        word[:-1] if len(word) > len("gas") and word.endswith("s") and not word.endswith("ss") else word
        for word in normalised.split()
    )


def read(paths: Sequence[Path], categories: Categories) -> Phrases:
    """Read the table; ``DefinitionError`` names a row that is wrong, or the second of two that are alike."""
    by_run: dict[Run, str] = {}
    for phrase, category in codes_to_categories(paths, "phrase", categories.by_id).items():
        run = run_of(phrase)
        if phrase != normalise(phrase) or run in by_run:
            raise DefinitionError(
                f"{paths[-1].name}: {phrase!r} is listed twice, or is not in its normal form, {normalise(phrase)!r}."
            )
        by_run[run] = category
    return Phrases(by_run)
