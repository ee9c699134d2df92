"""Number formats of spreadsheets: what they make of a number."""

from __future__ import annotations

import re
from enum import IntEnum

import polars as pl


class Format(IntEnum):
    """What a number format makes of a number."""

    NUMBER = 0
    DATE = 1
    SCALED = 2
    """Shown in thousands or millions (``#,##0,``): the number that is stored is not the one that is seen."""
    DOLLARS = 3
    EUROS = 4
    OTHER_MONEY = 5
    """Shown with the sign of another currency that is not sterling."""
    OTHER = 6
    """Not known here: elapsed time, calendars of other countries."""
    NEGATIVE = 7
    """A number above nought is shown with a minus or in brackets (``-#,##0.00``)."""


SIGNS = {Format.DOLLARS: "$", Format.EUROS: "€", Format.OTHER_MONEY: "¤", Format.NEGATIVE: "-"}
"""What stands before a number of such a format, where it is written as people see it."""


def signed(numbers: pl.Series, format_: Format) -> pl.Series:
    """Numbers as they are written, with the sign that a format shows before them; a minus only before those above nought."""
    above = ~numbers.str.contains("^-|^0$") if format_ == Format.NEGATIVE else pl.lit(value=True)
    return pl.select(pl.when(above).then(pl.lit(SIGNS[format_]) + numbers).otherwise(numbers)).to_series()


BUILT_IN = (
    dict.fromkeys([*range(14), *range(37, 45), 48, 49], Format.NUMBER)
    | dict.fromkeys([*range(14, 23), 45, 47], Format.DATE)
)  # fmt: skip
"""Formats that have a number and no code. Those of money show the sign of whoever opens the file."""

_LITERAL = re.compile(
    r"\"[^\"]*\"|\\.|_.|\*.|\[(?:[$<>=][^\]]*|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]",
    re.IGNORECASE,
)
_SIGN = r"-+#0?.,%/() £€$':&^{}~!@"
_NUMERIC = re.compile(rf"[{_SIGN}]*(?:E[-+][#0?]+)?[{_SIGN}]*|general", re.IGNORECASE)
_CALENDAR = re.compile(r"[dmyhs0-9 :/.,()-]*(?:AM/PM|A/P)?[dmyhs0-9 :/.,()-]*@?", re.IGNORECASE)
_DRAWN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_BELOW_NOUGHT = re.compile(
    r"[£ ]*[-\u2010-\u2015\u2212][^;]*[0#][^;]*|[£ ]*\([^;]*[0#][^;]*\) *|[^;]*[0#][^;]*(?:[-\u2212]| ?CR) *",
    re.IGNORECASE,
)
_LONGEST = 255
"""Characters of a code that a spreadsheet program takes; a longer one is somebody's trap."""
_CONDITION = re.compile(r"\[[<=>]")
_IN_THOUSANDS = re.compile(r"[#0?],+(?![#0?,])")
_CURRENCY = re.compile(r"\[\$([^\]-]*)[^\]]*\]|\"([^\"]*)\"|([$€¥])")
_CURRENCIES = {
    "$": Format.DOLLARS,
    "USD": Format.DOLLARS,
    "US$": Format.DOLLARS,
    "€": Format.EUROS,
    "EUR": Format.EUROS,
}
_STERLING = frozenset({"£", "GBP", ""})


def format_of(code: str) -> Format:
    """What a format code means, by its part for positive numbers (ECMA-376 part 1, 18.8.31)."""
    if len(code) > _LONGEST or code.count('"') % 2:
        return Format.OTHER
    plain = _LITERAL.sub("", code).split(";", 1)[0]
    if not _NUMERIC.fullmatch(plain):
        return Format.DATE if _CALENDAR.fullmatch(plain) else Format.OTHER
    if (currency := _currency(code)) is not None:
        return currency
    if _IN_THOUSANDS.search(plain):
        return Format.SCALED
    return Format.NEGATIVE if _draws_minus(code) else Format.NUMBER


def _draws_minus(code: str) -> bool:
    """True where a number above nought looks like one below."""
    first = first_part(code)
    drawn = _DRAWN.sub(lambda found: found[1] or found[2] or "", first)
    return not _CONDITION.search(first) and "E" not in drawn and bool(_BELOW_NOUGHT.fullmatch(drawn))


def first_part(code: str) -> str:
    """The part of a code for numbers above nought; a semicolon may stand in its words."""
    return re.match(r'(?:"[^"]*"|\\.|[^;])*', code)[0]  # type: ignore[index] - it matches nothing too


def _currency(code: str) -> Format | None:
    """The currency that is shown, where it is not sterling."""
    for named, quoted, sign in _CURRENCY.findall(code):
        words = (named or quoted or sign).strip()
        if words in _CURRENCIES:
            return _CURRENCIES[words]
        if (named and words not in _STERLING) or sign:
            return Format.OTHER_MONEY
    return None
