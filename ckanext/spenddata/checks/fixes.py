"""Suggested fixes, applied.

A finding may carry the cell that would be right (``fix``). Applying a set of them gives new canonical rows and a log of every cell that
changed; the rows that came in stay as they are, and so do, in the new rows, the words that were sent (``f.sent``).

A fix that would give a row other money than was read is followed only where it is accepted in that row: nobody says yes to such things by
the dozen.

A fix of a date is ``2026-04-30`` or ``30/04/2026``, one of money plain pounds (``-1234.50``), one of a truth value
``true`` or ``false``; an empty fix empties the cell. One that can't be read as its field is not applied, and is not in
the log.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import msgspec
import polars as pl

from ckanext.spenddata import rows as canonical
from ckanext.spenddata.rows import SOURCE_FILE, SOURCE_ROW, SOURCE_SHEET, Rows

LOG: dict[str, pl.DataType] = {
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.UInt32(),
    "column": pl.UInt16(),
    "field": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "rule": pl.String(),
    "index": pl.UInt32(),
}
"""Columns of a log of fixes: the place, the cell before (as sent) and after, the rule whose finding suggested it."""
FIXED = "fixed"
"""How a cell that a fix has changed was written (``f.form``)."""
_BETWEEN = "\x1f"
_MONEY = r"^-?\d{1,15}(\.\d{1,2})?$"


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row in which what a rule suggests is accepted, and nowhere else."""

    rule: str
    file: str
    row: int
    sheet: str | None = None


Accepted = Collection[str | Place]
"""What a person accepts: all that a rule suggests (its id), or what it suggests in one row."""


@dataclass(frozen=True)
class Fixed:
    """The rows with fixes applied, and what was changed."""

    rows: Rows
    log: pl.DataFrame


def empty_log() -> pl.DataFrame:
    """Nothing changed."""
    return pl.DataFrame(schema=LOG)


def apply(rows: Rows, findings: pl.DataFrame, accepted: Accepted | None = None) -> Fixed:
    """Apply the fixes that ``findings`` (about ``rows``) suggest; all of them, or those that are ``accepted``.

    Where two findings suggest something for the same cell the first one counts.
    """
    chosen = _chosen(rows, findings, accepted)
    frame, done = rows.frame, []
    for field in rows.fields:
        changes = _readable(chosen, field)
        if field in canonical.MONEY_FIELDS:
            changes = _of_the_same_money(frame[field], changes)
        if changes.height:
            frame = frame.with_columns(_replaced(frame, field, changes))
            done.append(changes)
    return Fixed(Rows(frame), _log(rows, pl.concat(done) if done else chosen.clear()))


def _chosen(rows: Rows, findings: pl.DataFrame, accepted: Accepted | None) -> pl.DataFrame:
    """The findings to follow: index, column, field, rule, fix, and whether they are accepted in their row; one for a cell."""
    wanted = pl.col("fix").is_not_null() & pl.col("index").is_not_null() & pl.col("field").is_in(rows.fields)
    here = _accepted_here(accepted or ())
    if accepted is not None:
        wanted &= pl.col("rule").is_in(sorted(each for each in accepted if isinstance(each, str))) | here
    chosen = findings.filter(wanted).select("index", "column", "field", "rule", "fix", here.alias("here"))
    return chosen.unique(["index", "field"], keep="first", maintain_order=True)


def _accepted_here(accepted: Accepted) -> pl.Expr:
    """Whether a finding's fix is accepted in its row."""
    places = sorted(_key(each) for each in accepted if isinstance(each, Place))
    if not places:
        return pl.lit(value=False)
    place = pl.concat_str("rule", "file", pl.col("sheet").fill_null(""), "row", separator=_BETWEEN)
    return place.is_in(places).fill_null(value=False)


def _of_the_same_money(read: pl.Series, changes: pl.DataFrame) -> pl.DataFrame:
    """The changes that leave a row's money as it was read, and those that are accepted in their row."""
    fixed = changes.select(_value(read.name)).to_series()
    return changes.filter(fixed.eq_missing(read.gather(changes["index"])) | changes["here"])


def _key(place: Place) -> str:
    return _BETWEEN.join((place.rule, place.file, place.sheet or "", str(place.row)))


def _readable(chosen: pl.DataFrame, field: str) -> pl.DataFrame:
    """The changes to one field whose fix can be read as that field."""
    own = chosen.filter(pl.col("field") == field)
    return own.filter((pl.col("fix") == "") | own.select(_value(field)).to_series().is_not_null())


def _value(field: str) -> pl.Expr:
    """A fix as a value of ``field``; null where it is empty or can't be read."""
    fix = pl.col("fix").str.strip_chars()
    if field in canonical.MONEY_FIELDS:
        plain = pl.when(fix.str.contains(_MONEY)).then(fix)
        return (plain.str.to_decimal(scale=2).cast(pl.Decimal(38, 2)) * 100).cast(pl.Int64)
    if field in canonical.DATE_FIELDS:
        return pl.coalesce(fix.str.to_date("%Y-%m-%d", strict=False), fix.str.to_date("%d/%m/%Y", strict=False))
    if field in canonical.BOOLEAN_FIELDS:
        return fix.str.to_lowercase().replace_strict(
            {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
        )
    return pl.when(fix != "").then(fix)


def _replaced(frame: pl.DataFrame, field: str, changes: pl.DataFrame) -> list[pl.Series]:
    """The columns of ``field`` with its changes in; the cell as sent stays."""
    values = changes.select(_value(field)).to_series()
    at = changes["index"]
    replaced = [_with(frame[field], at, values)]
    for name, value in ((canonical.fault(field), None), (canonical.form(field), FIXED)):
        if name in frame.columns:
            words = frame[name].cast(pl.String)
            replaced.append(_with(words, at, pl.repeat(value, len(at), dtype=pl.String, eager=True)))
    return replaced


def _with(column: pl.Series, at: pl.Series, values: pl.Series) -> pl.Series:
    return column.clone().scatter(at, values.cast(column.dtype))


def _log(rows: Rows, changes: pl.DataFrame) -> pl.DataFrame:
    """What was changed, in the order of the rows and then of the fields."""
    if changes.is_empty():
        return empty_log()
    parts = [_logged(rows, part) for part in changes.partition_by("field", maintain_order=True)]
    order = {field: number for number, field in enumerate(rows.fields)}
    return pl.concat(parts).sort("index", pl.col("field").replace_strict(order), maintain_order=True).select(*LOG)


def _logged(rows: Rows, changes: pl.DataFrame) -> pl.DataFrame:
    field = changes["field"][0]
    cell = canonical.sent(field) if canonical.sent(field) in rows.frame.columns else field
    places = rows.frame[changes["index"]].select(
        pl.col(SOURCE_FILE).cast(pl.String).alias("file"),
        pl.col(SOURCE_SHEET).cast(pl.String).alias("sheet"),
        pl.col(SOURCE_ROW).cast(pl.UInt32).alias("row"),
        pl.col(cell).cast(pl.String).alias("before"),
    )
    return places.with_columns(
        changes["column"].cast(pl.UInt16),
        changes["field"],
        changes["rule"],
        changes["fix"].str.strip_chars().alias("after"),
        changes["index"].cast(pl.UInt32),
    ).select(*LOG)
