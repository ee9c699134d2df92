"""Personal data in text: numbers and names by which somebody could be known. Published, they can't be taken back.

The patterns are costly and what they look for is rare, so they are only tried on cells that hold what all of them need: a run of digits
(with blanks, dashes or dots between) or an ``@``. Names are looked for by their titles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec
import polars as pl

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Broken, Kind, Table
from ckanext.spenddata.definitions.rules import Rule

__all__ = ["KINDS", "is_card_number", "is_nhs_number"]

DIGITS = r"\d(?:[ ./-]?\d){4}|@"
"""What a cell must hold to be looked at for numbers and addresses."""


class PersonalParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``personal_data``."""

    pattern: str
    """Where the pattern has a group, the group is what is found."""
    check: Literal["card_number", "nhs_number"] | None = None
    """The check digits that a number of this sort has."""
    and_pattern: str | None = None
    """What must be in the same cell, too."""
    everywhere: bool = False
    """Whether cells without digits count as well."""
    unless: str | None = None


def personal_data(table: Table, rule: Rule, _: Context) -> Iterable[Broken]:
    """Cells of text fields that hold personal data of one sort."""
    parameters = rule.read(PersonalParameters)
    for field in table.text_fields(rule.fields):
        yield Broken(_found(table, field, parameters), field)


def _found(table: Table, field: str, parameters: PersonalParameters) -> pl.Series:
    """Positions of the cells that hold it."""
    if parameters.everywhere:
        cells = pl.DataFrame({"cell": table.frame[field]}).with_row_index("position")
    else:
        cells = table.once(f"digits in {field}", lambda: _with_digits(table.frame[field]))
    cell = pl.col("cell")
    where = cell.str.contains(parameters.pattern)
    if parameters.and_pattern:
        where &= cell.str.contains(parameters.and_pattern)
    if parameters.unless:
        where &= ~cell.str.contains(parameters.unless)
    found = cells.filter(where)
    if parameters.check:
        right = CHECKS[parameters.check]
        numbers = found["cell"].str.extract_all(parameters.pattern)
        found = found.filter(pl.Series([any(right(number) for number in cell) for cell in numbers], dtype=pl.Boolean))
    return found["position"]


def _with_digits(cells: pl.Series) -> pl.DataFrame:
    return pl.DataFrame({"cell": cells}).with_row_index("position").filter(pl.col("cell").str.contains(DIGITS))


def is_card_number(text: str) -> bool:
    """Whether the digits of a text are those of a payment card (Luhn's check)."""
    digits = [int(character) for character in text if character.isdigit()]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0  # noqa: PLR2004


def is_nhs_number(text: str) -> bool:
    """Whether the digits of a text are an NHS number (its check digit, modulo 11)."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(digits) != 10:  # noqa: PLR2004
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1]


CHECKS: Mapping[str, Callable[[str], bool]] = {"card_number": is_card_number, "nhs_number": is_nhs_number}
KINDS: dict[str, Kind] = {"personal_data": personal_data}
