"""A nil statement: *there was nothing to report*. It has an artefact without rows, so that it goes the way of every revision."""

from __future__ import annotations

from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata import artefact, rows
from ckanext.spenddata.checks import findings
from ckanext.spenddata.filing import ARTEFACT, FINDINGS, REPORT, FilingReport, Result
from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.model import SpendReturn
from ckanext.spenddata.rows import Rows

_PLACE = {rows.SOURCE_FILE: pl.String(), rows.SOURCE_SHEET: pl.String(), rows.SOURCE_ROW: pl.UInt32()}


def run(spend_return: SpendReturn, folder: Path) -> Result:
    """Write what the pipeline writes, for no files."""
    report = FilingReport(
        outcome=Outcome.READ,
        publisher_id=spend_return.publisher_id,
        regime=spend_return.regime,
        period=spend_return.period,
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT).write_bytes(msgspec.json.encode(report))
    findings.empty().write_parquet(folder / FINDINGS)
    metadata = {"nil": True, "report": msgspec.to_builtins(report)}
    artefact.write(folder / ARTEFACT, Rows(pl.DataFrame(schema=_PLACE)), findings.empty(), None, metadata)
    return Result(folder=folder, report=report)
