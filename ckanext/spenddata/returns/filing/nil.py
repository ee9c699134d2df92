"""A nil statement: *there was nothing to report*. It has an artefact without rows, so that it goes the way of every revision."""

from __future__ import annotations

from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata import artefact, rows
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.filing import ARTEFACT, FINDINGS, REPORT, Filing, Result
from ckanext.spenddata.pipeline.checked import process
from ckanext.spenddata.pipeline.report import report_on
from ckanext.spenddata.rows import Rows

_PLACE = {rows.SOURCE_FILE: pl.String(), rows.SOURCE_SHEET: pl.String(), rows.SOURCE_ROW: pl.UInt32()}


def run(filing: Filing, folder: Path, definitions: Definitions) -> Result:
    """Check the statement, and write what the pipeline writes, for no files."""
    checked = process(filing, definitions)
    report = report_on(filing, checked, definitions)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT).write_bytes(msgspec.json.encode(report))
    checked.findings.write_parquet(folder / FINDINGS)
    metadata = {"nil": True, "report": msgspec.to_builtins(report)}
    artefact.write(folder / ARTEFACT, Rows(pl.DataFrame(schema=_PLACE)), checked.findings, None, metadata)
    return Result(folder=folder, report=report)
