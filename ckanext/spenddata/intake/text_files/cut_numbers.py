"""Amounts whose thousands are divided by commas that nobody quoted: ``12,345.67`` is two cells, and what follows it stands one column on.

So does a program write that prints amounts as people read them. Most rows of such a file are then wider than its titles, and an amount of
twelve thousand pounds is read as one of twelve. The cells are joined again where that is certain: the same few columns explain what is too
much in the rows, each row in one way only, no number of these columns has four digits without a comma, and some joined number can't be
two, for its end has noughts in front or pence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ckanext.spenddata.intake.text_files.records import Cells, Joined, last_filled, left_together

MARK = ","
_DOUBT = f" {MARK} "
"""Between cells that may be one number or several: what has it is read as none."""
TITLES_WITHIN = 50
"""Titles stand among so many first records."""
_SAMPLE = 200
_MOST_COLUMNS = 3
_MOST_COMMAS = 4
"""In one number: millions of millions."""
_WIDEST = 100
"""Columns; and of these so many that may be cut, or it is no table of payments."""
_POSSIBLE = 10
_FEW = 20
"""Of so few rows that are not too wide nothing is learnt."""
_OF_ALL = 0.9
"""Share of the wide rows that must be explained where all rows are wide."""
_OF_SOME = 0.25
"""The same where the other rows say, too, that no number of the columns has four digits without a comma."""
_HARDLY_ANY = 0.02
_PIECE = re.compile(r"[-+(£ ]*\d{1,3}")
_GROUP = re.compile(r"\d{3}(?:\.\d{1,2})?[-) ]*(?:[CD]R)?", re.IGNORECASE)
_NUMBER = re.compile(r"[-+(£ ]*\d{1,3}(?:,\d{3}){0,4}(?:\.\d{1,2})?[-) ]*(?:[CD]R)?", re.IGNORECASE)
_ONE_ONLY = re.compile(r",0\d\d|,\d{3}\.\d")
_PENCE = re.compile(r",\d{3}\.\d")
"""Where the last column is cut, what follows may be a column without a title: its codes begin with noughts, too, and have no pence."""
_CUT_OFF = re.compile(r"\d{3}\.\d\d[-) ]*(?:[CD]R)?", re.IGNORECASE)
_FEW_CUT, _SHARE_CUT = 5, 0.25
"""So many numbers, and so large a share of the records, must seem to be cut where no record is wider for it."""
_ANY_NUMBER = re.compile(r"[-+(£ ]*\d[\d,./-]*+[-) ]*")


@dataclass(frozen=True)
class Titles:
    """How wide a table is, by its titles."""

    width: int
    padded: bool
    """True where blank cells follow them, as they may follow in records."""

    def surplus(self, cells: Cells) -> int:
        """How many cells a record has too many."""
        return (last_filled(cells) if self.padded else len(cells)) - self.width


def titles_among(records: Sequence[Cells]) -> Titles | None:
    """The first record of words alone, at least three of them; None where there is none."""
    for cells in records:
        words = [cell for cell in cells if cell.strip()]
        if len(words) > 2 and not any(_ANY_NUMBER.fullmatch(word.strip()) for word in words):
            width = last_filled(cells)
            return Titles(width, padded=width < len(cells))
    return None


def joined(titles: Titles, wide: Mapping[int, Cells], others: Iterable[Cells]) -> Joined:
    """The records that are too wide, with their numbers whole again.

    Args:
        titles: the width that they should have.
        wide: number of a record → its cells, of all that have too many.
        others: records that have as many as the titles, or a sample of them.
    """
    found = Joined()
    # Each is looked at in hundreds of ways: not with all the cells that it has beyond those that could be explained.
    most = _MOST_COMMAS * _MOST_COLUMNS + 1
    filled = {number: cells[: titles.width + min(titles.surplus(cells), most)] for number, cells in wide.items()}
    titles = replace(titles, padded=False)
    sample = [*filled.values()][:: max(1, len(filled) // _SAMPLE)]
    columns = _explaining(titles, sample, [cells for cells in others if _is_record(titles, cells)])
    if columns is None:
        return found
    whole = {number: way for number, cells in filled.items() if (way := _whole_way(titles, cells, columns))}
    sure = {column: _PENCE if column == titles.width - 1 else _ONE_ONLY for column in columns}
    if any(sign.search(cells[column]) for cells in whole.values() for column, sign in sure.items()):
        found.records = whole
        found.repairs.merged = [*whole]
        # Whatever else is too wide in such a file may have a number cut as well: nobody joins its words.
        doubtful = {
            number: left_together(wide[number], columns[0], titles.width, _DOUBT) for number in wide.keys() - whole
        }
        found.records |= doubtful
        found.repairs.doubtful = sorted(doubtful)
    else:
        found.records = {number: left_together(wide[number], columns[0], titles.width, _DOUBT) for number in whole}
        found.repairs.doubtful = [*whole]
    return found


def within(titles: Titles, records: Sequence[Cells]) -> str | None:
    """A number that was cut in records that are no wider than their titles, for the column right of it is never filled; None of others.

    Nearly all of its column are up to three digits without pence, and right of each stand three digits with pence, some with a nought in
    front.
    """
    records = [cells for cells in records if len(cells) >= titles.width and _is_record(titles, cells)]
    for column in range(titles.width - 1):
        pieces = [cells for cells in records if _PIECE.fullmatch(cells[column].strip())]
        if len(pieces) < max(_FEW_CUT, len(records) * _SHARE_CUT):
            continue
        cut = [cells for cells in pieces if _CUT_OFF.fullmatch(cells[column + 1].strip())]
        if len(cut) >= _OF_ALL * len(pieces) and any(cells[column + 1].strip().startswith("0") for cells in cut):
            return MARK.join(cell.strip() for cell in cut[0][column : column + 2])
    return None


def _whole_way(titles: Titles, cells: Cells, columns: Sequence[int]) -> list[str] | None:
    """A record with the numbers of some columns joined; before them its words, where a blank after a comma shows what belongs together."""
    if (way := _only(titles, cells, columns)) is not None:
        return way
    words: list[str] = []
    for cell in cells:
        if words and cell.startswith(" ") and not _ANY_NUMBER.fullmatch(cell.strip()):
            words[-1] += MARK + cell
        else:
            words.append(cell)
    return _only(titles, words, columns) if titles.width <= len(words) < len(cells) else None


def _is_record(titles: Titles, cells: Cells) -> bool:
    return len(cells) >= titles.width and any(_ANY_NUMBER.fullmatch(cell.strip()) for cell in cells)


def _explaining(titles: Titles, sample: Sequence[Cells], narrow: Sequence[Cells]) -> tuple[int, ...] | None:
    """The columns whose numbers are cut: those that explain most of the wide records, and the fewest that do; None where several do so."""
    if titles.width > _WIDEST:
        return None
    possible = [
        column
        for column in range(titles.width)
        if any(_is_cut(cells, place) for cells in sample for place in _places(titles, cells, column))
        and sum(not _whole(cells[column]) for cells in narrow) <= _HARDLY_ANY * len(narrow)
    ]
    if len(possible) > _POSSIBLE:
        return None
    explained = {
        columns: (sum(_whole_way(titles, cells, columns) is not None for cells in sample), -count)
        for count in range(1, _MOST_COLUMNS + 1)
        for columns in combinations(possible, count)
    }
    best, *others = sorted(explained, key=explained.__getitem__, reverse=True) or [()]
    needed = _OF_SOME if len(narrow) >= _FEW else _OF_ALL
    if not best or explained[best][0] < needed * len(sample) or (others and explained[others[0]] == explained[best]):
        return None
    return best


def _places(titles: Titles, cells: Cells, column: int) -> range:
    """Where a column may begin in a record whose cells left of it may be cut."""
    return range(column, column + min(titles.surplus(cells), _MOST_COMMAS * _MOST_COLUMNS))


def _is_cut(cells: Cells, place: int) -> bool:
    after = cells[place + 1] if place + 1 < len(cells) else ""
    return bool(_PIECE.fullmatch(cells[place].strip()) and _GROUP.fullmatch(after.strip()))


def _only(titles: Titles, cells: Cells, columns: Sequence[int]) -> list[str] | None:
    """A record with the numbers of some columns joined, where there is one way to it only."""
    surplus = titles.surplus(cells)
    if surplus > _MOST_COMMAS * len(columns):
        return None
    ways = _ways([*cells], 0, surplus, columns, titles.width)
    found = next(ways, None)
    return found if found is not None and next(ways, None) is None else None


def _ways(cells: list[str], column: int, surplus: int, columns: Sequence[int], width: int) -> Iterator[list[str]]:
    """Every way to join so many cells as there are too many, each within one of the columns from ``column`` on."""
    here = next((each for each in columns if each >= column), None)
    if here is None:
        if surplus == 0:
            yield cells[:width]
        return
    for more in range(min(surplus, _MOST_COMMAS) + 1):
        number = MARK.join(cell.strip() if at else cell for at, cell in enumerate(cells[here : here + more + 1]))
        if _whole(number):
            yield from _ways(
                [*cells[:here], number, *cells[here + more + 1 :]], here + 1, surplus - more, columns, width
            )


def _whole(number: str) -> bool:
    """True for a blank cell, and a number with a comma before each three digits."""
    return not number.strip() or _NUMBER.fullmatch(number.strip()) is not None
