"""Number formats of spreadsheets: what they make of a number."""

from __future__ import annotations

import re
from enum import IntEnum

__all__ = ["BUILT_IN", "Format", "format_of"]


class Format(IntEnum):
    """What a number format makes of a number."""

    NUMBER = 0
    DATE = 1
    SCALED = 2
    """Shown in thousands or millions (``#,##0,``): the number that is stored is not the one that is seen."""
    OTHER = 3
    """Not known here: elapsed time, calendars of other countries."""


BUILT_IN = (
    dict.fromkeys([*range(14), *range(37, 45), 48, 49], Format.NUMBER)
    | dict.fromkeys([*range(14, 23), 45, 47], Format.DATE)
)  # fmt: skip
_LITERAL = re.compile(
    r"\"[^\"]*\"|\\.|_.|\*.|\[(?:[$<>=][^\]]*|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]",
    re.IGNORECASE,
)
_NUMERIC = re.compile(r"[-+#0?.,%/() £€$':&^{}~!@]*(?:E[-+][#0?]+)?[-+#0?.,%/() £€$':&^{}~!@]*|general", re.IGNORECASE)
_CALENDAR = re.compile(r"[dmyhs0-9 :/.,()-]*(?:AM/PM|A/P)?[dmyhs0-9 :/.,()-]*@?", re.IGNORECASE)
_IN_THOUSANDS = re.compile(r"[#0?],+(?![#0?,])")


def format_of(code: str) -> Format:
    """What a format code means, by its part for positive numbers (ECMA-376 18.8.31)."""
    if code.count('"') % 2:
        return Format.OTHER
    first = _LITERAL.sub("", code).split(";", 1)[0]
    if _NUMERIC.fullmatch(first):
        return Format.SCALED if _IN_THOUSANDS.search(first) else Format.NUMBER
    return Format.DATE if _CALENDAR.fullmatch(first) else Format.OTHER
