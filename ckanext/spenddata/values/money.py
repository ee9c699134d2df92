"""Amounts of money: what a cell says, in integer pence.

``read`` is the definition of what a cell means. ``column`` gives the same for a whole column: the common forms in one pass of the
engine, the rest through ``read``, once for each distinct cell.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import polars as pl

from ckanext.spenddata.values import columns, text
from ckanext.spenddata.values.faults import Fault

PENCE: dict[str, int] = {"pence": 1, "pounds": 100, "hundreds": 10_000, "thousands": 100_000, "millions": 100_000_000}
"""Pence in one of a unit."""

LIMIT = 10**15
"""Amounts of ten million million pounds and more are no payments; so every sum of a file fits 64 bits."""


class Money(NamedTuple):
    """The meaning of one cell. All three are None for a blank cell."""

    pence: int | None
    fault: Fault | None = None
    form: str | None = None
    """The first that holds: ``few_digits`` and ``digits_lost`` (in scientific notation that doesn't show the pence; one or two digits may
    be all there are, as R writes 1e+05), ``dollar``, ``other_currency``, ``broken_sign``, ``credit``, ``debit``, ``brackets``,
    ``trailing_minus``, ``scientific``, ``rounded`` (more than two decimals), ``pound_sign``, ``thousands`` (commas or blanks between
    them); in a column that is written so, ``decimal_comma``."""


NOTHING = Money(None)

_NUMBER = re.compile(
    r"(?P<int>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]*)(?P<frac>\.[0-9]*)?(?P<exp>[eE][+-]?[0-9]{1,3})?"
)
# After the pounds: what a pound sign becomes when a file goes through the wrong encodings.
_SIGNED = re.compile(
    r"(?P<first>CR\s+(?=.*[.,£]))?(?P<open>\()?\s*(?P<before>[-+]?)\s*(?P<sign>£|GBP|[$€]|EUR|USD|Â£|[œúŁ?]|\ufffd+)?\s*(?P<open2>\()?\s*(?P<after>[-+]?)\s*"
    r"(?P<number>[0-9.][0-9., ]*(?:[eE][+-]?[0-9]{1,3})?)\s*(?P<sign2>£|GBP)?\s*(?P<trail>-?)\s*(?P<inside>CR\s*(?=\)))?(?P<close>\))?\s*"
    r"(?P<crdr>CR|DR)?\.?",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\n[ \n]*")
_SEPARATORS = re.compile(r"\s*[|;\n]\s*|\s+(?:and|&|/)\s+")


def read(cell: str | None, unit: str = "pounds") -> Money:
    """What ``cell`` says. A third decimal is rounded, half a penny away from zero as spreadsheets and PostgreSQL do."""
    value = _plain_digits(text.trimmed(cell or "")).lstrip("'").strip(text.BLANKS)
    if not value or text.is_dash(value.strip("£ ")):
        return NOTHING
    if text.is_spreadsheet_error(value):
        return Money(None, Fault.SPREADSHEET_ERROR)
    if text.is_hidden(value):
        return Money(None, Fault.HIDDEN)
    for dash in text.DASHES[1:]:
        value = value.replace(dash, "-")
    match = None if "\n" in value and _several(value) else _signed(value)
    if match is None:
        return Money(None, Fault.SEVERAL if _several(value) else Fault.UNREADABLE)
    return _amount(match, unit)


_APOSTROPHES = re.compile(r"(?<=[0-9])['’](?=[0-9]{3}(?![0-9]))")


def _plain_digits(value: str) -> str:
    """``1'234`` as ``1,234``, a point in the middle of the line as one at its foot, a soft hyphen as a minus."""
    if not value.isascii():
        value = value.replace("·", ".").replace("\u00ad", "-")
    return _APOSTROPHES.sub(",", value) if "'" in value or "’" in value else value


def _several(value: str) -> bool:
    """True when the cell is a list of amounts."""
    parts = [part for part in _SEPARATORS.split(_BLANKS.sub(" ", value)) if part]
    return len(parts) > 1 and all(_signed(part) for part in parts)


def _signed(words: str) -> re.Match[str] | None:
    # Many blanks or line ends in a row could be shared out between the parts of the pattern in too many ways.
    return _SIGNED.fullmatch(_LINE_ENDS.sub("\n", _BLANKS.sub(" ", words)))


def _amount(match: re.Match[str], unit: str) -> Money:
    number = _NUMBER.fullmatch(match["number"].strip())
    brackets = (match["open"] or "") + (match["open2"] or "")
    signs = match["before"] + match["after"] + match["trail"]
    if number is None or len(brackets) > 1 or (brackets == "(") != (match["close"] == ")") or len(signs) > 1:
        return Money(None, Fault.UNREADABLE)
    digits = number["int"].replace(",", "").replace(" ", "")
    fraction = (number["frac"] or "").lstrip(".")
    if not digits and not fraction:
        return Money(None, Fault.UNREADABLE)
    value = Decimal(f"{digits or '0'}.{fraction or '0'}{number['exp'] or ''}")
    exact = value * PENCE[unit]
    if exact.adjusted() > 15:
        return Money(None, Fault.IMPOSSIBLE)
    pence = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    if pence >= LIMIT:
        return Money(None, Fault.IMPOSSIBLE)
    suffix = (match["crdr"] or match["inside"] or match["first"] or "").upper()
    negative = brackets == "(" or "-" in signs or suffix.startswith("C")
    return Money(-pence if negative else pence, None, _form(match, number, suffix, rounded=pence != exact))


def _form(match: re.Match[str], number: re.Match[str], suffix: str, *, rounded: bool) -> str | None:
    sign = (match["sign"] or match["sign2"] or "").upper()
    named = {"$": "dollar", "USD": "dollar", "€": "other_currency", "EUR": "other_currency"}
    candidates = (
        ("few_digits", _lost(number) and _few(number)),
        ("digits_lost", _lost(number)),
        (named.get(sign), sign in named),
        ("broken_sign", sign not in {"", "£", "GBP"} and sign not in named),
        ("credit", suffix.startswith("C")),
        ("debit", suffix.startswith("D")),
        ("brackets", bool(match["close"])),
        ("trailing_minus", bool(match["trail"])),
        ("scientific", bool(number["exp"])),
        ("rounded", rounded),
        ("pound_sign", bool(sign)),
        ("thousands", not number["int"].isdigit() and number["int"] != ""),
    )
    return next((form for form, holds in candidates if holds), None)


_PENCE = 2
"""Digits of an amount behind the point."""


def _lost(number: re.Match[str]) -> bool:
    """True of scientific notation that a spreadsheet rounded: ``1.23E+04`` is any amount from £12,250 to £12,350.

    A plus tells it. Programs that write all digits there are write ``1.23E4``; R, which does write a plus, writes so only what it can
    say in one or two digits.
    """
    exponent = number["exp"] or ""
    decimals = len((number["frac"] or ".")[1:])
    return "+" in exponent and int(exponent[1:]) + _PENCE > decimals and _any_digit(number)


def _few(number: re.Match[str]) -> bool:
    """True of one digit, and of two as R writes them."""
    decimals = (number["frac"] or ".")[1:]
    return len(decimals) <= ("e" in number["exp"])


def _any_digit(number: re.Match[str]) -> bool:
    return bool((number["int"] + (number["frac"] or "")).strip("0.,"))


_FAST = r"^-?(?:£ ?)?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,2})?$"


_DECIMAL_COMMA = (
    r"^\s*[-+(]?\s*(?:£|€|EUR|GBP)?\s*-?(?:[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+),[0-9]{2}\s*(?:-|\)|€|EUR|CR|DR)?\s*$"
)
_DECIMAL_POINT = r"\.[0-9]{1,2}(?:[^0-9.]|$)|,[0-9]{3}(?:[^0-9]|$)"


def has_decimal_commas(cells: pl.Series) -> bool:
    """True where the amounts are written as on the continent, ``1.234,56``: half of them at least, and none in the other way."""
    filled = cells.drop_nulls()
    commas = filled.str.contains(_DECIMAL_COMMA)
    return 0 < len(filled) <= 2 * int(commas.sum()) and not filled.str.contains(_DECIMAL_POINT).any()


_DOTTED = r"^\s*[-+(]?\s*£?\s*-?[0-9]{1,3}(?:\.[0-9]{3})+\s*(?:-|\)|CR|DR)?\s*$"
_OTHERWISE_POINTED = r"\.[0-9]{1,2}(?:[^0-9]|$)|\.[0-9]{4}|[0-9]{4}\.|(?:^|[^0-9])0\.|,"
_FEW = 3


def has_dotted_thousands(cells: pl.Series) -> bool:
    """True where points stand before each three digits, and nowhere else: thousands as they are divided on the continent, or decimals.

    Three decimals that all end in a nought are decimals.
    """
    filled = cells.drop_nulls()
    dotted = filled.filter(filled.str.contains(".", literal=True))
    if len(dotted) < _FEW or dotted.str.contains(r"0\D*$").all():
        return False
    return bool(dotted.str.contains(_DOTTED).all()) and not dotted.str.contains(_OTHERWISE_POINTED).any()


_ONE_DOTTED = r"^\s*[-+(]?\s*£?\s*-?[1-9][0-9]{0,2}\.[0-9]{3}\s*(?:-|\)|CR|DR)?\s*$"
_IN_PENCE = r"\.[0-9]{2}(?:[^0-9]|$)"
_SELDOM = 0.02


def _dotted_among_pence(cells: pl.Series) -> pl.Series | None:
    """Which of the amounts have a point before three digits, where hardly one has and all others that have a point write pence.

    ``1.234`` among them is £1.23 or £1,234. None where there is none.
    """
    dotted = cells.str.contains(_ONE_DOTTED).fill_null(value=False)
    count = int(dotted.sum())
    if not count or count > max(1, _SELDOM * len(cells)):
        return None
    pointed = cells.filter(cells.str.contains(".", literal=True).fill_null(value=False) & ~dotted)
    return dotted if len(pointed) >= _FEW and pointed.str.contains(_IN_PENCE).all() else None


def with_points(cells: pl.Series) -> pl.Series:
    """Amounts with a decimal comma as they are written here."""
    return cells.str.replace_all(r"[. ]([0-9]{3})", "$1").str.replace_all(r",([0-9]{2})", ".$1")


def column(cells: pl.Series, unit: str = "pounds") -> pl.DataFrame:
    """What each cell of a column says: columns value (Int64), fault, form (Categorical).

    The same as ``read`` cell by cell, but where all amounts have a decimal comma: a cell alone can't say so. Their form is
    ``decimal_comma`` where it is no other. Amounts such as ``31.228`` are ambiguous where all that have a point are written so,
    and where hardly one is among others with pence.
    """
    amounts = _column(cells, unit)
    if unit == "pounds" and (doubted := _dotted_among_pence(cells)) is not None:
        return ambiguous_where(doubted, amounts)
    if unit == "pounds" and (amounts["form"] == "rounded").any() and has_dotted_thousands(cells):
        return ambiguous_where(cells.str.contains(".", literal=True).fill_null(value=False), amounts)
    if amounts["value"].count() * 2 > len(cells) - cells.null_count() or not has_decimal_commas(cells):
        return amounts
    return _column(with_points(cells), unit).with_columns(
        form=pl.col("form").fill_null(pl.lit("decimal_comma", pl.Categorical))
    )


def ambiguous_where(doubted: pl.Series, amounts: pl.DataFrame) -> pl.DataFrame:
    """What ``column`` says of some cells, those that are doubted read as nothing: each may be one amount or another."""
    ambiguous = pl.lit(Fault.AMBIGUOUS.value, pl.Categorical)
    return amounts.select(
        value=pl.when(~doubted).then("value"),
        fault=pl.when(doubted).then(ambiguous).otherwise("fault"),
        form=pl.when(~doubted).then("form"),
    )


def _column(cells: pl.Series, unit: str) -> pl.DataFrame:
    if unit != "pounds":
        return columns.by_distinct(cells, lambda cell: read(cell, unit), pl.Int64())
    digits = cells.str.strip_chars()
    plain = digits.str.contains(_FAST)
    commas, pounds = digits.str.contains(",", literal=True), digits.str.contains("£", literal=True)
    if commas.any():
        digits = digits.str.replace_all(",", "", literal=True)
    if pounds.any():
        digits = digits.str.replace_many(["£", " "], ["", ""])
    pence = digits.str.to_decimal(scale=2).to_physical().cast(pl.Int64, strict=False)
    nothing = pl.Series([None], dtype=pl.Categorical).new_from_index(0, len(cells))
    fast = pl.select(
        value=pl.when(plain).then(pence),
        fault=nothing,
        form=pl.when(plain & pounds)
        .then(pl.lit("pound_sign", pl.Categorical))
        .when(plain & commas)
        .then(pl.lit("thousands", pl.Categorical))
        .otherwise(nothing),
    )
    return columns.fill(fast, cells, plain, read)
