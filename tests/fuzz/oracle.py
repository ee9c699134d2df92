"""What must hold of the answer to a file, whatever the file is.

``work`` is run in a child of the fork server, so that a file which takes too long or too much memory ends its child alone.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from ckanext.spenddata import definitions
from ckanext.spenddata import rows as canonical
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.filing import ARTEFACT, FINDINGS, Filing, FilingFile, Result
from ckanext.spenddata.intake.cells import cells
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Limits, Reading
from ckanext.spenddata.pipeline import limited
from ckanext.spenddata.pipeline.run import run
from tests.fuzz.mutations import TITLES, Mutant, mutated

TYPED = ("amount", "payment_date")


def filing(path: Path) -> Filing:
    """The file as a filing of May 2026."""
    return Filing(
        files=(FilingFile(path=str(path), name=path.name),),
        regime="hmt-25k",
        period="2026-05",
        today=datetime.date(2026, 6, 12),
    )


def faults(mutant: Mutant, folder: Path, known: Definitions) -> tuple[str, list[str]]:
    """The outcome for a file, and everything that is wrong with the answer."""
    path = folder / mutant.name
    path.write_bytes(mutant.data)
    first, second = folder / "first", folder / "second"
    result = run(filing(path), first, known)
    run(filing(path), second, known)
    found = [f"{file.name} differs the second time" for file in sorted(first.iterdir()) if not _same(file, second)]
    if result.report.outcome == "refused":
        found += _refused(result)
    else:
        found += _told(result)
        found += _rows_told(first)
        found += _accounted(path, read(path, path.name, known))
    if mutant.rows is not None:
        found += _known(mutant, result)
    return result.report.outcome, found


def _same(file: Path, other: Path) -> bool:
    return file.read_bytes() == (other / file.name).read_bytes()


def _refused(result: Result) -> Iterator[str]:
    refusal = result.report.refusal
    if refusal is None or not (refusal.code and refusal.message.endswith(".") and refusal.remedy.endswith(".")):
        yield f"refused without a reason: {refusal}"


def _told(result: Result) -> Iterator[str]:
    report = result.report
    [file] = report.files
    if not file.tables:
        yield "read without a table"
    if (report.outcome == "ask") != any(asked.question.blocking for asked in report.questions):
        yield "asks without a question, or has one and does not ask"
    if not all(asked.question.why for asked in report.questions):
        yield "a question without a reason"
    if report.rows != sum(table.rows for table in file.tables):
        yield "rows of the tables are not those of the file"
    if report.rows_in_error + report.accepted_rows != report.rows:
        yield "rows in error and accepted rows are not all rows"


def _rows_told(folder: Path) -> Iterator[str]:
    """Each cell that could not be read has a finding with its row and column; a row without an amount is in error."""
    frame = pl.read_parquet(folder / ARTEFACT).with_row_index("index")
    found = pl.read_parquet(folder / FINDINGS).filter(pl.col("index").is_not_null())
    if found.filter(pl.col("row").is_null() | pl.col("file").is_null()).height:
        yield "a finding without its row"
    for field in TYPED:
        if field not in frame.columns:
            continue
        unread = frame.filter(pl.col(field).is_null() & pl.col(canonical.sent(field)).is_not_null())
        told = found.filter((pl.col("field") == field) & pl.col("column").is_not_null())
        if silent := sorted(set(unread["index"]) - set(told["index"])):
            yield f"{field} of rows {silent} was sent, not read, and nothing says so"
    if "amount" in frame.columns and frame.filter(pl.col("amount").is_null() & ~pl.col("in_error")).height:
        yield "a row without an amount is accepted"


def _accounted(path: Path, reading: Reading) -> Iterator[str]:
    """Each row of the file that holds anything is a payment, a title, or named among what was left out."""
    if reading.rows is None or any("was left out" in note or "taken for a summary" in note for note in reading.notes):
        return
    frame = reading.rows.frame
    for grid in cells(path, Limits()):
        tables = [table for table in reading.tables if table.sheet == grid.sheet]
        if not tables:
            continue
        rows = frame.filter(pl.col("source_sheet").cast(pl.String).eq_missing(grid.sheet))["source_row"].to_list()
        named = [row for table in tables for left in table.left_out_rows.values() for row in left]
        if len(set(rows)) != len(rows) or set(rows) & set(named):
            yield "a row is read twice, or read and left out"
        filled = {
            number for number, row in enumerate(grid.rows(0, grid.height), 1) if any(cell.strip() for cell in row)
        }
        titles = {
            number for number, row in enumerate(grid.rows(0, grid.height), 1) if sum(cell in TITLES for cell in row) > 1
        }
        above = {table.header_row - up for table in tables if table.header_row for up in (0, 1)}
        if lost := sorted(filled - set(rows) - set(named) - titles - above):
            yield f"rows {lost} are neither read nor named"


def _known(mutant: Mutant, result: Result) -> Iterator[str]:
    report = result.report
    total = f"{'-' if mutant.pence < 0 else ''}{abs(mutant.pence) // 100}.{abs(mutant.pence) % 100:02d}"
    if (report.rows, report.amount_total) != (mutant.rows, total):
        yield f"{report.outcome}: {report.rows} rows of {report.amount_total}, and it holds {mutant.rows} of {total}"


# In a child of the fork server

_known_definitions = definitions.load()


def warm() -> None:
    """Load what every child needs."""
    limited.warm()
    for part in limited.WARMED:
        getattr(_known_definitions, part)


def work(arguments: Mapping[str, Any]) -> None:
    """Judge the answer to the file of a seed, and write what was found."""
    folder = Path(arguments["folder"])
    outcome, found = faults(mutated(arguments["seed"]), folder, _known_definitions)
    (folder / "verdict.json").write_text(json.dumps({"outcome": outcome, "faults": found}))
