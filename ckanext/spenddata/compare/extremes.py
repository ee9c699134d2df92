"""In how many categories a body is the highest or the lowest, as a reader sees it: a tie by rounding is a joint place, as in the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ckanext.spenddata.compare.cells import Row
from ckanext.spenddata.compare.comparison import Comparison
from ckanext.spenddata.compare.sentences import Sentence
from ckanext.spenddata.compare.words import short
from ckanext.spenddata.values.exact import Fraction


def extremes(comparison: Comparison, rows: Sequence[Row]) -> Iterable[Sentence]:
    """The sentence, where the body is at an end in any category.

    Args:
        comparison: The comparison.
        rows: Its rows of what is bought, in which the body can be set beside its peers.
    """
    unit = comparison.measure.unit
    clear = [row.standing.place for row in rows if row.standing and not is_level(row, unit)]
    joint = [row.standing.place for row in rows if row.standing and is_level(row, unit)]
    match comparison.comparable:
        case [peer] if unit == "pounds":
            # Beside one body a tie by rounding is the same, and neither more nor less.
            yield from _said("extremes-one", clear, len(rows), peer=peer.name)
        case [_, _, *_]:
            tied = "highest" in joint or "lowest" in joint
            yield from _said("extremes-joint" if tied else "extremes", [*clear, *joint], len(rows))


def is_level(row: Row, unit: str) -> bool:
    """Whether the body's figure, as it is written, is also another's."""
    value = short(row.cells[0].value or Fraction(0), unit)
    return any(cell.value is not None and short(cell.value, unit) == value for cell in row.cells[1:])


def _said(code: str, places: Sequence[str], categories: int, **more: str) -> Iterable[Sentence]:
    highest, lowest = places.count("highest"), places.count("lowest")
    if highest or lowest:
        said = {"highest": str(highest or "none"), "lowest": str(lowest or "none"), "categories": str(categories)}
        yield Sentence(code, said | more)
