"""Words that should not be there: patterns over text fields. Patterns, and what should stand in their place, are data."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, NoParameters, Overall, Table
from ckanext.spenddata.definitions.rules import Rule

__all__ = ["KINDS"]


class MatchParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``matches``. Patterns are Rust regular expressions."""

    pattern: str
    unless: str | None = None
    """Cells that match this are in order."""
    blank: tuple[str, ...] = ()
    """Only rows where these fields are blank."""
    replace: dict[str, str] = {}
    """Pattern → replacement, one after the other: the fix. One that leaves the cell as it is, or blank, is no fix."""


class TruncatedParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``truncated``."""

    at_least: int = 5
    """Different texts of exactly the greatest length, so that it is no accident."""
    shortest: int = 15
    longest: int = 100
    """Greatest lengths that a program may cut at."""


def matches(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Cells of text fields that match a pattern."""
    parameters = rule.read(MatchParameters)
    for field in table.text_fields(rule.fields):
        cell = pl.col(field)
        where = cell.str.contains(parameters.pattern)
        if parameters.unless:
            where &= ~cell.str.contains(parameters.unless)
        for name in parameters.blank:
            where &= table.blank(name)
        yield Broken(where, field, fix=_replaced(cell, parameters.replace))


def mojibake(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Cells with characters that were lost or turned into others on the way."""
    rule.read(NoParameters)
    for field in table.text_fields(rule.fields):
        cell = pl.col(field)
        fix = cell.map_batches(lambda cells: pl.Series([repaired(text) for text in cells], dtype=pl.String), pl.String)
        yield Broken(cell.str.contains("\ufffd|ï»¿|Ã[\u0080-\u00bfƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]|Â[\u0080-\u00bf]|â€"), field, fix=fix)


def repaired(text: str | None) -> str | None:
    """UTF-8 that was read as Windows text, put right; None where a character is lost for good."""
    try:
        right = (text or "").encode("cp1252").decode("utf-8").lstrip("\ufeff")
    except UnicodeError:
        return None
    return right if right != text else None


def truncated(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Fields whose longest texts all have the same length: they were cut."""
    parameters = rule.read(TruncatedParameters)
    for field in table.text_fields(rule.fields):
        lengths = table.frame[field].drop_nulls().unique().str.len_chars().value_counts(sort=False, name="count").sort(field)
        if lengths.height < 2:  # noqa: PLR2004
            continue
        longest, count = lengths.row(-1)
        shorter = lengths["count"].item(-2) if lengths[field].item(-2) == longest - 1 else 0
        cut = parameters.shortest <= longest <= parameters.longest and count >= max(parameters.at_least, 3 * shorter)
        if cut:
            yield Overall(field=field, value=f"{count} different texts of exactly {longest} characters, and none longer")


def same_as(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Rows where the first of two fields only repeats the second."""
    rule.read(NoParameters)
    field, other = rule.fields
    if table.has(field, other):
        yield Broken(_plain(field) == _plain(other), field)


def _plain(field: str) -> pl.Expr:
    return pl.col(field).str.to_lowercase()


def _replaced(cell: pl.Expr, replace: dict[str, str]) -> pl.Expr | None:
    if not replace:
        return None
    right = cell
    for pattern, replacement in replace.items():
        right = right.str.replace_all(pattern, replacement)
    right = right.str.strip_chars()
    return pl.when((right != cell) & (right != "")).then(right)


KINDS: dict[str, Kind] = {"matches": matches, "mojibake": mojibake, "truncated": truncated, "same_as": same_as}
