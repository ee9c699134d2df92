"""Pounds in one column and pence in the next: neither is the amount."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Answers, Question
from ckanext.spenddata.values import text

_TITLE = re.compile(
    r"\W*(?:(?:amount|value|total|net|gross|cost|swm)\W*)?(?:in\W+)?(?:pence|p|ceiniogau)\W*", re.IGNORECASE
)
_PENCE = re.compile(r"\.?[0-9]{1,2}(?:\.0+)?")
_BOTH_DIGITS = re.compile(r"\.?[0-9]{2}")
"""Pence without a title have both."""
_DIFFERENT = 3
_POUNDS = re.compile(r"[-(£ ]*[0-9][0-9, ]*(?:\.0*)?\)?")
_NEARLY_ALL = 0.95


def doubts(layout: Layout, answers: Answers) -> Iterator[Question]:
    """A question where whole pounds stand left of a column that is called after pence, or not at all, and holds no more than 99 of them."""
    chosen = layout.column("amount")
    if chosen is None or "amount" in answers.mapping or any(each.field == "amount" for each in layout.questions):
        return
    beside = next((column for column in layout.columns if column.number == chosen.number + 1), None)
    if beside is None or not (_TITLE.fullmatch(text.trimmed(beside.title)) or _untitled(chosen, beside)):
        return
    if _share(_POUNDS, chosen.cells) >= _NEARLY_ALL and _share(_PENCE, beside.cells) >= _NEARLY_ALL:
        yield Question(
            "amount",
            (chosen.label, beside.label),
            f"“{chosen.label}” holds whole pounds and “{beside.label}” the pence, so neither is the amount. Put them together in "
            "one column and send the file again; if one of them is the whole amount, say which.",
        )


def _untitled(chosen: Column, beside: Column) -> bool:
    """True for two digits in each row that has an amount, different ones, under no title."""
    if text.trimmed(beside.title) or beside.profile.filled < _NEARLY_ALL * chosen.profile.filled:
        return False
    return _share(_BOTH_DIGITS, beside.cells) == 1 and len({*beside.cells} - {""}) >= _DIFFERENT


def _share(form: re.Pattern[str], cells: tuple[str, ...] | list[str]) -> float:
    filled = [cell for cell in map(text.trimmed, cells) if cell]
    return sum(form.fullmatch(cell) is not None for cell in filled) / len(filled) if filled else 0.0
