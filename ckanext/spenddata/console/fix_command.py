"""``spenddata fix``: suggested fixes applied to the file's own cells; all other cells, those of columns we don't use among them, stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
import polars as pl

from ckanext.spenddata.checks.reports.safe import escaped
from ckanext.spenddata.console.check_command import CLEAN, REFUSED
from ckanext.spenddata.console.progress import Progress
from ckanext.spenddata.console.request import filing_of, load_definitions
from ckanext.spenddata.intake.cells import cells
from ckanext.spenddata.intake.grid import Grid
from ckanext.spenddata.pipeline.checked import process
from ckanext.spenddata.rows import MONEY_FIELDS
from ckanext.spenddata.values.money import PENCE
from ckanext.spenddata.values.text import counted

SHOWN = 20
"""Cells shown one by one; the log has all."""
CELL = ("sheet", "row", "column")


def run(path: Path, out: Path, rules: Sequence[str], *, preview: bool, **options: Any) -> int:
    """Apply, or show, the fixes of ``rules`` (none named: all), and give the exit status."""
    known = load_definitions(options["definitions"])
    if unknown := sorted(set(rules) - known.rules.keys()):
        message = f"There is no rule {unknown[0]!r}. `spenddata check` shows the rules that have suggested fixes."
        raise click.BadParameter(message, param_hint="--rule")
    log_path = out.with_name(f"{out.stem}.fixes.csv")
    _check_out(path, out, log_path)
    filing = filing_of(path, options, known)
    with Progress(path) as progress:
        checked = process(msgspec.structs.replace(filing, fixes=tuple(rules or known.rules)), known, progress.say)
    [reading] = checked.readings
    if reading.refusal:
        click.echo(f"{path.name}: not read. {reading.refusal.message} {reading.refusal.remedy}", err=True)
        return REFUSED
    grids = cells(path, filing.limits)
    log = _in_units(_as_in_file(checked.changes, grids), {table.sheet: table.unit for table in reading.tables})
    derived = checked.changes.height - log.height
    _tell(log, derived, len(reading.questions))
    sheets = {table.sheet for table in reading.tables} or {grid.sheet for grid in grids}
    if others := [f"“{grid.sheet}”" for grid in grids if grid.sheet not in sheets]:
        click.echo(f"Not in the CSV, as no payments of their own were read in them: {', '.join(others)}")
    if not preview:
        write([changed(grid, log) for grid in grids if grid.sheet in sheets], out)
        safe = [escaped(pl.col(name)).alias(name) for name, dtype in log.schema.items() if dtype == pl.String]
        log.with_columns(safe).drop("index").write_csv(log_path, line_terminator="\r\n")
        click.echo(f"Written: {out}, and what changed: {log_path}")
    return CLEAN


def changed(grid: Grid, log: pl.DataFrame) -> Grid:
    """The grid with the cells of a log of fixes as their last step leaves them; the grid that came in stays."""
    last = _of_sheet(log, grid).unique(["row", "column"], keep="last", maintain_order=True)
    columns = [
        grid.column(number).clone().scatter((part["row"] - 1).cast(pl.UInt32), part["after"].replace("", None))
        for (number,), part in last.partition_by("column", as_dict=True, maintain_order=True).items()
    ]
    return Grid(grid.cells.with_columns(columns), grid.sheet)


def write(changed_grids: Sequence[Grid], out: Path) -> None:
    """Write the grids as one CSV of one width, one below the other with a blank row between."""
    blank = pl.DataFrame({"1": [None]}, schema={"1": pl.String})
    parts = [part for grid in changed_grids for part in (blank, grid.cells)][1:]
    pl.concat(parts, how="diagonal").write_csv(out, include_header=False, line_terminator="\r\n")


def _check_out(path: Path, out: Path, log_path: Path) -> None:
    """Refuse to write over the file itself, or something that is no CSV under a name that says it is none."""
    if path.resolve() in {out.resolve(), log_path.resolve()}:
        message = f"{path.name} stays as it is, so the fixed rows and their log can't be written over it. Give OUT.csv another name."
        raise click.BadParameter(message, param_hint="OUT.csv")
    if out.suffix.lower() not in {".csv", ".txt", ""}:
        message = f"What is written is a CSV, and {out.name} says otherwise. Give it a name that ends in .csv."
        raise click.BadParameter(message, param_hint="OUT.csv")


def _as_in_file(log: pl.DataFrame, grids: Sequence[Grid]) -> pl.DataFrame:
    """The log with each cell's first words as the file has them; without values that stand in no cell of their field's column."""
    parts = [log.clear()]
    for grid in grids:
        own = _of_sheet(log, grid).filter(pl.col("column").is_not_null())
        for part in own.partition_by("column", maintain_order=True) if own.height else []:
            sent = grid.column(part["column"][0]).gather(part["row"] - 1)
            # A credit, say, whose amount was taken from a column for credits.
            elsewhere = sent.is_null() & part["before"].is_not_null() & ~_later(part)
            first = pl.when(_later(part)).then("before").otherwise(sent)
            parts.append(part.with_columns(before=first).filter(~elsewhere))
    return pl.concat(parts).sort("index", maintain_order=True)


def _later(steps: pl.DataFrame) -> pl.Series:
    """Whether a step of a log of one column follows another of the same cell."""
    return ~steps["row"].is_first_distinct()


def _in_units(log: pl.DataFrame, units: Mapping[str | None, str]) -> pl.DataFrame:
    """The log with amounts in the unit of their sheet, so that all of a column stay in one."""
    pence = pl.col("after").str.to_decimal(scale=2).cast(pl.Decimal(38, 5)) * 100
    after = pl.col("after")
    for sheet, unit in units.items():
        if unit == "pounds":
            continue
        amount = pl.col("field").is_in(list(MONEY_FIELDS)) & (pl.col("after") != "")
        here = pl.col("sheet").eq_missing(pl.lit(sheet, dtype=pl.String))
        in_unit = (pence / PENCE[unit]).cast(pl.Decimal(38, 5)).cast(pl.String).str.replace(r"\.?0+$", "")
        after = pl.when(amount & here).then(in_unit).otherwise(after)
    return log.with_columns(after=after)


def _of_sheet(log: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    return log.filter(pl.col("sheet").is_null() if grid.sheet is None else pl.col("sheet") == grid.sheet)


def _tell(log: pl.DataFrame, derived: int, questions: int) -> None:
    """Show the changes, the first of them one by one."""
    by_cell = log.group_by(*CELL, maintain_order=True).agg(
        pl.col("field").first(), pl.col("before").first(), pl.col("after").last(), pl.col("rule")
    )
    by_rule = ", ".join(f"{rule} {count:,}" for rule, count in log.group_by("rule").len().sort("rule").iter_rows())
    click.echo(f"{counted(by_cell.height, 'cell')} to change{': ' + by_rule if by_rule else ''}")
    for change in by_cell.head(SHOWN).iter_rows(named=True):
        place = f"{change['sheet']} " if change["sheet"] else ""
        before = click.style(f"“{change['before'] or ''}”", fg="red")
        after = click.style(f"“{change['after']}”", fg="green")
        click.echo(f"  {place}row {change['row']}, column {change['column']} ({change['field']}): {before} → {after}")
    if by_cell.height > SHOWN:
        click.echo(f"  … and {by_cell.height - SHOWN:,} more, all in the log")
    if derived:
        click.echo(
            f"{counted(derived, 'fix', 'fixes')} of values that stand in no column of their own in the file are left out."
        )
    if questions:
        asked = f"{counted(questions, 'question')} about the file {'is' if questions == 1 else 'are'} still open"
        click.echo(f"{asked}: spenddata check shows what to answer.")
