"""Columns whose title is lost (blank, ``+``, ``#NAME?``), told by values that only one field has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import text
from ckanext.spenddata.values.words import LISTED, WRITERS

__all__ = ["doubts", "take"]

_FEWEST = 3
_NEARLY = 0.95
_OFTEN = 0.5
"""A column with more blanks than this holds remarks rather than areas."""
_POSTCODE = 9
"""Letters of a postcode at most, with its blank."""
_COMPANY = re.compile(r"[0-9]{8}|(?:SC|NI|OC|SO|NC|IP|SP|RS|FC|LP|SL)[0-9]{6}", re.IGNORECASE)
_TELLING = re.compile(r"0|[A-Z]", re.IGNORECASE)
"""How company numbers begin that are no other numbers of eight digits."""


def take(layout: Layout) -> None:
    """Map the columns without a title of which every value is one of an optional field."""
    lost = [column for column in layout.free() if _is_lost(column) and column.profile.filled >= _FEWEST]
    for name, fits in _FITS.items():
        found = [column for column in lost if fits(column)]
        if len(found) == 1 and layout.wants(name):
            layout.take(name, found[0], 0.7, f"no title says it, but all its values are {_CALLED[name]}")
            lost.remove(found[0])


def doubts(layout: Layout) -> Iterator[Question]:
    """A question where one column of words without a title may be the area that spent the money."""
    found = [column for column in layout.free() if _is_lost(column) and _may_be_area(column)]
    if len(found) == 1 and layout.wants("expense_area"):
        yield Question(
            "expense_area",
            (found[0].label,),
            f"The title of column {found[0].number} is lost. If it holds the part of the body that spent the money, say so; "
            "until then it is left out.",
            blocking=False,
        )


def _is_lost(column: Column) -> bool:
    title = text.trimmed(column.title)
    return not text.title_key(title) or text.is_spreadsheet_error(title)


def _may_be_area(column: Column) -> bool:
    profile = column.profile
    often = profile.filled >= _FEWEST and profile.blank <= _OFTEN
    return often and profile.textual >= 0.8 and profile.distinct <= 0.5 and profile.companies < 0.2


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
    found = sum(WRITERS["supplier_postcode"](cell).count(" ") == 1 and len(cell) <= _POSTCODE for cell in column.words)
    return found >= _NEARLY * len(column.words)


_FITS: Mapping[str, Callable[[Column], bool]] = {
    "supplier_postcode": lambda column: column.profile.postcodes >= _NEARLY and _are_postcodes(column),
    "supplier_type": _are_listed("supplier_type"),
    "expenditure_type": _are_listed("expenditure_type"),
    "supplier_company_number": _are_company_numbers,
}
_CALLED = {
    "supplier_postcode": "postcodes",
    "supplier_type": "types of supplier",
    "expenditure_type": "types of expenditure",
    "supplier_company_number": "company numbers",
}
