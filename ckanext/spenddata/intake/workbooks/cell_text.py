"""Typed cells of workbooks as they would be written in a text file: numbers exactly, dates as year-month-day."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import polars as pl

from ckanext.spenddata.intake.workbooks.ooxml import NotPlain

_SAFE = 16
"""A number of so many characters has at most 15 digits, so it is the shortest way to write the double that it stands for."""
_SHORTEST = r"^(?:0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9])$"
_TINY = r"^-?0\.0000"
"""From here on Python writes numbers with an exponent."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no time zones
_LEAP = 60
_END = 2_958_466
"""1 January 10000."""
_BETWEEN_EPOCHS = 1_462
_MILLISECONDS = 86_400_000


def texts(column: Sequence[object]) -> list[str | None]:
    """The cells of a column as they would be written in a text file."""
    # A large sheet has a million cells: the commonest kinds are told apart right here.
    return [
        (cell or None) if cell.__class__ is str else _number(cell) if cell.__class__ is float else _text(cell)  # type: ignore[misc, arg-type]
        for cell in column
    ]


def _number(number: float) -> str:
    """Exact, and without a point where it is whole."""
    written = repr(number + 0.0)
    return written.removesuffix(".0")


@lru_cache(maxsize=4096, typed=True)
def _text(cell: object) -> str | None:
    """Another cell: a date as year-month-day."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d") if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, timedelta):
        return repr(cell.total_seconds() / 86_400)
    return str(cell)


def numbers_written(values: pl.Series) -> pl.Series:
    """Numbers as a workbook's XML has them, written as ``texts`` would.

    Raises:
        NotPlain: One is no number.
    """
    plain = (values.str.len_bytes() <= _SAFE) & values.str.contains(_SHORTEST) & ~values.str.contains(_TINY)
    if plain.all():
        return values
    written = _by_distinct(values.filter(~plain), lambda value: _number(_read(value)))
    return values.scatter((~plain).arg_true(), written)


def days_written(values: pl.Series, *, from_1904: bool) -> pl.Series:
    """Serial days of a workbook's XML, written as ``texts`` would.

    Raises:
        NotPlain: One is no number, or negative.
    """
    return _by_distinct(values, lambda value: _day(_read(value), from_1904=from_1904))


def _day(serial: float, *, from_1904: bool) -> str | None:
    if serial < 0:
        raise NotPlain
    days = serial + _BETWEEN_EPOCHS if from_1904 else serial
    if days >= _END:
        return _number(serial)
    # Spreadsheets count a 29 February 1900 that never was.
    moment = _EPOCH + timedelta(milliseconds=int((days + (days < _LEAP)) * _MILLISECONDS + 0.5))
    return _text(moment.time() if serial < 1 else moment)


def _read(value: str) -> float:
    if not _NUMBER.fullmatch(value):
        raise NotPlain
    return float(value)


def _by_distinct(values: pl.Series, write: Callable[[str], str | None]) -> pl.Series:
    written = {value: write(value) for value in values.unique(maintain_order=True)}
    return values.replace_strict(written, return_dtype=pl.String) if written else values
