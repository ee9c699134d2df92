"""Text that keeps to RFC 4180 as it is: then there is nothing to repair, and nothing is."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

__all__ = ["records", "sound_share"]


def records(data: bytes, mark: str) -> list[list[str]] | None:
    """The records of a text in UTF-8 whose quotation marks are all sound; None where one is not.

    A record over several lines must have as many cells as most records. A cell must not hold a line that could be a record by itself: then
    two marks out of place have swallowed it, though the text is sound.
    """
    text = data.decode("utf-8", "replace")
    if '"' in text and _sound(mark).fullmatch(text) is None:
        return None
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark))
    widths = Counter(len(row) for row in rows if any(row))
    usual = widths.most_common(1)[0][0] if widths else 0
    over_lines = [row for row in rows if any("\n" in cell for cell in row)]
    if any(len(row) != usual or _swallows(row, usual, mark) for row in over_lines):
        return None
    return rows


def sound_share(text: str, mark: str) -> float:
    """How much of a text is sound from its beginning on, from 0 to 1; the end may be cut off in a cell."""
    found = _sound(mark).match(text)
    return found.end() / max(len(text), 1) if found else 0.0


@cache
def _sound(mark: str) -> re.Pattern[str]:
    """A whole text: cells without quotation marks, or wholly inside two of them, those inside doubled."""
    other = re.escape(mark)
    cell = rf'(?:"[^"]*+(?:""[^"]*+)*+"|[^"\n{other}]*+)'
    record = rf"{cell}(?:{other}{cell})*+\r?"
    return re.compile(rf"{record}(?:\n{record})*+")


def _swallows(row: Sequence[str], width: int, mark: str) -> bool:
    """True where a line inside a cell has as many delimiters as a record."""
    return any(line.count(mark) >= width - 1 for cell in row if "\n" in cell for line in cell.split("\n")[1:])
