"""Small charts in percent coordinates: no script, no style, sharp at any width. Figures in, places for a template out.

Nothing is rounded but the place on the page; what is written beside a chart comes from the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Scale", "percent", "ticks"]

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
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
    return f"{share * 100:.2f}%"


def ticks(scale: Scale) -> Sequence[Decimal]:
    """Round figures along a scale, nought among them, few enough to be read."""
    span = scale.high - scale.low
    size = Decimal(10) ** (span.adjusted() - 1)
    step = next(size * each * ten for ten in (1, 10) for each in _STEPS if span / (size * each * ten) <= _MOST_TICKS)
    first = (scale.low / step).to_integral_value(rounding="ROUND_CEILING") * step
    found = []
    while first <= scale.high:
        found.append(first + 0)
        first += step
    return found
