"""Statistics over a few exact figures: integer pence or fractions in, fractions out, nothing rounded on the way.

Quartiles are interpolated linearly between the ordered figures, both ends included (Hyndman and Fan's type 7, the
``QUARTILE.INC`` of spreadsheets), so that anyone can check them in a spreadsheet. The median is the middle figure, or
the mean of the two in the middle. Beside the quartiles stands the median absolute deviation (MAD): the median of how
far each figure lies from the median, which one unusual body cannot move.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ckanext.spenddata.values.exact import Fraction

LEAST = 4
"""With fewer figures than this, a median or a quartile would only be another name for one of them."""
FEW = 8
"""With fewer than this, one unusual body moves the median: a reader is told."""
_NORMAL = Fraction(14826, 10000)
"""What makes a MAD as large as a standard deviation where figures are spread evenly around their middle."""


@dataclass(frozen=True)
class Statistics:
    """What the peers' figures are like."""

    count: int
    minimum: Fraction
    maximum: Fraction
    median: Fraction | None = None
    """This and all below: None of fewer than ``LEAST`` figures."""
    lower_quartile: Fraction | None = None
    upper_quartile: Fraction | None = None
    deviation: Fraction | None = None
    """Median absolute deviation."""

    @property
    def edges(self) -> tuple[Fraction, Fraction]:
        """What is usual: the middle half, or of too few figures all from the least to the greatest."""
        if self.lower_quartile is None or self.upper_quartile is None:
            return self.minimum, self.maximum
        return self.lower_quartile, self.upper_quartile


@dataclass(frozen=True)
class Standing:
    """Where one figure stands beside those of its peers."""

    rank: int
    """Its place among them and itself, the highest first; equal figures share the better place."""
    of: int
    """How many they are with itself."""
    below: int
    """How many of them are lower."""
    reference: Fraction | None
    """What it is measured by: the median, or the one peer that there is; None of two or three peers."""
    difference: Fraction | None
    """Figure less reference."""
    times: Fraction | None
    """Figure as a multiple of the reference; None where that is not above nought, or the figure below it."""
    outside: Fraction
    """How far it lies above (or, below nought, under) what is usual among the peers; 0 within."""
    robust: Fraction | None
    """Difference from the median in units of the peers' own scatter (MAD × 1.4826); None where they don't scatter."""

    @property
    def place(self) -> str:
        """``highest``, ``lowest``, ``between``, or ``equal`` to all."""
        above = self.rank - 1
        if not above and not self.below:
            return "equal"
        if not above:
            return "highest"
        return "between" if self.below else "lowest"


def statistics(figures: Sequence[Fraction]) -> Statistics | None:
    """Statistics of some figures in any order; None of none."""
    if not figures:
        return None
    ordered = in_order(figures)
    if len(ordered) < LEAST:
        return Statistics(len(ordered), ordered[0], ordered[-1])
    median = quantile(ordered, Fraction(1, 2))
    return Statistics(
        count=len(ordered),
        minimum=ordered[0],
        maximum=ordered[-1],
        median=median,
        lower_quartile=quantile(ordered, Fraction(1, 4)),
        upper_quartile=quantile(ordered, Fraction(3, 4)),
        deviation=quantile(in_order(abs(figure - median) for figure in ordered), Fraction(1, 2)),
    )


def standing(figure: Fraction, others: Sequence[Fraction], found: Statistics) -> Standing:
    """Where a figure stands among others, whose statistics are ``found``."""
    reference = found.minimum if found.count == 1 else found.median
    difference = None if reference is None else figure - reference
    low, high = found.edges
    return Standing(
        rank=rank(figure, others),
        of=len(others) + 1,
        below=sum(other < figure for other in others),
        reference=reference,
        difference=difference,
        times=figure / reference if reference is not None and reference > 0 and figure >= 0 else None,
        outside=max(figure - high, Fraction(0)) + min(figure - low, Fraction(0)),
        robust=difference / (_NORMAL * found.deviation) if difference is not None and found.deviation else None,
    )


def in_order(figures: Iterable[Fraction]) -> list[Fraction]:
    """Figures from the smallest: by their nearest floats, which never contradict them and are compared at once, and equal ones exactly."""
    return sorted(figures, key=lambda figure: (float(figure), figure))


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The figure below which ``share`` (0 to 1) of the ordered figures lie."""
    place = share * (len(ordered) - 1)
    below = place.__floor__()
    if below + 1 >= len(ordered):
        return ordered[-1]
    return ordered[below] + (place - below) * (ordered[below + 1] - ordered[below])


def half_up(figure: Fraction, scale: int = 1) -> int:
    """The nearest whole number to so many times a figure; a half goes away from nought, for credits as for payments."""
    # In whole numbers, which are exact at every size: this is done for each cell of a comparison.
    whole = (2 * abs(figure.numerator) * scale + figure.denominator) // (2 * figure.denominator)
    return whole if figure >= 0 else -whole


def rank(figure: Fraction, others: Sequence[Fraction]) -> int:
    """Place of a figure among others and itself, the highest being first; equal figures share the better place."""
    return 1 + sum(other > figure for other in others)
