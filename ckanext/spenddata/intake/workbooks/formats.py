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
    """Not known here: calendars of other countries."""
    NEGATIVE = 7
    """A number above nought is shown with a minus or in brackets (``-#,##0.00``)."""
    REVERSED = 8
    """So it is, and one below nought is shown without (``-0.00;0.00``)."""
    UNSIGNED = 9
    """A number below nought is shown as one above, or not at all (``0.00;0.00``)."""
    UNSEEN = 10
    """Nothing of the number is shown (``;;;``), or only words (``"paid"``)."""
    THOUSANDS = 11
    """The number has a word for thousands behind it (``0"k"``, ``0",000"``)."""
    MILLIONS = 12
    PENCE = 13
    """A word for pence stands behind it (``0"p"``)."""
    PERCENT = 14
    """Shown as a share of a hundred: of 0.2 people see 20%."""
    WORDED = 15
    """Shown with words of the format's own that say something of it (``"Budget "0``, ``0"*"``)."""
    ELAPSED = 16
    """Shown as hours, minutes or seconds, of which a day is one (``[h]:mm``)."""


_MONEY = {Format.DOLLARS: "$", Format.EUROS: "€", Format.OTHER_MONEY: "¤"}
_WORDS = {Format.THOUSANDS: " thousand", Format.MILLIONS: " million", Format.PENCE: " pence"}
SIGNED = frozenset({*_MONEY, *_WORDS, Format.PERCENT, Format.NEGATIVE, Format.REVERSED})
"""Formats whose numbers are written as people see them, not as the file holds them."""
UNLIKE = (Format.UNSEEN, Format.WORDED, Format.ELAPSED)
"""Formats of which people don't see an amount, or see more than one."""
REMARKED = (*_WORDS, Format.SCALED, Format.NEGATIVE, Format.REVERSED, Format.UNSIGNED, *UNLIKE)
"""Formats whose numbers people are told of."""
ODD = SIGNED | {*REMARKED}


def signed(numbers: pl.Series, format_: Format) -> pl.Series:
    """Numbers as they are written, with the sign that a format shows before them."""
    number = pl.lit(numbers)
    below, above = number.str.starts_with("-"), is_concerned(number, Format.NEGATIVE)
    match format_:
        case Format.NEGATIVE:
            written = pl.when(above).then("-" + number).otherwise(number)
        case Format.REVERSED:
            written = pl.when(above).then("-" + number).when(below).then(number.str.slice(1)).otherwise(number)
        case Format.THOUSANDS | Format.MILLIONS | Format.PENCE:
            written = number + _WORDS[format_]
        case Format.PERCENT:
            share = number.cast(pl.Float64, strict=False) * _PER_CENT
            written = share.round(_PLACES).cast(pl.String).str.strip_suffix(".0") + "%"
        case _:
            written = pl.lit(_MONEY[format_]) + number
    return pl.select(written).to_series()


def is_concerned(number: pl.Expr, format_: Format) -> pl.Expr:
    """True for a number, as it is written, that such a format shows as another one."""
    below = number.str.starts_with("-")
    match format_:
        case Format.NEGATIVE:
            return ~below & number.str.contains("[1-9]")
        case Format.UNSIGNED:
            return below
        case Format.REVERSED:
            return number.str.contains("[1-9]")
        case _:
            return number.is_not_null()


BUILT_IN = (
    dict.fromkeys([*range(14), *range(37, 45), 48, 49], Format.NUMBER)
    | dict.fromkeys([9, 10], Format.PERCENT)
    | dict.fromkeys([*range(14, 23), 45, 47], Format.DATE)
    | {46: Format.ELAPSED}
)  # fmt: skip
"""Formats that have a number and no code. Those of money show the sign of whoever opens the file."""

_LITERAL = re.compile(
    r"\"[^\"]*\"|\\.|_.|\*.|\[(?:[$<>=][^\]]*|Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+)\]",
    re.IGNORECASE,
)
_SIGN = r"-+#0?.,%/() £€$':&^{}~!@"
_NUMERIC = re.compile(rf"[{_SIGN}]*(?:E[-+][#0?][{_SIGN}]*)?|general", re.IGNORECASE)
_CALENDAR = re.compile(r"[dmyhs0-9 :/.,()-]*(?:(?:AM/PM|A/P)[dmyhs0-9 :/.,()-]*)?@?", re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DRAWN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_BELOW_NOUGHT = re.compile(
    r"[£ ]*[-\u2010-\u2015\u2212](?=[^;]*[0#])[^;]*|[£ ]*\((?=[^;]*[0#])[^;]*\) *|(?=[^;]*[0#])[^;]*(?:[-\u2212]| ?CR) *",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[0-9#?] *(k|thousands?|m|mn|millions?|p|pence)\W*$", re.IGNORECASE)
_UNITS = {"k": Format.THOUSANDS, "t": Format.THOUSANDS, "m": Format.MILLIONS, "p": Format.PENCE}
"""What the first letter of such a word means."""
_SAYING = re.compile(
    r"\b(?:budget|forecast|estimat|est\b|accru|provision|plan|commit|unpaid|pending|due\b|total|balance|draft|void|cancel|refund|rebate|credit)"
    r"|\b(?:p\.? ?a|per (?:year|month|week|annum)|a (?:year|month|week))\b|[0#?][*†‡]",
    re.IGNORECASE,
)
"""Words that say something of a number; those before a reference (``"INV"00000``) don't."""
_NOUGHTS = re.compile(r'[0#?] *"[ ,]?000s?"')
"""Noughts that are drawn behind a number."""
_PER_CENT, _PLACES = 100, 10
_LONGEST = 255
"""Characters of a code that a spreadsheet program takes; a longer one is somebody's trap."""
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=) *(-?[0-9]+(?:\.[0-9]*)?|-?\.[0-9]+) *\]")
_ABOVE = frozenset({">", ">=", "<>"})
_PARTS = 3
"""Parts of a code that are for numbers; a fourth is for words."""
_RED = re.compile(r"\[(?:red|colou?r ?3)\]", re.IGNORECASE)
_SHOWN_AT_ALL = re.compile(r"[0#?@]|general", re.IGNORECASE)
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
        if _ELAPSED.search(plain):
            return Format.ELAPSED
        return Format.DATE if _CALENDAR.fullmatch(plain) else Format.OTHER
    if (currency := _currency(code)) is not None:
        return currency
    if "%" in plain:
        return Format.PERCENT
    if _IN_THOUSANDS.search(plain):
        return Format.SCALED
    above = above_nought(code) or ""
    return Format.THOUSANDS if _NOUGHTS.search(above) else unit_behind(_drawn(above)) or _of_sign(code)


def unit_behind(drawn: str) -> Format | None:
    """The unit whose word stands behind a number, as it is drawn; None where there is none."""
    found = _UNIT.search(drawn)
    return _UNITS[found[1][0].lower()] if found else None


def _of_sign(code: str) -> Format:
    """What becomes of the sign of a number."""
    above, parts = above_nought(code), _parts(code)
    if code and above is not None and not _shows(above):
        return Format.UNSEEN
    below = parts[1] if len(parts) > 1 and not any(_CONDITION.search(part) for part in parts) else None
    bare = below is not None and not _looks_below(below)
    if above is not None and _looks_below(above):
        return Format.REVERSED if bare and _shows(below or "") else Format.NEGATIVE
    # In red is how many show what is below nought.
    if bare and not is_red(below or ""):
        return Format.UNSIGNED
    return Format.WORDED if _SAYING.search(_drawn(above or "")) else Format.NUMBER


def _shows(part: str) -> bool:
    """True where something of a number is seen."""
    return bool(_SHOWN_AT_ALL.search(_LITERAL.sub("", part)))


def _looks_below(part: str) -> bool:
    """True where a number looks like one below nought."""
    drawn = _drawn(part)
    return "E" not in drawn and bool(_BELOW_NOUGHT.fullmatch(drawn))


def _drawn(part: str) -> str:
    """A part with its words as they are drawn."""
    return _DRAWN.sub(lambda found: found[1] or found[2] or "", part)


def is_red(part: str) -> bool:
    """True for a part of a code that shows its numbers in red."""
    return bool(_RED.search(re.sub(r'"[^"]*"', "", part)))


def above_nought(code: str) -> str | None:
    """The part of a code for numbers above nought; None where it hangs on how large they are."""
    parts = _parts(code)
    for part in parts[:2]:
        condition = _CONDITION.search(part)
        if condition is None:
            return part
        if float(condition[2]) != 0:
            return None
        if condition[1] in _ABOVE:
            return part
    return parts[2] if len(parts) >= _PARTS else None


def _parts(code: str) -> list[str]:
    """The parts of a code; a semicolon may stand in its words."""
    return re.findall(r'(?:^|(?<=;))((?:"[^"]*"|\\.|[^;"])*)(?=;|$)', code)


def _currency(code: str) -> Format | None:
    """The currency that is shown, where it is not sterling."""
    for named, quoted, sign in _CURRENCY.findall(code):
        words = (named or quoted or sign).strip()
        if words in _CURRENCIES:
            return _CURRENCIES[words]
        if (named and words not in _STERLING) or sign:
            return Format.OTHER_MONEY
    return None
