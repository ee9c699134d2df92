"""What a comparison finds, in sentences: where the body differs most, and what a reader must know beside it.

*Stonehithe Council differs most on agency staff: £14.72 a head, 2.6 times its peers' median.* The first row of the
comparison, in words, and nothing that its figures don't say. Fewer than four peers have no median: then it is said
whether the body is above or below all of them. Where there is nothing to set beside the body, the sentence says so
(``headline.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ckanext.spenddata.compare.cells import Row
from ckanext.spenddata.compare.comparison import Comparison
from ckanext.spenddata.compare.extremes import extremes, is_level
from ckanext.spenddata.compare.headline import beside, headline
from ckanext.spenddata.compare.order import DISTANCE, PROCUREMENT, ordered
from ckanext.spenddata.compare.sentences import Sentence
from ckanext.spenddata.compare.statistics import Standing, Statistics, standing, statistics
from ckanext.spenddata.compare.words import apart, next_to_nothing, purpose, reads, short, times
from ckanext.spenddata.values.exact import Fraction

_TOLD_IN_TIMES = Fraction(3, 2)
"""From so many times the median, the multiple says more than the difference."""
_CLOSE = Fraction(1, 10)
"""Of the median: where the largest difference is less, and some peer is further out, the body buys as its peers do."""
_FAR = Fraction(3)
"""So many scatters of its peers from their median is unusual whatever the pounds."""
_FAR_FROM = Fraction(10)
"""Beyond so many times the median the multiple says only that the median is small."""
_WORTH = Fraction(1, 100)
"""Of what the body buys; smaller categories are not called unusual for little scatter among the peers."""
_TELLING = Fraction(5)
"""Percentage points above its peers from which a withheld share is told."""
_MUCH_UNCLASSIFIED = Fraction(10)


def finding(comparison: Comparison) -> Sentence:
    """The answer: where the body differs most; else what there is to say of its total."""
    rows = _judged(comparison)
    if not rows or not comparison.measure.by_category:
        return _of_total(comparison)
    first = ordered(rows, DISTANCE)[0]
    return row_finding(comparison, first) or _nothing_outside(comparison, first)


def row_finding(comparison: Comparison, row: Row) -> Sentence | None:
    """The sentence of one row; None where the body is not outside what is usual, as far as a reader sees."""
    found, known = row.standing, row.statistics
    if found is None or known is None or not found.outside or _same_to_a_reader(comparison, row, known):
        return None
    said = _sentence(comparison, row, found, known)
    if row.without and _vanishes(row, found):
        payment = short(Fraction(row.without.payment, 100), "pounds")
        return Sentence("because-one-payment", {"payment": payment}, inner=said)
    return said


def _vanishes(row: Row, found: Standing) -> bool:
    """Whether the body would not lie outside, on that side, without its one largest payment."""
    left = row.without.standing if row.without else None
    return bool(left) and found.outside > 0 and left.outside <= 0


def category_finding(comparison: Comparison, row: Row) -> Sentence:
    """The answer of the page of one category: what the body spends on it, beside its peers."""
    cell, found, known = row.cells[0], row.standing, row.statistics
    said = {"name": comparison.subject.name, "category": purpose(row.category, row.label)}
    if cell.n is None:
        return Sentence("spends-unknown", said)
    if not cell.n:
        return Sentence("spends-nothing", said)
    value = cell.value
    if value is None and cell.amount is None:
        return Sentence("spends-mixed", said)
    said["value"] = (
        short(Fraction(cell.amount or 0, 100), "pounds") if value is None else reads(value, comparison.measure)
    )
    if comparison.measure.unit == "number":
        return Sentence("makes", said)
    if found is None or known is None or value is None:
        return Sentence("spends", said)
    filled = _parameters(comparison, row, found, known) | said
    if found.reference is None or known.count == 1:
        return Sentence(_beside_few(found, known, level=is_level(row, comparison.measure.unit)), filled)
    if not found.outside:
        return Sentence("spends-within", filled)
    if _far(found, known):
        return Sentence("spends-far", filled)
    if found.times and found.times >= _TOLD_IN_TIMES:
        return Sentence("spends-times", filled)
    return Sentence("spends-more" if found.outside > 0 else "spends-less", filled)


def _beside_few(found: Standing, known: Statistics, *, level: bool) -> str:
    """Which sentence fits where there are too few peers for a median; ``level`` where a peer's figure reads the same."""
    if known.count == 1 or found.place not in ("highest", "lowest"):
        return "spends-one" if known.count == 1 else "spends-between"
    return f"spends-joint-{found.place}" if level else f"spends-{found.place}"


def summary(comparison: Comparison) -> list[Sentence]:
    """What stands below the answer: the whole, the extremes, the most unusual, and what would mislead."""
    rows = _judged(comparison)
    if not rows or not comparison.measure.by_category:
        return [*_withheld(comparison)] if rows else []
    first = ordered(rows, DISTANCE)[0]
    said = (
        *_without(comparison, first),
        *_in_all(comparison),
        *extremes(comparison, rows),
        *_unusual(comparison, rows, first),
        *_withheld(comparison),
        *_unclassified(comparison),
    )
    return list(said)


def _judged(comparison: Comparison) -> list[Row]:
    """The rows of what is bought in which the body can be set beside its peers."""
    return [row for row in comparison.rows if row.kind == PROCUREMENT and row.standing]


def _of_total(comparison: Comparison) -> Sentence:
    total, subject = comparison.total, comparison.subject
    said = headline(
        subject.circumstances,
        comparison.measure,
        comparison.span,
        total.cells[0].value,
        total.statistics,
        whole=subject.counted,
    )
    return Sentence("total", said=said)


def _sentence(comparison: Comparison, row: Row, found: Standing, known: Statistics) -> Sentence:
    code = _code(found, known, comparison.measure.unit, nothing=not row.cells[0].n)
    return Sentence(code, _parameters(comparison, row, found, known))


def _parameters(comparison: Comparison, row: Row, found: Standing, known: Statistics) -> dict[str, str]:
    """The figures of a row, as they read in a sentence."""
    unit = comparison.measure.unit
    value = row.cells[0].value or Fraction(0)
    low, high = known.edges
    return {
        "name": comparison.subject.name,
        "category": purpose(row.category, row.label),
        "value": reads(value, comparison.measure),
        "count": str(known.count),
        "low": short(low, unit),
        "high": short(high, unit),
        "times": times(found.times) if found.times else "",
        "difference": apart(found.difference, unit, value) if found.difference is not None else "",
        "median": _median(known.median, unit) if known.median is not None else "",
        "peer": comparison.comparable[0].name,
    }


def _median(median: Fraction, unit: str) -> str:
    """A median after the body's own figure, whose measure is read already."""
    if not median:
        return "nothing"
    return "next to nothing" if next_to_nothing(median, unit) else short(median, unit)


def _code(found: Standing, known: Statistics, unit: str, *, nothing: bool) -> str:
    """Which sentence fits: by how many the peers are, and by whether a multiple or a difference says more."""
    if found.reference is None:
        if nothing and known.minimum > 0:
            return "differs-only-nothing"
        return "differs-highest" if found.outside > 0 else "differs-lowest"
    start = "differs-one" if known.count == 1 else "differs"
    if nothing and known.median is not None:
        return "differs-nothing"
    if known.median is not None and _far(found, known):
        return "differs-far"
    if found.times and found.times >= _TOLD_IN_TIMES:
        return f"{start}-times"
    if _close(found, known) and unit != "number":
        start = "close"
    if found.outside > 0:
        return f"{start}-more"
    return f"{start}-fewer" if unit == "number" else f"{start}-less"


def _far(found: Standing, known: Statistics) -> bool:
    """Whether the median is so small, or nothing, that a multiple of it or a difference from it says no more than that."""
    return found.outside > 0 and (known.median == 0 or bool(found.times and found.times > _FAR_FROM))


def _close(found: Standing, known: Statistics) -> bool:
    """Whether even this difference is one between a body and its median that nobody would remark on."""
    if found.place != "between" or not known.median or found.difference is None:
        return False
    return abs(found.difference) < _CLOSE * abs(known.median)


def _same_to_a_reader(comparison: Comparison, row: Row, known: Statistics) -> bool:
    """Whether the body's figure, as it is written, is that of the edge that it lies outside of."""
    unit, value = comparison.measure.unit, row.cells[0].value or Fraction(0)
    return short(value, unit) in {short(edge, unit) for edge in known.edges}


def _nothing_outside(comparison: Comparison, row: Row) -> Sentence:
    known = row.statistics
    if known is None or known.count == 1:
        return Sentence("as-one", {"name": comparison.subject.name, "peer": comparison.comparable[0].name})
    code = "between" if known.median is None else "within"
    return Sentence(code, {"name": comparison.subject.name, "count": str(known.count)})


def _without(comparison: Comparison, first: Row) -> Iterable[Sentence]:
    found = first.without
    if found and found.value is not None and first.standing and first.standing.outside:
        payment = short(Fraction(found.payment, 100), "pounds")
        nothing = next_to_nothing(found.value, comparison.measure.unit)
        parameters = {"payment": payment, "value": reads(found.value, comparison.measure)}
        yield Sentence("without-nothing" if nothing else "without", parameters)


def _in_all(comparison: Comparison) -> Iterable[Sentence]:
    total, measure = comparison.total, comparison.measure
    if total.standing and total.statistics and total.cells[0].value is not None:
        says = measure.says.format(value=short(total.cells[0].value, measure.unit))
        said = beside(comparison.subject.circumstances, total.cells[0].value, total.statistics, measure)
        yield Sentence("in-all", {"says": says, "difference": said})


def _unusual(comparison: Comparison, rows: Sequence[Row], first: Row) -> Iterable[Sentence]:
    """The category that is furthest from its peers for how little they differ, where that is not the first row."""
    bought = sum(row.cells[0].amount or 0 for row in rows)
    worth = [row for row in rows if _size(row) >= _WORTH * bought and _tellable(row)]
    ranked = sorted(worth, key=lambda row: -abs(_robust(row)))
    if not ranked or ranked[0] is first or abs(_robust(ranked[0])) < _FAR:
        return
    row = ranked[0]
    if row.statistics is None or row.statistics.median is None or row.standing is None:
        return
    told = row.standing.times is not None and row.standing.times >= _TOLD_IN_TIMES
    parameters = {
        "category": purpose(row.category, row.label),
        "value": reads(row.cells[0].value or Fraction(0), comparison.measure),
        "times": times(row.standing.times) if row.standing.times else "",
        "median": _median(row.statistics.median, comparison.measure.unit),
    }
    yield Sentence("unusual" if told else "unusual-less", parameters)


def _tellable(row: Row) -> bool:
    """Whether a row is outside, and by a multiple that says more than that the median is small."""
    found = row.standing
    return found is not None and bool(found.outside) and found.times is not None and found.times <= _FAR_FROM


def _size(row: Row) -> int:
    """How much is at stake in a category: the body's own spending or, where it is less, a peer's usual one."""
    others = sorted(cell.amount or 0 for cell in row.cells[1:])
    return max(row.cells[0].amount or 0, others[len(others) // 2] if others else 0)


def _robust(row: Row) -> Fraction:
    return (row.standing.robust if row.standing else None) or Fraction(0)


def _withheld(comparison: Comparison) -> Iterable[Sentence]:
    """Told where the body withholds much more than its peers."""
    own = comparison.subject.withheld
    peers = [peer.withheld for peer in comparison.comparable if peer.withheld is not None]
    known = statistics(peers)
    if own is None or known is None or comparison.measure.numerator == "withheld":
        return
    if standing(own, peers, known).outside < _TELLING:
        return
    parameters = {
        "value": short(own, "percent"),
        "median": short(known.median, "percent") if known.median is not None else "",
        "low": short(known.minimum, "percent"),
        "high": short(known.maximum, "percent"),
    }
    yield Sentence("withheld-few" if known.median is None else "withheld", parameters)


def _unclassified(comparison: Comparison) -> Iterable[Sentence]:
    cell = comparison.subject.unclassified
    if cell and cell.share is not None and cell.share * 100 >= _MUCH_UNCLASSIFIED:
        yield Sentence("unclassified", {"value": short(cell.share * 100, "percent")})
