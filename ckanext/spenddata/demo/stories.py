"""Why bodies differ. Each story changes how one fictional body spends, so that a comparison has something true to find.

The reason is part of the story, and is written into the body's description in the demonstration portal: no reader has
to wonder whether a figure is a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass

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


STORIES: tuple[Story, ...] = (
    Story(
        "STONEHITHE",
        ("Agency staff",),
        2.4,
        "Half of its social workers' posts are vacant, and agencies fill them at twice the usual cost a head.",
    ),
    Story(
        "FENMARCH",
        ("Electricity", "Gas"),
        1.7,
        "It let its energy contract lapse: from October to March it pays the winter's prices, far above its peers'.",
        months=(10, 11, 12, 1, 2, 3),
    ),
    Story(
        "MARLOCK-HOSPITALS",
        ("Drugs",),
        2.1,
        "It is the region's cancer centre: costly medicines are a larger share of its spending than elsewhere.",
    ),
    Story(
        "TARNFELL-HOSPITALS",
        ("Agency nursing", "Agency medical staff"),
        1.8,
        "It opened two wards before it could recruit for them.",
    ),
    Story(
        "DHT",
        ("Consultancy", "Professional services other"),
        3.0,
        "It was reorganised: from January to March it paid three times its usual amount to consultants.",
        months=(1, 2, 3),
    ),
    Story(
        "WESTERBOURNE",
        ("Home to school transport",),
        1.8,
        "Its villages lie far apart: children travel further to school than elsewhere.",
    ),
    Story(
        "GREYMERE",
        ("Residential care", "Nursing care"),
        0.6,
        "It moved early to care at home: half as many people live in care homes.",
    ),
    Story("GREYMERE", ("Home care",), 1.5, "The care at home that people receive instead."),
    Story("KINGSGARTH", ("Legal fees",), 2.5, "It is in dispute over a large building contract."),
    Story("THORNBECK", ("Leisure services",), 0.2, "A charitable trust runs its pools without a fee."),
    Story("DCW", ("Software licences", "IT services"), 1.6, "It replaces its oldest systems."),
    Story("FENMARCH-PCC", ("Vehicle purchase",), 1.5, "A third of its fleet reached its last year of service."),
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
