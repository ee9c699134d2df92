"""The table of public bodies, from which an administrator makes publishers (``ckan spenddata publisher load``)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import msgspec

from ckanext.spenddata.definitions.publishers import Fact, Publisher
from ckanext.spenddata.definitions.yaml_file import DefinitionError

__all__ = ["Body", "read"]

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


def read(path: Path) -> Mapping[str, Body]:
    """Bodies by identifier, in the order of the file.

    Raises:
        DefinitionError: A row is wrong, or two have the same identifier; the file and row are named.
    """
    bodies: dict[str, Body] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            try:
                body = _body(row)
            except (KeyError, ValueError, AttributeError) as error:
                message = f"Row {number} of {path.name} can't be read: {error!r}. Correct it in {path.parent}."
                raise DefinitionError(message) from error
            if body.publisher.publisher_id in bodies:
                message = (
                    f"Row {number} of {path.name} repeats {body.publisher.publisher_id}. Keep one row for each body."
                )
                raise DefinitionError(message)
            bodies[body.publisher.publisher_id] = body
    return bodies


def _body(row: Mapping[str, str]) -> Body:
    return Body(
        publisher=Publisher(
            publisher_id=row["publisher_id"],
            name=row["name"],
            slug=row["slug"],
            body_type=row["body_type"],
            body_subtype=row["body_subtype"],
            region=row["region"] or row["nation"],
            parent_id=row["parent_id"],
            other_names=_several(row["other_names"]),
            regimes=_several(row["regimes"]),
            facts=_facts(row),
        ),
        nation=row["nation"],
        gss_code=row["gss_code"],
        status=row["status"],
        replaced_by=row["replaced_by"],
        source=row["source"],
        licence=row["licence"],
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(SEPARATOR) if part)


def _facts(row: Mapping[str, str]) -> tuple[Fact, ...]:
    if not row["population"]:
        return ()
    return (Fact("population", float(row["population"]), int(row["population_year"]), row["source"]),)
