"""Why bodies differ. Each story changes how one fictional body spends, so that a comparison has something true to find.

The reason is part of the story, and is written into the body's description in the demonstration portal: no reader has
to wonder whether a figure is a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.spenddata.demo import tables

ALL_YEAR = tuple(range(1, 13))


@dataclass(frozen=True)
class Story:
    """One difference."""

    body: str
    expense_types: tuple[str, ...]
    times: float
    """What the usual spending on these is multiplied by."""
    reason: str
    months: tuple[int, ...] = ALL_YEAR
    """Calendar months in which it holds."""


STORIES: tuple[Story, ...] = tuple(
    Story(
        row["body"],
        tuple(row["expense_types"].split(tables.SEPARATOR)),
        float(row["times"]),
        row["reason"],
        tuple(map(int, row["months"].split())) or ALL_YEAR,
    )
    for row in tables.rows("stories.csv", "body", "expense_types", "times", "months", "reason")
)


def times(body: str, expense_type: str, month: int) -> float:
    """What a body's usual spending on an expense type in a calendar month is multiplied by."""
    factor = 1.0
    for story in STORIES:
        if story.body == body and expense_type in story.expense_types and month in story.months:
            factor *= story.times
    return factor


def of(body: str) -> tuple[Story, ...]:
    """The stories of a body."""
    return tuple(story for story in STORIES if story.body == body)
