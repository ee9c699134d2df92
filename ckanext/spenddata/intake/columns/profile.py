"""What the values of a column look like, whatever its title says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from ckanext.spenddata.values import booleans, dates, money, text

SAMPLE = 300
"""So many cells of a column are looked at, evenly spread."""

_STRONG = re.compile(r"£|[0-9]\.[0-9]{2}\b|[0-9],[0-9]{3}\b")
_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:& co|\b(?:ltd|limited|plc|llp|council|nhs|university|college|trust|services|group|company|solutions|uk|cic|hmrc|school"
    r"|association))\b",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(\.0+)?")


@dataclass(frozen=True)
class Profile:
    """Shares of the cells that are not blank; 0 where all are."""

    filled: int = 0
    """Cells of the sample that are not blank."""
    blank: float = 1.0
    dates: float = 0.0
    """Written as a date, day known (serial numbers apart)."""
    months: float = 0.0
    serials: float = 0.0
    lost: float = 0.0
    """``####`` and spreadsheet errors."""
    money: float = 0.0
    strong_money: float = 0.0
    """Amounts that show it: pence, thousands commas, a pound sign."""
    digits: float = 0.0
    """Digits alone."""
    words: float = 0.0
    """At least two letters."""
    companies: float = 0.0
    """Words that names of suppliers have."""
    postcodes: float = 0.0
    truths: float = 0.0
    distinct: float = 0.0
    commonest: float = 0.0
    """Of the value that comes most often."""

    @property
    def datelike(self) -> float:
        """Share that could be a date in a column that is said to hold dates."""
        return self.dates + self.months + self.serials + self.lost

    @property
    def textual(self) -> float:
        """Share that is neither a number nor a date."""
        return max(0.0, self.words - self.dates - self.months)


def filled(cells: Iterable[str]) -> list[str]:
    """The cells that say something, without the white space around them."""
    return [cell for cell in map(text.trimmed, cells) if cell and not text.is_nothing(cell)]


def profile(cells: Sequence[str]) -> Profile:
    """The profile of a sample of cells."""
    written = filled(cells)
    if not written:
        return Profile()
    total = len(written)
    if any("," in cell for cell in written) and money.has_decimal_commas(pl.Series(written)):
        written = money.with_points(pl.Series(written)).to_list()
    shares = {kind: count / total for kind, count in Counter(kind for cell in written for kind in _kinds(cell)).items()}
    values = Counter(written)
    commonest = max(values.values()) / total
    return Profile(
        filled=total, blank=1 - total / len(cells), distinct=len(values) / total, commonest=commonest, **shares
    )


@lru_cache(maxsize=4096)
def _kinds(cell: str) -> frozenset[str]:
    """The kinds that a cell counts for."""
    if text.is_hidden(cell) or text.is_spreadsheet_error(cell):
        return frozenset({"lost"})
    kinds = set(_kinds_of_words(cell)) if sum(character.isalpha() for character in cell[:60]) > 1 else set()
    if booleans.read(cell).value is not None:
        kinds.add("truths")
    if cell[0] in "0123456789-+(£$€.�Â?'" or cell[-1].isdigit():
        kinds |= _kinds_of_numbers(cell)
    elif dates.read(cell).fault is None:
        kinds.add("dates")
    return frozenset(kinds)


def _kinds_of_words(cell: str) -> list[str]:
    kinds = ["words"]
    if _COMPANY.search(cell):
        kinds.append("companies")
    if _POSTCODE.fullmatch(cell):
        kinds.append("postcodes")
    return kinds


def _kinds_of_numbers(cell: str) -> set[str]:
    kinds: set[str] = set()
    if cell.isdigit():
        kinds.add("digits")
    if money.read(cell).fault is None:
        kinds.add("money")
        if _STRONG.search(cell) and not _SERIAL.fullmatch(cell):
            kinds.add("strong_money")
    reading = dates.read(cell)
    if reading.form in {"serial", "compact"}:
        kinds.add("serials")
    elif reading.form in {"month", "year"}:
        kinds.add("months" if reading.form == "month" else "digits")
    elif reading.fault is None or (
        reading.fault is not None and reading.fault.value in {"several", "impossible"} and not kinds
    ):
        kinds.add("dates")
    return kinds
