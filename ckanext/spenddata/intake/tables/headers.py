"""Header rows: which rows of a grid name the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.spenddata.definitions.titles import Titles
from ckanext.spenddata.values import dates, money, text

_LONG_TITLE = 80
_MANY = 3
"""So many known titles make a header whatever else the row holds."""


@dataclass(frozen=True)
class Header:
    """A header: its rows by position (none where it stands in another sheet), and the title of each column."""

    rows: tuple[int, ...]
    titles: tuple[str, ...]

    def key(self) -> tuple[str, ...]:
        """What makes two headers the same."""
        return tuple(text.title_key(title) for title in self.titles)


def known_titles(row: Sequence[str], titles: Titles) -> int:
    """How many different known titles a row holds."""
    return len(
        {text.title_key(cell) or cell for cell in row if len(cell) < 120 and text.trimmed(cell) and titles.knows(cell)}
    )


def is_header(row: Sequence[str], titles: Titles) -> bool:
    """True where a row names columns: known titles, or words for date, amount and supplier; and no cell that is a value."""
    filled = [cell for cell in row if text.trimmed(cell)]
    if len(filled) < 2 or any(_is_value(cell) for cell in filled):
        return False
    known = known_titles(filled, titles)
    if known >= _MANY or (known > 1 and known * 2 >= len(filled)):
        return True
    matches = (titles.match(cell) for cell in filled if len(cell) < _LONG_TITLE)
    return {match.title.field for match in matches if match} >= {"payment_date", "amount", "supplier_name"}


def _is_value(cell: str) -> bool:
    """True for a cell that has a date or an amount in it, as no title has."""
    cell = text.trimmed(cell)
    if not any(character.isdigit() for character in cell):
        return False
    if dates.read(cell).fault is None and len(cell) > 5:
        return True
    return money.read(cell).pence is not None and ("." in cell or "," in cell or len(cell) > 3)


def looks_like_payment(row: Sequence[str]) -> bool:
    """True where a row holds a date and an amount among other things."""
    filled = [text.trimmed(cell) for cell in row if text.trimmed(cell)]
    if len(filled) < 3:
        return False
    days = [i for i, cell in enumerate(filled) if len(cell) < 40 and is_day(cell)]
    return bool(days) and any(
        money.read(cell).pence is not None for i, cell in enumerate(filled) if i not in days and len(cell) < 30
    )


def is_day(cell: str | None) -> bool:
    """True for a cell that is written as a date, and is no number that could be one."""
    reading = dates.read(cell)
    return reading != dates.BLANK and reading.fault is None and reading.form not in {"serial", "year", "compact"}


def find_header(rows: Sequence[Sequence[str]], titles: Titles, start: int = 0) -> Header | None:
    """The first header among ``rows``, the first of which is at position ``start`` of the grid."""
    for i, row in enumerate(rows):
        if is_header(row, titles):
            return _with_neighbours(rows, i, start, titles)
        if (joined := _two_rows(rows, i, titles)) is not None:
            return Header((start + i, start + i + 1), joined)
    return None


def by_form(rows: Sequence[Sequence[str]]) -> Header | None:
    """A header whose titles nobody knows: the words right above the first payment, one above its date and one above its amount."""
    first = next((i for i, row in enumerate(rows) if looks_like_payment(row)), 0)
    above = next((i for i in range(first - 1, -1, -1) if _filled(rows[i])), None)
    if above is None:
        return None
    titles, payment = rows[above], rows[first]
    places = [i for i, cell in enumerate(payment) if text.trimmed(cell)]
    named = [i for i in places if i < len(titles) and _is_title(titles[i])]
    days = [i for i in named if is_day(payment[i])]
    sums = [i for i in named if money.read(payment[i]).pence is not None and i not in days]
    distinct = len({text.title_key(titles[i]) or titles[i] for i in named}) == len(named)
    if days and sums and distinct and len(named) * 5 >= len(places) * 4:
        return Header((above,), tuple(titles))
    return None


def _is_title(cell: str) -> bool:
    cell = text.trimmed(cell)
    return 0 < len(cell) < _LONG_TITLE and not cell[0].isdigit() and not _is_value(cell)


def _with_neighbours(rows: Sequence[Sequence[str]], i: int, start: int, titles: Titles) -> Header:
    """A header and what belongs to it: a second row of titles below, or a row of words above that complete them."""
    if i + 1 < len(rows) and is_header(rows[i + 1], titles):
        merged = tuple(_best(upper, lower, titles) for upper, lower in _pairs(rows[i], rows[i + 1]))
        return Header((start + i, start + i + 1), merged)
    single = known_titles(rows[i], titles)
    for first in (i - 1, i):
        if first >= 0 and first + 1 < len(rows):
            joined = _joined_best(rows[first], rows[first + 1], titles)
            plain = not any(_is_value(cell) for cell in (*rows[first], *rows[first + 1]))
            if plain and _may_complete(rows[first]) and joined is not None and known_titles(joined, titles) > single:
                return Header((start + first, start + first + 1), joined)
    return Header((start + i,), tuple(rows[i]))


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if text.trimmed(cell))


def _may_complete(row: Sequence[str]) -> bool:
    """True for a row that may hold parts of titles: of a single cell in the first column the words are those of a heading."""
    return _filled(row) > 1 or (_filled(row) == 1 and not text.trimmed(row[0]))


def _two_rows(rows: Sequence[Sequence[str]], i: int, titles: Titles) -> tuple[str, ...] | None:
    """The titles of a header that only makes sense as two rows read together."""
    if i + 1 >= len(rows) or _filled(rows[i]) < 2 or _filled(rows[i + 1]) < 2:
        return None
    if is_header(rows[i + 1], titles):
        return None
    joined = _joined_best(rows[i], rows[i + 1], titles)
    together = known_titles(joined, titles)
    alone = max(known_titles(rows[i], titles), known_titles(rows[i + 1], titles))
    return joined if together >= _MANY and together > alone and is_header(joined, titles) else None


def _pairs(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str]]:
    width = max(len(upper), len(lower))
    return list(zip([*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))], strict=True))


def _joined_best(upper: Sequence[str], lower: Sequence[str], titles: Titles) -> tuple[str, ...]:
    """Two rows read together, in the way that gives more known titles: each title by itself, or those above for several columns."""
    ways = (_joined(upper, lower, spans=False), _joined(upper, lower, spans=True))
    return max(ways, key=lambda way: known_titles(way, titles))


def _joined(upper: Sequence[str], lower: Sequence[str], *, spans: bool) -> tuple[str, ...]:
    """Two rows read together; where a cell above spans several columns it counts for each of them that has a word below."""
    joined: list[str] = []
    above = ""
    for top, bottom in _pairs(upper, lower):
        above = top if text.trimmed(top) else above if text.trimmed(bottom) else ""
        spanned = above if spans and text.trimmed(bottom) else top
        joined.append(" ".join(part for part in (text.trimmed(spanned), text.trimmed(bottom)) if part))
    return tuple(joined)


def _best(upper: str, lower: str, titles: Titles) -> str:
    """Of two titles for a column both together, where that is a title (Supplier, Postcode); else the one that is known, or the upper."""
    both = f"{text.trimmed(upper)} {text.trimmed(lower)}"
    if text.trimmed(upper) and text.trimmed(lower) and titles.knows(both):
        return both
    return upper if titles.knows(upper) or not text.trimmed(lower) else lower
