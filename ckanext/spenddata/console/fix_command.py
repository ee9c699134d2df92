"""``spenddata fix``: suggested fixes applied to the file's own cells; all other cells, those of columns we don't use among them, stay."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import polars as pl

from ckanext.spenddata import pipeline
from ckanext.spenddata.checks import fixes
from ckanext.spenddata.checks.reports.safe import escaped
from ckanext.spenddata.console import show
from ckanext.spenddata.console.check_command import CLEAN, REFUSED
from ckanext.spenddata.console.progress import Progress
from ckanext.spenddata.console.request import filing_of, load_definitions
from ckanext.spenddata.intake.cells import cells
from ckanext.spenddata.intake.grid import Grid

SHOWN = 20
"""Changes shown one by one; the log has all."""


def run(path: Path, out: Path, rules: Sequence[str], *, preview: bool, **options: Any) -> int:
    """Apply, or show, the fixes of ``rules`` (none named: all), and give the exit status."""
    known = load_definitions(options["definitions"])
    if unknown := sorted(set(rules) - known.rules.keys()):
        message = f"There is no rule {unknown[0]!r}. `spenddata check` shows the rules that have suggested fixes."
        raise click.BadParameter(message, param_hint="--rule")
    filing = filing_of(path, options, known)
    with Progress(path) as progress:
        checked = pipeline.process(filing, known, progress.say)
    [reading] = checked.readings
    if reading.refusal:
        click.echo(f"{path.name}: not read. {reading.refusal.message} {reading.refusal.remedy}", err=True)
        return REFUSED
    log = fixes.preview(checked.rows, checked.findings, rules or None)
    in_file, derived = log.filter(pl.col("column").is_not_null()), log["column"].null_count()
    _tell(in_file, derived)
    if not preview:
        write([changed(grid, in_file) for grid in cells(path, filing.limits)], out)
        log_path = out.with_name(f"{out.stem}.fixes.csv")
        in_file.drop("index").with_columns(escaped(pl.col("before")).alias("before")).write_csv(
            log_path, line_terminator="\r\n"
        )
        click.echo(f"Written: {out}, and what changed: {log_path}")
    return CLEAN


def changed(grid: Grid, log: pl.DataFrame) -> Grid:
    """The grid with the cells of a log of fixes replaced; the grid that came in stays."""
    own = log.filter(pl.col("sheet").is_null() if grid.sheet is None else pl.col("sheet") == grid.sheet)
    columns = []
    for part in own.partition_by("column", maintain_order=True) if own.height else []:
        name = str(part["column"][0])
        at = (part["row"] - 1).cast(pl.UInt32)
        columns.append(grid.cells[name].clone().scatter(at, part["after"]))
    return Grid(grid.cells.with_columns(columns), grid.sheet)


def write(changed_grids: Sequence[Grid], out: Path) -> None:
    """Write the grids as one CSV, one below the other with a blank line between."""
    with out.open("wb") as stream:
        for number, grid in enumerate(changed_grids):
            if number:
                stream.write(b"\r\n")
            grid.cells.write_csv(stream, include_header=False, line_terminator="\r\n")


def _tell(log: pl.DataFrame, derived: int) -> None:
    """Show the changes, the first of them one by one."""
    by_rule = ", ".join(f"{rule} {count:,}" for rule, count in log.group_by("rule").len().sort("rule").iter_rows())
    click.echo(f"{show.count(log.height, 'cell')} to change{': ' + by_rule if by_rule else ''}")
    for change in log.head(SHOWN).iter_rows(named=True):
        place = f"{change['sheet']} " if change["sheet"] else ""
        before = click.style(f"“{change['before'] or ''}”", fg="red")
        after = click.style(f"“{change['after']}”", fg="green")
        click.echo(f"  {place}row {change['row']}, column {change['column']} ({change['field']}): {before} → {after}")
    if log.height > SHOWN:
        click.echo(f"  … and {log.height - SHOWN:,} more, all in the log")
    if derived:
        click.echo(
            f"{show.count(derived, 'fix', 'fixes')} of fields that have no column of their own in the file are left out."
        )
