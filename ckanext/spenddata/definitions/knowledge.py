"""What is known of words and names, as evidence for a category: tables of runs of tokens, each with what it speaks for.

``suppliers.csv`` says what well known suppliers mostly sell, ``supplier_words.csv`` what words in names of suppliers mean,
``payees.yaml`` which kinds of payee can be told by their names (a council, a hospital, a pension fund). None of it decides anything by
itself: the evidence model (``classify/``) says how much each counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata.definitions import csv_file, yaml_file
from ckanext.spenddata.definitions.categories import Category
from ckanext.spenddata.definitions.places import DefinitionError, meant
from ckanext.spenddata.values.tokens import joined, tokens

__all__ = ["Kind", "Knowledge", "Payees", "read_payees", "run_table", "spoken_for"]

MOST_CATEGORIES = 3
"""That words may speak for; more say nothing."""


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of payee."""

    id: str
    label: str
    names: str
    """A regular expression (Rust) for names in lower case with single blanks."""


class PayeeFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``payees.yaml``."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True)
class Payees:
    """Kinds of payee, by patterns of names and by the register of public bodies."""

    kinds: tuple[Kind, ...]
    registered: pl.DataFrame
    """``run``, ``speaks_for``: names of public bodies and their type."""


@dataclass(frozen=True)
class Knowledge:
    """All tables, each a frame of ``run`` and ``speaks_for``; a run that speaks for two things has two rows."""

    suppliers: pl.DataFrame
    supplier_words: pl.DataFrame
    expense_types: pl.DataFrame
    expense_phrases: pl.DataFrame
    merchant_types: pl.DataFrame
    payees: Payees


def spoken_for(paths: Sequence[Path], column: str, known: Mapping[str, Category]) -> dict[str, tuple[str, ...]]:
    """Column ``column`` of a table → the categories that its column ``category`` names, up to three, divided by ``|``.

    Raises:
        DefinitionError: A category is unknown, there are too many, or a line says the same as another or contradicts it.
    """
    found: dict[str, tuple[str, ...]] = {}
    for row in csv_file.rows(paths, (column, "category")):
        named = tuple(row["category"].split("|"))
        if row[column] in found:
            raise row.wrong(f"{row[column]!r} is listed twice. Keep one.")
        for category in named:
            if category not in known:
                raise row.wrong(f"the category {category!r} is unknown.{meant(category, known)}")
        if not row[column].strip() or len(set(named)) != len(named) or len(named) > MOST_CATEGORIES:
            raise row.wrong(f"words and one to {MOST_CATEGORIES} different categories, divided by “|”, are expected here.")
        found[row[column]] = named
    return found


def run_table(spoken: Mapping[str, Iterable[str]]) -> pl.DataFrame:
    """``run``, ``speaks_for``: the words of a table as runs of tokens."""
    written = pl.Series(list(spoken), dtype=pl.String)
    cells = pl.DataFrame({"speaks_for": pl.Series([list(each) for each in spoken.values()], dtype=pl.List(pl.String))})
    runs = joined(tokens(written)).join(cells.with_row_index("id"), on="id", maintain_order="left")
    return runs.explode("speaks_for").select("run", "speaks_for").unique(maintain_order=True)


def read_payees(paths: tuple[Sequence[Path], Sequence[Path]], registered: Mapping[str, Iterable[str]]) -> Payees:
    """Read ``payees.yaml``; ``registered`` are names of public bodies, each with its type.

    Raises:
        DefinitionError: A pattern can't be read.
    """
    kinds = yaml_file.read([*paths[0], *paths[1]], PayeeFile).kinds
    for kind in kinds:
        try:
            pl.Series([""]).str.contains(kind.names)
            re.compile(kind.names)
        except (pl.exceptions.PolarsError, re.error) as error:
            message = f"payees.yaml: {kind.id}: {kind.names!r} is no regular expression ({error})."
            raise DefinitionError(message) from error
    return Payees(kinds, run_table(registered))
