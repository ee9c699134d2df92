"""Columns whose title is lost (blank, ``+``, ``#NAME?``), told by values that only one field has."""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.spenddata.intake.columns import evidence
from ckanext.spenddata.intake.columns.column import Column
from ckanext.spenddata.intake.columns.layout import Layout
from ckanext.spenddata.intake.reading import Question
from ckanext.spenddata.values import text

_FEWEST = 3
_OFTEN = 0.5
"""A column with more blanks than this holds remarks rather than areas."""


def take(layout: Layout) -> None:
    """Map the columns without a title of which every value is one of an optional field."""
    lost = [column for column in layout.free() if _is_lost(column) and column.profile.filled >= _FEWEST]
    for telling in evidence.LOST_TITLES:
        found = [column for column in lost if telling.fits(column)]
        if len(found) == 1 and layout.wants(telling.field):
            layout.take(telling.field, found[0], evidence.LOST_TITLE.with_words(what=telling.what))
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
