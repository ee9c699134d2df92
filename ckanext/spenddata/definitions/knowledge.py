"""What is known of words and names, as evidence for a category: tables of runs of tokens, each with what it speaks for.

``suppliers.csv`` says what well known suppliers mostly sell, ``supplier_words.csv`` what words in names of suppliers mean,
``payees.yaml`` which kinds of payee can be told by their names (a council, a hospital, a pension fund). None of it decides anything by
itself: the evidence model (``classify/``) says how much each counts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.categories import Category
from ckanext.spenddata.definitions.places import meant
from ckanext.spenddata.values.tokens import beginnings, numbers_in, run_of

FOUND_WHOLE = ("expense_type", "merchant_type")
"""Columns that are looked for as they stand, too, and so may have numbers of three digits and more."""
MOST_CATEGORIES = 3
"""That words may speak for; more say nothing."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of payee."""

    id: str
    label: str
    names: str
    """A regular expression, for names in lower case with single blanks, that Rust and Python read alike."""


class PayeeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``payees.yaml``."""

    kinds: tuple[Kind, ...]


Spoken = Mapping[str, tuple[str, ...]]
"""Words → what they speak for."""
Pairs = tuple[list[str], list[str]]
"""Words, and beside each one thing that they speak for."""


@dataclass(frozen=True)
class Knowledge:
    """All tables; the frames are made when first asked for, and never in the fork server, which has no threads to give; the pairs may be.

    A frame has ``run`` and ``speaks_for``; a run that speaks for two things has two rows.
    """

    runs: Mapping[str, Spoken]
    """``suppliers`` (what well known ones sell), ``supplier_words`` (what words in names mean), ``expense_types`` (certain ones and
    others), ``expense_phrases``, ``merchant_types`` (what card schemes call kinds of merchants), ``purpose_words`` (in expense types,
    areas and descriptions), ``registered`` (names of public bodies, and their type)."""
    kinds: tuple[Kind, ...]
    """Kinds of payee by patterns of names."""

    @cached_property
    def kinds_of_one(self) -> Mapping[str, re.Pattern[str]]:
        """Kind of payee → its pattern for one name: Polars builds its own anew in each process."""
        return {kind.id: re.compile(kind.names) for kind in self.kinds}

    @cached_property
    def pairs(self) -> Mapping[str, Pairs]:
        """The same as pairs of a run and one thing that it speaks for."""
        return {name: paired(table) for name, table in self.runs.items()}

    @cached_property
    def frames(self) -> Mapping[str, pl.DataFrame]:
        """The same as frames."""
        return {name: run_table(pairs) for name, pairs in self.pairs.items()}

    @cached_property
    def begun(self) -> pl.Series:
        """The runs of all tables, and how each begins."""
        return beginnings(run for table in self.runs.values() for run in table)


def spoken_for(paths: Sequence[Path], column: str, known: Mapping[str, Category]) -> Spoken:
    """Column ``column`` of a table → the categories that its column ``category`` names, up to three, divided by ``|``.

    Raises:
        DefinitionError: A category is unknown, there are too many, or a line says the same as another or contradicts it.
    """
    found: dict[str, tuple[str, ...]] = {}
    said: dict[str, tuple[tuple[str, ...], csv_file.Row]] = {}
    for row in csv_file.rows(paths, (column, "category"), run_of):
        named = tuple(row["category"].split("|"))
        if row[column] in found:
            raise row.wrong(f"{row[column]!r} is listed twice. Keep one.")
        for category in named:
            if category not in known:
                raise row.wrong(f"the category {category!r} is unknown.{meant(category, known)}")
        if not row[column].strip() or len(set(named)) != len(named) or len(named) > MOST_CATEGORIES:
            raise row.wrong(
                f"words and one to {MOST_CATEGORIES} different categories, divided by “|”, are expected here."
            )
        if column not in FOUND_WHOLE and (numbers := numbers_in(row[column])):
            raise row.wrong(
                f"{row[column]!r}: numbers of three digits and more ({', '.join(numbers)}) are no words, so that the others alone would"
                " be found. Take it out."
            )
        before, first = said.setdefault(run_of(row[column]), (named, row))
        if set(before) != set(named):
            raise row.wrong(
                f"{row[column]!r} contradicts line {first.place.line}: {first[column]!r} are the same words, and say"
                f" {'|'.join(before)}. Keep one."
            )
        found[row[column]] = named
    return found


def as_runs(spoken: Spoken) -> Spoken:
    """The words of a table as runs of tokens; what several lines say of the same run is put together."""
    runs: dict[str, tuple[str, ...]] = {}
    for words, categories in spoken.items():
        if run := run_of(words):
            runs[run] = tuple(dict.fromkeys((*runs.get(run, ()), *categories)))
    return runs


def paired(runs: Spoken) -> Pairs:
    """The runs, each once for each thing that it speaks for, and these things."""
    pairs = [(run, category) for run, categories in runs.items() for category in categories]
    return [run for run, _ in pairs], [category for _, category in pairs]


def run_table(pairs: Pairs) -> pl.DataFrame:
    """``run``, ``speaks_for``: a row for each thing that a run speaks for."""
    found, speaks_for = pairs
    return pl.DataFrame({"run": found, "speaks_for": speaks_for}, schema={"run": pl.String, "speaks_for": pl.String})
