"""Records with too few or too many cells: broken by a line break, or with a delimiter inside a cell, and nothing quoted.

Such a record moves its amount into another column, or leaves it in a row that looks like a note. It is put together again where that
is certain: then it has as many cells as the others, its dates and numbers stand where theirs do, and there is one way to it only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.text_files.grammar import alone

_SAMPLE = 1_000
_PARTS = 12
"""A record is looked for in so many lines at most."""
_OFTEN = 0.9
_KNOWN = 0.5
"""A column with at most so many different words for its rows has words that are known."""
_RUN = 5
"""So many wide rows that follow each other are another layout."""
_TYPED = 2
"""Columns of dates or numbers that a table must have for its records to be recognised."""
_KINDS = (
    ("date", re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[A-Za-z]{3,9})[-/. ]\d{2,4}(?:[ T][\d:.]+)?")),
    ("decimal", re.compile(r"[-(£ ]*\d[\d, ]*\.\d{1,2}[)\-]?")),
    ("number", re.compile(r"[-(£ ]*\d[\d, ]*(?:\.\d+)?[)\-]?")),
)

Cells = Sequence[str]


@dataclass(frozen=True)
class Shape:
    """What the sound records of a file have in common."""

    width: int
    kinds: Mapping[int, re.Pattern[str]]
    """Column, from 0 → what its cells look like, where they are dates or numbers."""
    filled: frozenset[int]
    """Those of them in which hardly a cell is blank."""
    known: Mapping[int, frozenset[str]]
    """Column → its words, where they are few."""

    def fits(self, cells: Cells) -> bool:
        """True for a record that could be one of the others."""
        return len(cells) == self.width and all(
            kind.fullmatch(cell) if (cell := cells[place].strip()) else place not in self.filled
            for place, kind in self.kinds.items()
        )

    def could_be_header(self, cells: Cells) -> bool:
        """True for a row of words alone, so many that they could name columns."""
        words = [cell for cell in cells if cell.strip()]
        return len(words) > _TYPED and not any(kind.fullmatch(cell.strip()) for _, kind in _KINDS for cell in words)

    def first_words(self) -> int:
        """The first column that is neither dates nor numbers."""
        return next((place for place in range(self.width) if place not in self.kinds), 0)

    def familiar(self, cells: Cells) -> int:
        """How many of the cells hold words that others have in the same column."""
        return sum(cells[place] in words for place, words in self.known.items())


@dataclass
class Joined:
    """Records that were put together."""

    records: dict[int, list[str]] = field(default_factory=dict)
    """Number of a row, from 0 → its cells; none where they went to the row above."""
    repairs: Repairs = field(default_factory=Repairs)


def shape_of(records: Sequence[Cells]) -> Shape | None:
    """The shape of the records of a file; None where it can't be told."""
    widths = Counter(len(cells) for cells in records if any(cells))
    if not widths:
        return None
    width = widths.most_common(1)[0][0]
    sound = [cells for cells in records if len(cells) == width and any(cells)]
    sample = sound[:: max(1, len(sound) // _SAMPLE)]
    kinds: dict[int, re.Pattern[str]] = {}
    filled: set[int] = set()
    known: dict[int, frozenset[str]] = {}
    for place in range(width):
        column = [cell for cells in sample if (cell := cells[place].strip())]
        kind = _kind(column)
        if kind is not None:
            kinds[place] = kind
            filled |= {place} if len(column) > _OFTEN * len(sample) else set()
        elif len(words := {cells[place] for cells in sample}) <= _KNOWN * len(sample):
            known[place] = frozenset(words - {""})
    if width <= _TYPED or len(filled) < _TYPED:
        return None
    return Shape(width, kinds, frozenset(filled), known)


def _kind(column: Sequence[str]) -> re.Pattern[str] | None:
    return next(
        (kind for _, kind in _KINDS if column and sum(map(bool, map(kind.fullmatch, column))) > _OFTEN * len(column)),
        None,
    )


def put_together(suspects: Mapping[int, list[str]], shape: Shape, mark: str, others: Sequence[str]) -> Joined:
    """Put records of another width together where that is certain.

    Args:
        suspects: number of a line → its cells, for each line that has not as many as the others.
        shape: what the others look like.
        mark: the delimiter.
        others: delimiters that a line could have instead.
    """
    joined = Joined()
    taken = -1
    layouts = _other_layouts(suspects, shape)
    # Where other rows have as many cells, blank at the right, there is a column without a title.
    spare = {len(cells) for cells in suspects.values() if last_filled(cells) <= shape.width < len(cells)}
    for number, cells in suspects.items():
        if number <= taken or not any(cells):
            continue
        if len(cells) < shape.width:
            if divided := _divided(cells, shape, mark, others):
                joined.records[number] = divided
                (joined.repairs.unwrapped if len(cells) == 1 and mark in cells[0] else joined.repairs.divided).append(
                    number
                )
            elif parts := _joined(number, suspects, shape):
                count, record = parts
                joined.records |= {number: record, **{number + below: [] for below in range(1, count)}}
                joined.repairs.joined.append(number)
                taken = number + count - 1
        elif last_filled(cells) > shape.width and not (len(cells) in spare and shape.fits(cells[: shape.width])):
            _narrow(number, cells, shape, mark, joined, other_layout=number in layouts)
    return joined


def last_filled(cells: Cells) -> int:
    """How many cells there are up to the last that is not blank."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _divided(cells: Cells, shape: Shape, mark: str, others: Sequence[str]) -> list[str] | None:
    """The cells of a line under another delimiter, or of one that was quoted whole."""
    line = mark.join(cells)
    marks = [mark, *others] if len(cells) == 1 else others
    ways = [alone(line, other) for other in marks if other in line]
    return next((way for way in ways if shape.fits(way)), None)


def _joined(number: int, suspects: Mapping[int, list[str]], shape: Shape) -> tuple[int, list[str]] | None:
    """How many lines the record that begins on a line has, and its cells."""
    record = [*suspects[number]]
    for below in range(1, _PARTS):
        part = suspects.get(number + below)
        if part is None or len(part) >= shape.width:
            return None
        part = part or [""]
        record = [*record[:-1], f"{record[-1]}\n{part[0]}" if part[0] else record[-1], *part[1:]]
        if len(record) > shape.width:
            return None
        if len(record) == shape.width and shape.fits(record):
            return below + 1, record
    return None


def _other_layouts(suspects: Mapping[int, list[str]], shape: Shape) -> set[int]:
    """Lines that are wide because their table has another layout: many together, or with as many cells as a row of titles."""
    wide = {number: len(cells) for number, cells in suspects.items() if len(cells) > shape.width}
    headers = {width for number, width in wide.items() if shape.could_be_header(suspects[number])}
    found = {number for number, width in wide.items() if width in headers}
    run: list[int] = []
    for number in [*wide, -1]:
        if run and number != run[-1] + 1:
            found |= set(run) if len(run) >= _RUN else set()
            run = []
        run.append(number)
    return found


def _narrow(number: int, cells: list[str], shape: Shape, mark: str, joined: Joined, *, other_layout: bool) -> None:
    """Give the cells of a line that has too many their columns; where it is not certain which belong together, none of those in doubt.

    Cells that stand right as they are stay so, and the surplus beyond the last column. In another layout only cells that begin with a blank
    are joined to the ones before them.
    """
    cells = cells[: last_filled(cells)]
    surplus = len(cells) - shape.width
    ways = {
        place: [*cells[:place], _as_one(cells[place : place + surplus + 1], mark), *cells[place + surplus + 1 :]]
        for place in range(shape.width)
    }
    spaced = {place for place in ways if all(cell.startswith(" ") for cell in cells[place + 1 : place + surplus + 1])}
    fitting = {place: way for place, way in ways.items() if shape.fits(way) and (place in spaced or not other_layout)}
    last = shape.width - 1
    stays = shape.fits(cells[: shape.width])
    # “Smith, Jones and Partners” in a last column of words is one cell; what has no blank before it may be a remark beside the table.
    ends_in_words = last in spaced and last not in shape.kinds and any(map(str.isalpha, "".join(cells[shape.width :])))
    if stays and not ends_in_words:
        fitting[last] = cells[: shape.width]
    best = _clearly_best(fitting, spaced, shape)
    if best is None and last in fitting and not any(place in spaced for place in fitting):
        return
    if best is None and not other_layout:
        first = min(fitting, default=shape.first_words())
        joined.records[number] = left_together(cells, first, shape.width, mark)
        joined.repairs.doubtful.append(number)
    elif best is not None and not (stays and best == last and not ends_in_words):
        joined.records[number] = ways[best]
        joined.repairs.merged.append(number)


def _as_one(cells: Cells, mark: str) -> str:
    """Cells that belong together; a blank one at either end was made by a delimiter that was typed twice."""
    filled = [place for place, cell in enumerate(cells) if cell.strip()]
    return mark.join(cells[filled[0] : filled[-1] + 1]) if filled else ""


def left_together(cells: Cells, first: int, width: int, mark: str) -> list[str]:
    """A record with all cells from one on in that one, since nobody knows which of them belong together."""
    return [*cells[:first], mark.join(cells[first:]), *[""] * (width - first - 1)]


def _clearly_best(ways: Mapping[int, Cells], spaced: Set[int], shape: Shape) -> int | None:
    """The only way that fits, or of several the one in which more words stand where they are known, or after a comma a blank."""
    if len(ways) < 2:
        return next(iter(ways), None)
    points = {place: shape.familiar(way) + 2 * (place in spaced) for place, way in ways.items()}
    ranked = sorted(points, key=points.__getitem__, reverse=True)
    return ranked[0] if points[ranked[0]] > points[ranked[1]] else None
