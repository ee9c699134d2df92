"""Prints what is read of every real file: ``python -m tests.intake.table [FOLDER]``.

One line a file: outcome, rows, total, what was left out, errors, warnings, seconds; below it each mapping that a title alone does not
give, and what is asked.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ckanext.spenddata.checks.check import check
from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.intake.read import read
from ckanext.spenddata.intake.reading import Reading


def lines(path: Path, name: str, definitions: Definitions) -> Iterator[str]:
    """The lines on one file."""
    start = time.perf_counter()
    reading = read(path, path.name, definitions)
    errors, warnings = _findings(reading, definitions)
    seconds = time.perf_counter() - start
    rows = len(reading.rows) if reading.rows is not None else 0
    total = reading.rows.amount_total() / 100 if reading.rows is not None else 0
    left_out: dict[str, int] = {}
    for table in reading.tables:
        for kind, count in table.left_out.items():
            left_out[kind] = left_out.get(kind, 0) + count
    left = ", ".join(f"{count} {kind}" for kind, count in left_out.items())
    yield f"{name[:62]:62} {reading.outcome:8}{rows:7,}{total:19,.2f}{errors:7,}{warnings:8,}{seconds:7.2f}  {left}"
    for table in reading.tables[:3]:
        doubtful = [
            f"{field} ← “{m.title.strip()}” column {m.column} ({m.confidence})"
            for field, m in table.mapping.items()
            if m.confidence < 0.9
        ]
        if doubtful:
            yield f"    {table.sheet or ''} mapped: {'; '.join(doubtful)}"
    yield from (f"    asked: {question.field}: {question.why}" for question in reading.questions)
    if reading.refusal:
        yield f"    refused: {reading.refusal.message}"


def _findings(reading: Reading, definitions: Definitions) -> tuple[int, int]:
    """Number of errors and of warnings."""
    if reading.rows is None:
        return 0, 0
    context = Context(definitions, date.today(), tables=tuple((reading.file.name, each) for each in reading.tables))  # noqa: DTZ011 - which rules are in force
    severities = check(reading.rows, context)["severity"]
    return int((severities == "error").sum()), int((severities == "warning").sum())


def main(folder: Path) -> None:
    """Print the table."""
    definitions = load()
    print(f"{'file':62} {'outcome':8}{'rows':>7}{'total':>19}{'errors':>7}{'warnings':>9}{'s':>6}  left out")
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "INDEX.csv"):
        for line in lines(path, str(path.relative_to(folder)), definitions):
            print(line)


if __name__ == "__main__":
    beside = Path(__file__).resolve().parents[2].parent / "shared"
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(os.environ.get("SPENDDATA_SHARED", beside)) / "data" / "real")
