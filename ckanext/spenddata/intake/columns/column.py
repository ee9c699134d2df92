"""One column of a table: its cells, what they look like, and how it is called in questions and answers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from ckanext.spenddata.intake.columns.profile import Profile, filled
from ckanext.spenddata.values import text


@dataclass(frozen=True)
class Column:
    """One column of a table: its number from 1, its title as written, what its values look like."""

    number: int
    title: str
    profile: Profile
    cells: tuple[str, ...] = ()
    """The sample of cells that the profile was made from. It may propose which field a column is; what decides a sign, a unit, a currency
    or whether a column may be published is looked for in ``whole``."""
    whole: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.String), compare=False, repr=False)
    """All its cells."""
    colours: pl.Series | None = field(default=None, compare=False, repr=False)
    """How each looks (``grid.colours_of``); None where nothing is in red or struck through."""
    uncalculated: bool = False
    """True where some hold a formula without a result."""

    @cached_property
    def words(self) -> frozenset[str]:
        """All different cells that say something, without the white space around them."""
        return frozenset(filled(self.whole.unique().drop_nulls()))

    @property
    def label(self) -> str:
        """Its title, or its number where it has none."""
        return text.trimmed(self.title) or f"column {self.number}"

    def same_as(self, other: Column) -> bool:
        """True where each row has the same in both; the sample alone could only say that it has not."""
        return self.cells == other.cells and self.whole.equals(other.whole)


def named_apart(columns: Iterable[Column]) -> list[str]:
    """Labels of columns; the number where two have the same title."""
    columns = list(columns)
    labels = [column.label for column in columns]
    return [
        name if labels.count(name) == 1 else f"column {column.number}"
        for name, column in zip(labels, columns, strict=True)
    ]


def signature(columns: Sequence[Column]) -> str:
    """Equal for two files with the same columns: a digest of the titles in order, those at the right without title and values left out."""
    keys = [
        (text.title_key(column.title) or text.trimmed(column.title), bool(column.profile.filled)) for column in columns
    ]
    while keys and keys[-1] == ("", False):
        keys.pop()
    return hashlib.sha256("\x1f".join(key for key, _ in keys).encode()).hexdigest()[:16]
