"""The table of public bodies, from which an administrator makes publishers (``ckan spenddata publisher load``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from ckanext.spenddata.definitions import csv_file
from ckanext.spenddata.definitions.publishers import Fact, Publisher

COLUMNS = (
    *("publisher_id", "name", "slug", "body_type", "body_subtype", "nation", "region", "parent_id", "gss_code"),
    *("population", "population_year", "other_names", "regimes", "status", "replaced_by", "source", "licence"),
)
SEPARATOR = "|"
"""Between several values in one cell."""


class Body(msgspec.Struct, frozen=True):
    """One public body, with where its row comes from."""

    publisher: Publisher
    nation: str
    gss_code: str
    status: str
    """``current`` or ``former``."""
    replaced_by: str
    source: str
    licence: str


def read(paths: Sequence[Path]) -> Mapping[str, Body]:
    """Bodies by identifier, in the order of the file.

    Raises:
        DefinitionError: A row is wrong, or two have the same identifier; the file and line are named.
    """
    bodies: dict[str, Body] = {}
    for row in csv_file.rows(paths, COLUMNS):
        try:
            body = _body(row)
        except ValueError as error:
            raise row.wrong(f"the row can't be read ({error}).") from error
        if body.publisher.publisher_id in bodies:
            raise row.wrong(f"{body.publisher.publisher_id} is there already. Keep one row for each body.")
        bodies[body.publisher.publisher_id] = body
    return bodies


def _body(row: csv_file.Row) -> Body:
    names = ("publisher_id", "name", "slug", "body_type", "body_subtype", "parent_id")
    words: dict[str, Any] = {name: row[name] for name in names}
    return Body(
        publisher=Publisher(
            **words,
            region=row["region"] or row["nation"],
            other_names=_several(row["other_names"]),
            regimes=_several(row["regimes"]),
            facts=_facts(row),
        ),
        **{name: row[name] for name in ("nation", "gss_code", "status", "replaced_by", "source", "licence")},
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(SEPARATOR) if part)


def _facts(row: csv_file.Row) -> tuple[Fact, ...]:
    if not row["population"]:
        return ()
    return (Fact("population", float(row["population"]), int(row["population_year"]), row["source"]),)
