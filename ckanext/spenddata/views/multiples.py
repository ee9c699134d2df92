"""Small charts of one line each, in per cent of the room that they have. Each has a scale of its own, from nought."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from ckanext.spenddata.views import charts

LEAST = 2
"""Points that make a line."""
TOP, BASE = Decimal(22), Decimal(80)
"""Where the highest figure and nought stand, in per cent of the drawing's height."""
SIDE = Decimal(4)
"""Free at each side, in per cent of its width."""


def drawn(label: str, figures: Sequence[Decimal | None], ends: Sequence[str]) -> dict[str, Any]:
    """A chart, for the macro ``multiples`` of ``spenddata/macros/charts.html``.

    Args:
        label: What it is about.
        figures: In their order; None where there is none: the line is broken, so that a gap is no fall.
        ends: What the first and the last are called.

    Returns:
        ``label``, ``ends``, ``lines`` (points), ``dots`` (``x`` and ``y`` in per cent), ``base``.
    """
    known = [figure for figure in figures if figure is not None]
    low, high = min([Decimal(0), *known]), max([Decimal(0), *known])
    room = high - low or Decimal(1)
    step = (100 - 2 * SIDE) / max(len(figures) - 1, 1)
    places = [
        None if figure is None else (SIDE + number * step, BASE - (figure - low) / room * (BASE - TOP))
        for number, figure in enumerate(figures)
    ]
    return {
        "label": label,
        "ends": list(ends),
        "lines": _stretches(places),
        "dots": [{"x": charts.place(place[0]), "y": charts.place(place[1])} for place in places if place],
        "base": charts.place(BASE - (0 - low) / room * (BASE - TOP)),
    }


def _stretches(places: Sequence[tuple[Decimal, Decimal] | None]) -> list[str]:
    """The points of each stretch without a gap."""
    found: list[list[str]] = [[]]
    for place in places:
        if place is None:
            found.append([])
        else:
            found[-1].append(f"{charts.place(place[0])},{charts.place(place[1])}")
    return [" ".join(points) for points in found if len(points) >= LEAST]
