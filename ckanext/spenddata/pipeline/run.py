"""A filing's folder: read, checked, categorised and written down, in this process."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata import artefact
from ckanext.spenddata.classify.classify import classify
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.filing import ARTEFACT, FINDINGS, FIXES, REPORT, Filing, FilingReport, Result
from ckanext.spenddata.intake.reading import Outcome
from ckanext.spenddata.pipeline.checked import Checked, process
from ckanext.spenddata.pipeline.report import report_on, where_silent
from ckanext.spenddata.rows import Rows
from ckanext.spenddata.values import vat


def run(filing: Filing, out_dir: Path, definitions: Definitions) -> Result:
    """Read, check and categorise a filing and write its folder, which is empty afterwards of all else."""
    out_dir.mkdir(parents=True, exist_ok=True)
    for left in out_dir.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    checked = process(filing, definitions)
    report = report_on(filing, checked, definitions)
    checked.findings.write_parquet(out_dir / FINDINGS, statistics=False)
    if checked.changes.height:
        checked.changes.write_parquet(out_dir / FIXES, statistics=False)
    if report.outcome != Outcome.REFUSED:
        _write_artefact(filing, checked, report, out_dir / ARTEFACT, definitions)
    (out_dir / REPORT).write_bytes(msgspec.json.encode(report))
    return Result(folder=out_dir, report=report)


def _write_artefact(
    filing: Filing, checked: Checked, report: FilingReport, path: Path, definitions: Definitions
) -> None:
    rows = Rows(_with_portal_columns(checked.rows.frame, filing))
    classification = classify(rows.frame, definitions, filing.publisher)
    artefact.write(path, rows, checked.findings, classification, msgspec.to_builtins(report))


def _with_portal_columns(frame: pl.DataFrame, filing: Filing) -> pl.DataFrame:
    """Add what the portal knows and the file does not say. Who published is never taken from the file."""
    publisher = filing.publisher
    fixed = {"publisher_id": publisher.publisher_id, "publisher_name": publisher.name} if publisher else {}
    return frame.with_columns(
        *(pl.lit(value).alias(name) for name, value in fixed.items()),
        *(
            # The reader says "unknown" where a file is silent on VAT.
            pl.col(name).replace(vat.UNKNOWN, None).fill_null(value)
            if name in frame.columns
            else pl.lit(value).alias(name)
            for name, value in where_silent(filing).items()
        ),
    )
