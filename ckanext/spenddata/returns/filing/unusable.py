"""The rows that can't be used, each with the cells that are to be put right; and whether a row is there at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from ckanext.spenddata import artefact
from ckanext.spenddata.checks import findings as finding
from ckanext.spenddata.checks.typed import TypedCell
from ckanext.spenddata.model import Revision
from ckanext.spenddata.returns.files.storage import Storage
from ckanext.spenddata.rows import PLACE, SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET

LINE = ("supplier_name", "description", "expense_type", "expense_area", "payment_date", "amount", "currency")
"""What tells a person which payment a row is; a field that the files don't have is null."""
CELL = ("field", "column", "rule", "value", "expected")


def page(revision: Revision, offset: int, limit: int) -> dict[str, Any]:
    """Some of the rows with an error in one of their cells, in the order of the files, and their number; pounds as text."""
    found = _rows(revision)
    if found is None:
        return {"count": 0, "results": []}
    columns = found.collect_schema().names()
    error = (pl.element().struct["severity"] == finding.ERROR) & pl.element().struct["field"].is_not_null()
    cells = pl.col(artefact.FINDINGS).list.eval(pl.element().filter(error))
    wrong = found.filter(pl.col(artefact.IN_ERROR)).with_columns(cells).filter(cells.list.len() > 0)
    shown = [pl.col(name) if name in columns else pl.lit(None).alias(name) for name in LINE if name != "amount"]
    if "amount" in columns:
        shown.append(artefact.pounds(pl.col("amount")).alias("amount"))
    count = int(wrong.select(pl.len()).collect().item())
    rows = wrong.select(*PLACE, *shown, artefact.FINDINGS).slice(offset, limit).collect()
    return {"count": count, "results": [_told(row) for row in rows.to_dicts()]}


def absent(revision: Revision, cells: Iterable[TypedCell]) -> list[TypedCell]:
    """Those of the cells that are in no row that was read."""
    wanted = list(cells)
    found = _rows(revision)
    if found is None:
        return wanted
    rows = found.select(PLACE).filter(pl.col(SOURCE_ROW).is_in([cell.row for cell in wanted])).collect()
    there = set(rows.select(SOURCE_FILE, SOURCE_SHEET, SOURCE_ROW).rows())
    return [cell for cell in wanted if (cell.file, cell.sheet, cell.row) not in there]


def _rows(revision: Revision) -> pl.LazyFrame | None:
    """The rows of a revision; None where none were read."""
    if not revision.artefact_sha256:
        return None
    rows = pl.scan_parquet(Storage().artefact(revision.artefact_sha256))
    return rows if SOURCE_ROW in rows.collect_schema().names() else None


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """A row as actions tell of it: of several errors in one cell the first."""
    cells: dict[str, dict[str, Any]] = {}
    for each in row[artefact.FINDINGS]:
        cells.setdefault(each["field"], {name: each[name] for name in CELL})
    file, sheet, number = (row[name] for name in PLACE)
    day = row["payment_date"]
    line = {name: row.get(name) for name in LINE} | {"payment_date": day.isoformat() if day else None}
    return {"file": file, "sheet": sheet, "row": number, **line, "cells": list(cells.values())}
