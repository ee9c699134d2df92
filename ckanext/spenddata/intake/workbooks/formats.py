"""Number formats of spreadsheets: what they make of a number."""

from __future__ import annotations

import re
from enum import IntEnum


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


SIGNS = {Format.DOLLARS: "$", Format.EUROS: "€", Format.OTHER_MONEY: "¤"}
"""What stands before a number of such a format, where it is written as people see it."""

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
    if code.count('"') % 2:
        return Format.OTHER
    plain = _LITERAL.sub("", code).split(";", 1)[0]
    if not _NUMERIC.fullmatch(plain):
        return Format.DATE if _CALENDAR.fullmatch(plain) else Format.OTHER
    return _currency(code) or (Format.SCALED if _IN_THOUSANDS.search(plain) else Format.NUMBER)


def _currency(code: str) -> Format | None:
    """The currency that is shown, where it is not sterling."""
    for named, quoted, sign in _CURRENCY.findall(code):
        words = (named or quoted or sign).strip()
        if words in _CURRENCIES:
            return _CURRENCIES[words]
        if (named and words not in _STERLING) or sign:
            return Format.OTHER_MONEY
    return None
