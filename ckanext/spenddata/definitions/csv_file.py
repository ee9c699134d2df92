"""Definition tables in CSV, an administrator's laid over the package's: the rows of a key take the place of all that had it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ckanext.spenddata.definitions.places import DefinitionError, Place

MOST_LINES = 200_000
"""Of one table: every process holds all of them."""


@dataclass(frozen=True)
class Row:
    """One row of a table."""

    cells: dict[str, str]
    place: Place

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(self, problem: str) -> DefinitionError:
        """What to raise where the row is wrong."""
        return DefinitionError(f"{self.place}: {problem}")


def rows(paths: Sequence[Path], columns: Sequence[str], key: Callable[[str], str] = str) -> list[Row]:
    """The rows of several tables of one kind, those of the first file first.

    Args:
        paths: The files; each is laid over those before it.
        columns: The columns that each must have; the first is the key.
        key: What makes two cells of the key column the same.

    Raises:
        DefinitionError: A file is not UTF-8, is too long, lacks a column, or has a row with more or fewer cells than columns.
    """
    laid: list[Row] = []
    for path in paths:
        above = list(_read(path, columns))
        taken = {key(row[columns[0]]) for row in above}
        laid = [row for row in laid if key(row[columns[0]]) not in taken] + above if laid else above
    return laid


def _read(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise DefinitionError(
                    f"{Place(path, 1)}: the columns are {', '.join(columns)}; there is no {' and no '.join(missing)}."
                )
            for cells in reader:
                row = Row(cells, Place(path, reader.line_num))
                if reader.line_num > MOST_LINES:
                    raise row.wrong(f"a table of definitions has at most {MOST_LINES:,} lines; leave out what is rare.")
                if None in cells or None in cells.values():
                    raise row.wrong(f"a row has {len(reader.fieldnames or ())} cells here, one for each column.")
                yield row
    except (UnicodeDecodeError, csv.Error) as error:
        raise DefinitionError(f"{path.name}: this is not a CSV file in UTF-8 ({error}).") from error
