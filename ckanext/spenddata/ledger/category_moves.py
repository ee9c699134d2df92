"""What changes of categories did: which payments went from one category to another, and their sums by kind. Money in integer pence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Sum:
    """Payments of one kind, of which one sum may be made."""

    regime: str
    basis: str
    """Their VAT treatment."""
    currency: str
    count: int
    pence: int


class Line(NamedTuple):
    """Payments of a publisher and of one kind that go from one category to another."""

    publisher_id: str
    before: str
    after: str
    regime: str
    basis: str
    currency: str
    rows: int
    pence: int


@dataclass(frozen=True)
class Moved:
    """What one or more changes did."""

    lines: tuple[Line, ...] = ()
    """The payments that are in another category, the most pounds first."""
    returns: tuple[str, ...] = ()
    """The returns of which any row changed, be it only how it was decided."""
    change_no: int | None = None
    """Of a single change; None where nothing changed."""

    @property
    def rows(self) -> int:
        """Number of payments that are in another category."""
        return sum(line.rows for line in self.lines)

    @property
    def sums(self) -> list[Sum]:
        """Their sums, by kind of payments."""
        kinds: dict[tuple[str, str, str], tuple[int, int]] = {}
        for *_, regime, basis, currency, count, pence in self.lines:
            _add(kinds, (regime, basis, currency), count, pence)
        return [Sum(*kind, *figures) for kind, figures in sorted(kinds.items())]


@dataclass
class Tally:
    """What statements answered, added up."""

    lines: dict[tuple[str, ...], tuple[int, int]] = field(default_factory=dict)
    returns: set[str] = field(default_factory=set)

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Take rows: return, categories before and after, regime, VAT treatment, currency, number and pence of payments."""
        for return_id, before, after, *kind, count, pence in rows:
            self.returns.add(return_id)
            if before != after:
                _add(self.lines, (before, after, *kind), count, pence)

    def moved(self, publisher_id: str, change_no: int) -> Moved:
        """All of it, as what one change of a publisher's did."""
        lines = [Line._make((publisher_id, *names, *figures)) for names, figures in self.lines.items()]
        return Moved(tuple(sorted(lines, key=_most_pounds)), tuple(sorted(self.returns)), change_no)


def together(moved: Iterable[Moved]) -> Moved:
    """What several changes did, as one."""
    parts = list(moved)
    lines = [line for part in parts for line in part.lines]
    return Moved(
        tuple(sorted(lines, key=_most_pounds)), tuple(sorted({each for part in parts for each in part.returns}))
    )


def _add(sums: dict[Any, tuple[int, int]], key: Any, count: int, pence: int) -> None:
    counted, summed = sums.get(key, (0, 0))
    sums[key] = (counted + count, summed + pence)


def _most_pounds(line: Line) -> tuple[Any, ...]:
    return -abs(line.pence), line
