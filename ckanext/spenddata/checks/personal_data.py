"""Personal data in text: numbers and names by which somebody could be known. Published, they can't be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from ckanext.spenddata.checks.context import Context
from ckanext.spenddata.checks.table import Kind, Matching, Table
from ckanext.spenddata.definitions.rules import Rule


class PersonalParameters(msgspec.Struct, forbid_unknown_fields=True):
    """Parameters of the kind ``personal_data``."""

    pattern: str
    check: Literal["card_number", "nhs_number", "sort_code"] | None = None
    """What else a number of this sort has, its check digits say."""
    and_pattern: str | None = None
    """What must be in the same cell, too."""
    unless: str | None = None
    """Cells that match this are in order."""


def personal_data(table: Table, rule: Rule, _: Context) -> Iterable[Matching]:
    """Cells of text fields that hold personal data of one sort."""
    parameters = rule.read(PersonalParameters)
    for field in table.text_fields(rule.fields):
        yield Matching(
            field,
            parameters.pattern,
            and_pattern=parameters.and_pattern,
            unless=parameters.unless,
            is_right=CHECKS[parameters.check] if parameters.check else None,
        )


def is_card_number(text: str) -> bool:
    """Whether the digits of a text are those of a payment card (Luhn's check)."""
    digits = [int(character) for character in text if character.isdigit()]
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[-2::-2]]
    return 13 <= len(digits) <= 19 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def is_nhs_number(text: str) -> bool:
    """Whether the digits of a text are an NHS number (its check digit, modulo 11)."""
    digits = [int(character) for character in text if character.isdigit()]
    if len(digits) != 10:
        return False
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[-1]


def is_sort_code(text: str) -> bool:
    """Whether six digits in pairs are no date, as most of them in a description are; a sort code that is called one is no date."""
    if re.search(r"(?i)sort", text):
        return True
    pairs = re.findall(r"\d\d", text)
    return not ("01" <= pairs[0] <= "31" and "01" <= pairs[1] <= "12")


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "card_number": is_card_number,
    "nhs_number": is_nhs_number,
    "sort_code": is_sort_code,
}
KINDS: dict[str, Kind] = {
    "personal_data": Kind(personal_data, PersonalParameters, patterns=("pattern", "and_pattern", "unless"))
}
