"""The artefact: what was read, checked and categorised, as one Parquet file. What is approved is exactly what is published.

The file holds the columns of ``Rows.frame`` and, beside them, those of ``CLASSIFICATION``, ``in_error`` and ``findings``. Its key-value
metadata ``spenddata`` is JSON (``pipeline/run.py`` writes the report of the filing there). The same input gives the same bytes: text is
never dictionary-typed in memory order, compression and row groups are fixed, and keys are sorted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.checks.findings import rows_in_error
from ckanext.spenddata.checks.written import pounds
from ckanext.spenddata.definitions.transaction import TableSchema
from ckanext.spenddata.rows import Rows, values
from ckanext.spenddata.values.text import counted

METADATA_KEY = "spenddata"
IN_ERROR = "in_error"
FINDINGS = "findings"
CLASSIFICATION: dict[str, pl.DataType] = {
    "category": pl.String(),
    "category_method": pl.String(),
    "category_version": pl.String(),
    "category_confidence": pl.Float64(),
}
"""Columns that ``classify`` adds to a row; null where it did not run."""
ROW_FINDING = ("rule", "severity", "column", "field", "value", "expected", "fix")
"""What a row keeps of each of its findings; the place is the row's own."""
LINE_TERMINATOR = "\r\n"
"""RFC 4180, the open standard of the United Kingdom's government for tabular data."""
_ROW_GROUP = 250_000
_FINDING_TYPES = {"column": pl.UInt16()}
_FINDINGS_TYPE = pl.List(pl.Struct({name: _FINDING_TYPES.get(name, pl.String()) for name in ROW_FINDING}))


@dataclass(frozen=True)
class Artefact:
    """An artefact, read back."""

    frame: pl.DataFrame
    metadata: dict[str, Any]


def write(
    path: Path, rows: Rows, findings: pl.DataFrame, classification: pl.DataFrame | None, metadata: dict[str, Any]
) -> None:
    """Write an artefact.

    ``findings`` is a findings frame over ``rows``; ``classification`` has the columns of ``CLASSIFICATION``, a row for each of ``rows``
    in the same order, or is None where nothing was classified; ``metadata`` is anything JSON can hold.
    """
    frame = rows.frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
    frame = _classified(frame, classification)
    store(path, _with_findings(frame, findings), metadata)


def store(path: Path, frame: pl.DataFrame, metadata: dict[str, Any]) -> None:
    """Write the frame of an artefact with its metadata; the same input gives the same bytes."""
    frame.write_parquet(
        path,
        compression="zstd",
        compression_level=3,
        statistics=False,
        row_group_size=_ROW_GROUP,
        metadata={METADATA_KEY: msgspec.json.encode(metadata, order="sorted").decode()},
    )


def read(path: Path) -> Artefact:
    """Read an artefact; ValueError where the file is none of ours."""
    return Artefact(frame=pl.read_parquet(path), metadata=read_metadata(path))


def read_metadata(path: Path) -> dict[str, Any]:
    """Read the metadata alone, without the rows; ValueError where the file is none of ours."""
    metadata = pl.read_parquet_metadata(path)
    if METADATA_KEY not in metadata:
        raise ValueError(f"{path.name} is not a spend artefact: its metadata has no {METADATA_KEY!r}.")
    return msgspec.json.decode(metadata[METADATA_KEY])


def accepted(artefact: Artefact) -> pl.DataFrame:
    """The rows that enter a figure: all that are not in error, in the order of the files."""
    return artefact.frame.filter(~pl.col(IN_ERROR))


def accepted_fields(path: Path, fields: Iterable[str]) -> pl.DataFrame:
    """Some fields of the rows that enter a figure, and no more of the file is opened; null where it lacks one."""
    return values(pl.scan_parquet(path).filter(~pl.col(IN_ERROR)), fields).collect()


def total(frame: pl.DataFrame) -> int:
    """Sum of the amounts of a frame of canonical rows, in pence."""
    return int(frame["amount"].sum() or 0) if "amount" in frame.columns else 0


def canonical_csv(frame: pl.DataFrame, schema: TableSchema, out: Path) -> None:
    """Write the CSV that is published of accepted rows: the fields of the Table Schema in its order and nothing else.

    RFC 4180: UTF-8 without byte order mark, commas, CRLF, one header of field names, quotes only where needed. Dates are ISO 8601,
    money is plain pounds with two decimals and a leading minus, a blank cell is empty. Text is exactly the publisher's: a program that
    opens the file in a spreadsheet must itself guard against cells that look like formulas.
    """
    published(frame, schema).write_csv(out, line_terminator=LINE_TERMINATOR, quote_style="necessary")


def published(frame: pl.DataFrame, schema: TableSchema) -> pl.DataFrame:
    """Rows as they are published: every field of ``schema``, in its order, money as text in pounds; a field that is missing is blank."""
    # Of no rows, columns that are blank throughout would make one.
    return frame.with_columns(_published(frame, name) for name in schema.names).select(schema.names)


def _published(frame: pl.DataFrame, name: str) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, dtype=pl.String).alias(name)
    return pounds(pl.col(name)).alias(name) if name in canonical.MONEY_FIELDS else pl.col(name)


def _classified(frame: pl.DataFrame, classification: pl.DataFrame | None) -> pl.DataFrame:
    if classification is None:
        return frame.with_columns(pl.lit(None, dtype=dtype).alias(name) for name, dtype in CLASSIFICATION.items())
    if classification.height != frame.height:
        raise ValueError(f"The classification has {counted(classification.height, 'row')}, the filing {frame.height}.")
    return frame.with_columns(classification[name].cast(dtype) for name, dtype in CLASSIFICATION.items())


def _with_findings(frame: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """Add ``in_error`` and ``findings``; a row without findings has none (null)."""
    by_row = (
        findings.lazy()
        .filter(pl.col("index").is_not_null())
        .group_by("index", maintain_order=True)
        .agg(pl.struct(ROW_FINDING).alias(FINDINGS))
        .collect()
    )
    positions = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    listed = pl.DataFrame({"index": positions}).join(by_row, on="index", how="left", maintain_order="left")[FINDINGS]
    return frame.with_columns(
        positions.is_in(rows_in_error(findings).implode()).alias(IN_ERROR),
        listed.cast(_FINDINGS_TYPE).alias(FINDINGS),
    )
