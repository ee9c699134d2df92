"""The column titles that publishers use, and what each means (``schemas/titles.csv``).

Compiled from the column titles of published UK spending files and from the standards: HM Treasury's guidance on spending over
£25,000, the Local Government Transparency Code 2015 and the Local Government Association's Spend schema. Columns of the table:

========= ===================================================================================================================
title     as written; titles are the same when their letters and digits are
field     the canonical field; empty for a column that is known and not taken
role      empty; ``private:…`` for what must never be published; ``other:…`` for what is known and of no use; ``form`` for the
          words of a form that describes a dataset
rank      which column to take where a table has several for a field: the smallest
basis     what the title says of VAT (amounts) or of which date it is (dates)
words     ``yes`` where the title also counts inside a longer one (``Amount paid to supplier``)
========= ===================================================================================================================
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from ckanext.spenddata.values import text

_LONG = 9
"""From so many letters on two typing mistakes are forgiven; below, one; below half of it, none."""


@dataclass(frozen=True)
class Title:
    """What a known title means."""

    title: str
    field: str
    role: str = ""
    rank: int = 5
    basis: str = ""
    words: bool = False

    @property
    def private(self) -> str:
        """What the column holds that must never be published (``invoice_number``); empty where it holds nothing of the kind."""
        kind, _, what = self.role.partition(":")
        return what if kind == "private" else ""


class Match(NamedTuple):
    """A known title found in the words of a column's title."""

    title: Title
    certainty: float
    """1 where the words are the same; less where a mistake was forgiven or the title is part of a longer one."""
    why: str


@dataclass(frozen=True)
class Titles:
    """The known titles by key."""

    by_key: Mapping[str, Title]

    @cached_property
    def _by_words(self) -> Mapping[tuple[str, ...], Title]:
        return {text.words(title.title): title for title in self.by_key.values() if title.words}

    def match(self, title: str) -> Match | None:
        """What ``title`` means; None where nothing like it is known."""
        if text.is_spreadsheet_error(text.trimmed(title)):
            return None
        return self._same(title) or self._mistyped(title) or self._within(title)

    def knows(self, cell: str) -> bool:
        """True where ``cell`` is a known title, word for word."""
        return not text.is_spreadsheet_error(text.trimmed(cell)) and self._same(cell) is not None

    def _same(self, title: str) -> Match | None:
        for variant in _variants(title):
            if found := self.by_key.get(variant):
                return Match(found, 1.0, "known title")
        return None

    def _mistyped(self, title: str) -> Match | None:
        key = text.title_key(title)
        mistakes = 2 if len(key) >= _LONG else 1
        if len(key) * 2 <= _LONG:
            return None
        near = process.extractOne(key, self.by_key.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=mistakes)
        if near is None:
            return None
        found = self.by_key[near[0]]
        return Match(found, 0.85, f"mistyped “{found.title}”") if not found.title.isdigit() else None

    def _within(self, title: str) -> Match | None:
        """The longest known title among the words; of equal ones the first."""
        words = text.words(title)
        runs = (
            (words[i:j]) for n in range(len(words), 0, -1) for i, j in ((i, i + n) for i in range(len(words) - n + 1))
        )
        for run in runs:
            if found := self._by_words.get(run):
                return Match(found, 0.7, f"the title contains “{found.title}”")
        return None


_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]?\s+(?=[A-Za-z])")
_ASIDE = re.compile(r"\s*\([^)]*\)?\s*")


def _variants(title: str) -> Iterable[str]:
    """Keys under which a title may be known: as it is, without its number, without what stands in brackets."""
    plain = _NUMBERED.sub("", title)
    for variant in (title, plain, _ASIDE.sub(" ", plain)):
        key = text.title_key(variant) or text.trimmed(variant)
        if key:
            yield key


def read(path: Path) -> Titles:
    """Read the table; ``ValueError`` names the line that is wrong."""
    by_key: dict[str, Title] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for line, row in enumerate(csv.DictReader(stream), 2):
            try:
                found = Title(
                    row["title"], row["field"], row["role"], int(row["rank"]), row["basis"], row["words"] == "yes"
                )
            except (KeyError, ValueError, TypeError) as error:
                message = (
                    f"{path.name}, line {line}: the columns are title, field, role, rank (a number), basis, words."
                )
                raise ValueError(message) from error
            by_key.setdefault(text.title_key(found.title) or found.title, found)
    return Titles(by_key)
