"""Words and characters that should not be there. The patterns, and what should stand in their place, are data."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Matching, Overall, Table
from ckanext.spenddata.definitions.rules import Rule

MOJIBAKE = "\ufffd|ï»¿|Ã[\u0080-\u00bfƒ‚„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž]|Â[\u0080-\u00bf]|â€"
"""A lost character, or UTF-8 that was read as Windows text."""


class MatchParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``matches``. Patterns are Rust regular expressions."""

    pattern: str
    unless: str | None = None
    """Cells that match this are in order."""
    blank: tuple[str, ...] = ()
    """Only rows where these fields are blank."""
    replace: dict[str, str] = {}
    """Pattern → replacement, one after the other: the fix. One that leaves the cell as it is, or blank, is no fix."""


class TruncatedParameters(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Parameters of the kind ``truncated``."""

    at_least: int = 5
    """Different texts of exactly the greatest length, so that it is no accident."""
    times: int = 3
    """How many times more of them than of those one character shorter."""
    widths: tuple[int, ...]
    """Lengths at which programs cut."""


class SameParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``same_as``."""

    blank: tuple[str, ...] = ()
    """Only rows where these fields are blank."""


def matches(table: Table, rule: Rule, _: Context) -> Iterable[Matching]:
    """Cells of text fields that match a pattern."""
    parameters = rule.read(MatchParameters)
    where = pl.all_horizontal(table.blank(name) for name in parameters.blank) if parameters.blank else None
    for field in table.text_fields(rule.fields):
        fix = _replaced(pl.col(field), parameters.replace)
        yield Matching(field, parameters.pattern, unless=parameters.unless, where=where, fix=fix)


def mojibake(table: Table, rule: Rule, _: Context) -> Iterable[Matching]:
    """Cells with characters that were lost or turned into others on the way."""
    for field in table.text_fields(rule.fields):
        yield Matching(field, MOJIBAKE, fix=pl.col(field).map_batches(_repaired, pl.String))


def _repaired(cells: pl.Series) -> pl.Series:
    return pl.Series([repaired(cell) for cell in cells], dtype=pl.String)


def repaired(text: str | None) -> str | None:
    """UTF-8 that was read as Windows text, put right; None where a character is lost for good."""
    try:
        right = b"".join(_byte(character) for character in text or "").decode("utf-8").lstrip("\ufeff")
    except UnicodeError:
        return None
    return right if right != (text or "") else None


def _byte(character: str) -> bytes:
    """The byte that Windows reads as ``character``; five are undefined there and stand for themselves."""
    return character.encode("latin-1" if "\x80" <= character <= "\x9f" else "cp1252")


def truncated(table: Table, rule: Rule, _: Context) -> Iterable[Overall]:
    """Fields whose longest texts all have the same length: they were cut."""
    parameters = rule.read(TruncatedParameters)
    for field in table.text_fields(rule.fields):
        lengths = table.frame[field].str.len_chars()
        longest = int(lengths.max() or 0)  # type: ignore[arg-type]  # a length, or null where every cell is blank
        if longest in parameters.widths:
            at_the_end = table.frame[field].filter(lengths == longest).n_unique()
            before = table.frame[field].filter(lengths == longest - 1).n_unique()
            if at_the_end >= max(parameters.at_least, parameters.times * before):
                yield Overall(
                    field=field, value=f"{at_the_end:,} different texts of exactly {longest} characters, none longer"
                )


def same_as(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Rows where the first of two fields only repeats the second."""
    blank = rule.read(SameParameters).blank
    field, other = rule.fields
    if table.has(field, other):
        alike = table.frame.select(pl.col(field).str.len_bytes() == pl.col(other).str.len_bytes()).to_series()
        candidates = alike.fill_null(value=False).arg_true()
        equal = table.frame[candidates].select(
            pl.all_horizontal(
                pl.col(field).str.to_lowercase() == pl.col(other).str.to_lowercase(), *map(table.blank, blank)
            )
        )
        yield Broken(candidates.filter(equal.to_series()), field)


def _replaced(cell: pl.Expr, replace: dict[str, str]) -> pl.Expr | None:
    if not replace:
        return None
    right = cell
    for pattern, replacement in replace.items():
        right = right.str.replace_all(pattern, replacement)
    right = right.str.strip_chars()
    return pl.when((right != cell) & (right != "")).then(right)


KINDS: dict[str, Kind] = {
    "matches": Kind(matches, MatchParameters, patterns=("pattern", "unless", "replace")),
    "mojibake": Kind(mojibake),
    "truncated": Kind(truncated, TruncatedParameters),
    "same_as": Kind(same_as, SameParameters),
}
