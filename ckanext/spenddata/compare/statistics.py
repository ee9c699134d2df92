"""Statistics over a few exact figures: integer pence or fractions in, fractions out, nothing rounded on the way.

Quartiles are interpolated linearly between the ordered figures, both ends included (Hyndman and Fan's type 7, the
``QUARTILE.INC`` of spreadsheets), so that anyone can check them in a spreadsheet. The median is the middle figure, or
the mean of the two in the middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["LEAST_FOR_QUARTILES", "Statistics", "quantile", "rank", "statistics"]

LEAST_FOR_QUARTILES = 4
"""With fewer figures than this, a quartile would only be another name for one of them."""


@dataclass(frozen=True)
class Statistics:
    """What the peers' figures are like."""

    count: int
    minimum: Fraction
    median: Fraction
    maximum: Fraction
    lower_quartile: Fraction | None
    upper_quartile: Fraction | None


def statistics(figures: Sequence[Fraction]) -> Statistics | None:
    """Statistics of some figures in any order; None of none."""
    if not figures:
        return None
    ordered = sorted(figures)
    enough = len(ordered) >= LEAST_FOR_QUARTILES
    return Statistics(
        count=len(ordered),
        minimum=ordered[0],
        median=quantile(ordered, Fraction(1, 2)),
        maximum=ordered[-1],
        lower_quartile=quantile(ordered, Fraction(1, 4)) if enough else None,
        upper_quartile=quantile(ordered, Fraction(3, 4)) if enough else None,
    )


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The figure below which ``share`` (0 to 1) of the ordered figures lie."""
    place = share * (len(ordered) - 1)
    below = place.__floor__()
    if below + 1 >= len(ordered):
        return ordered[-1]
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])


def rank(figure: Fraction, others: Sequence[Fraction]) -> int:
    """Place of a figure among others and itself, the highest being first; equal figures share the better place."""
    return 1 + sum(other > figure for other in others)
