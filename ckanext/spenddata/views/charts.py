"""Small charts in percent coordinates: no script, no style, sharp at any width. Figures in, places for a template out.

Nothing is rounded but the place on the page; what is written beside a chart comes from the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

_STEPS = (Decimal(1), Decimal(2), Decimal(5))
_MOST_TICKS = 5
_ROOM = Decimal("0.04")
"""Free at each end of a scale, as a part of it, so that the marks at the ends are whole."""


@dataclass(frozen=True)
class Scale:
    """From figures to places between 0% and 100%."""

    low: Decimal
    high: Decimal

    @staticmethod
    def around(figures: Iterable[Decimal]) -> Scale:
        """A scale that has room for all the figures, and for nought."""
        known = [Decimal(0), *figures]
        low, high = min(known), max(known)
        room = (high - low) * _ROOM or Decimal(1)
        return Scale(low - room, high + room)

    @staticmethod
    def from_nought(figures: Iterable[Decimal]) -> Scale:
        """A scale for bars: from nought to a little more than the largest."""
        largest = max([Decimal(0), *figures])
        return Scale(Decimal(0), largest * Decimal("1.02") or Decimal(1))

    def at(self, figure: Decimal) -> str:
        """The place of a figure: ``62.5%``."""
        return percent((figure - self.low) / (self.high - self.low))

    def length(self, start: Decimal, end: Decimal) -> str:
        """The length between two figures, the lower one first."""
        return percent(max(end - start, Decimal(0)) / (self.high - self.low))


def percent(share: Decimal) -> str:
    """A part of the whole as SVG writes it: ``62.5%``."""
    return f"{place(share * 100)}%"


def place(coordinate: Decimal) -> str:
    """A coordinate to a hundredth, without needless decimals: a drawing full of ``0.00`` reads like one full of amounts of nought."""
    return f"{coordinate:.2f}".rstrip("0").rstrip(".")


def round_step(span: Decimal, most: int) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 … (and 0.5, 0.2 …) of which at most ``most`` fit into a span above nought."""
    size = Decimal(1).scaleb((span / most).adjusted())
    return next(step for ten in (1, 10) for each in _STEPS if (step := size * each * ten) * most >= span)


def ticks(scale: Scale) -> Sequence[Decimal]:
    """Round figures along a scale, nought among them, few enough to be read."""
    step = round_step(scale.high - scale.low, _MOST_TICKS)
    first = (scale.low / step).to_integral_value(ROUND_CEILING) * step
    found = []
    while first <= scale.high:
        found.append(first + 0)
        first += step
    return found


def up_to(largest: Decimal, most: int) -> list[Decimal]:
    """Lines across columns, the last of them above the largest: round, and no nearer than a pound, as their labels have no pennies."""
    step = max(round_step(largest, most), Decimal(1))
    count = int((largest / step).to_integral_value(ROUND_CEILING))
    return [step * number for number in range(1, count + 1)]
