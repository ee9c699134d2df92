"""What speaks for a column being a field: every kind of evidence, the confidence that it gives, and the words in which that is told.

A known title brings its own (``Match.certainty`` and ``Match.why``); all others stand here, so that a confidence can be explained and a new
kind of evidence is an entry. Which values speak for a field where no title does is in ``LOST_TITLES`` and ``agreement``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from ckanext.spenddata.definitions.titles import Match
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.values.words import LISTED, WRITERS

_GUESSED = "no title says it"
_NEARLY = 0.95
_POSTCODE = 9
"""Letters of a postcode at most, with its blank."""
_COMPANY = re.compile(r"[0-9]{8}|(?:SC|NI|OC|SO|NC|IP|SP|RS|FC|LP|SL)[0-9]{6}", re.IGNORECASE)
_TELLING = re.compile(r"0|[A-Z]", re.IGNORECASE)
"""How company numbers begin that are no other numbers of eight digits."""


@dataclass(frozen=True)
class Evidence:
    """One kind of evidence."""

    weight: float
    """The confidence that it gives, from 0 to 1."""
    why: str

    @staticmethod
    def of_title(match: Match) -> Evidence:
        """That of a known title."""
        return Evidence(match.certainty, match.why)

    def with_words(self, **words: str) -> Evidence:
        """The same, its words filled in."""
        return replace(self, why=self.why.format(**words))

    def times(self, share: float) -> Evidence:
        """The same, weaker."""
        return replace(self, weight=self.weight * share)


CONFIRMED = Evidence(1.0, "as you confirmed for this layout")
ANSWERED = Evidence(1.0, "as you answered")
FIRST_OF_TWO = Evidence(0.8, "the first of two columns with one title; HM Treasury's order has the type there")
SECOND_OF_TWO = Evidence(0.8, "the second of two columns with one title")
ORDER = Evidence(0.75, "{what}; HM Treasury's order has this field here, and the values agree")
LOST_TITLE = Evidence(0.7, f"{_GUESSED}, but all its values are {{what}}")
VALUES = Evidence(0.7, f"{_GUESSED}, but its values are {{what}}")
SOME_VALUES = Evidence(0.4, VALUES.why)
"""Where several columns hold such values, or where many other columns could."""
BEST_TEXT = Evidence(0.4, f"{_GUESSED}; of the texts it fits best")
OWED = Evidence(0.4, "these are the only amounts of money, though the title speaks of what is owed")
MONTH = Evidence(0.7, "there are no dates; this is the month")
TITLE_ALONE = Evidence(0.5, "the title says so, though few of its cells can be read")
NUMBERED_NAMES = Evidence(0.7, "the title says so, though the names are numbers")
EXCHANGED_TYPE = Evidence(
    0.6,
    "its values are expense types, and those under the title of the expense type are none: the titles seem to be exchanged",
)
EXCHANGED_AREA = Evidence(0.6, "the values under the title of the expense area are expense types, and these are none")
CATEGORY_AS_TYPE = Evidence(0.8, "its values are expense types, which no other column has")
MOVED_DATE = Evidence(0.8, "from here on the columns stand in another order; every date shows it")
MOVED_OTHER = Evidence(0.7, MOVED_DATE.why)

SEVERAL = 0.5
"""What is left of the evidence of a title where another column could as well be the field."""
BLANK = 0.9
"""The same where the column is blank."""


def is_guess(why: str) -> bool:
    """True for the words of evidence in which no title had a part."""
    return why.startswith(_GUESSED)


class Telling(NamedTuple):
    """Values that only one field has."""

    field: str
    what: str
    fits: Callable[[Column], bool]


def _are_listed(name: str) -> Callable[[Column], bool]:
    def fits(column: Column) -> bool:
        written = {WRITERS[name](cell) for cell in column.words}
        return len(written) > 1 and written <= LISTED[name] and any(len(cell) > 1 for cell in column.words)

    return fits


def _are_company_numbers(column: Column) -> bool:
    values = column.words
    telling = sum(_TELLING.match(value) is not None for value in values)
    return telling * 4 >= len(values) and all(_COMPANY.fullmatch(value) for value in values)


def _are_postcodes(column: Column) -> bool:
    if column.profile.postcodes < _NEARLY:
        return False
    found = sum(WRITERS["supplier_postcode"](cell).count(" ") == 1 and len(cell) <= _POSTCODE for cell in column.words)
    return found >= _NEARLY * len(column.words)


_CURRENCIES = re.compile(r"[£$€]|GBP|EUR|USD|CHF|SEK|NOK|DKK|CAD|AUD|JPY|PLN|STG", re.IGNORECASE)


def _are_currencies(column: Column) -> bool:
    return all(_CURRENCIES.fullmatch(value) for value in column.words)


LOST_TITLES = (
    Telling("currency", "currencies", _are_currencies),
    Telling("supplier_postcode", "postcodes", _are_postcodes),
    Telling("supplier_type", "types of supplier", _are_listed("supplier_type")),
    Telling("expenditure_type", "types of expenditure", _are_listed("expenditure_type")),
    Telling("supplier_company_number", "company numbers", _are_company_numbers),
)
"""Optional fields that a column without a title may be."""
