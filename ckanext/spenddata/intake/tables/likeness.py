"""What the cells of columns look like, and whether those of a row would look more like them in other places.

A column is known by the forms of its cells. The form of a number or code is its outline (``CN00018`` and ``CN00731`` are alike, so are all
amounts with pence); the form of words is the words. Each cell that a *move* would bring into another column speaks for or against it.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from ckanext.spenddata.values import text

__all__ = ["Looks", "Move", "form", "gain", "moves"]

_MOST = 4.0
_KIND = 2.0
"""A single cell counts for no more, whatever it says: one of a form that was seen before, and one of which only the kind was."""
_SEVERAL = 3
_UNSEEN, _WORDS = 0.1, 20
"""The share of cells in other forms that a column may always have, and the number of forms that they are thought to have."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Move:
    """Where the cells of some columns belong: column → the column that holds its cell; None where none does."""

    sources: Mapping[int, int | None]

    @property
    def carried(self) -> Iterator[tuple[int, int]]:
        """The cells that come into another column: from, to."""
        return ((source, to) for to, source in self.sources.items() if source is not None)

    @property
    def back(self) -> Move:
        """The move that undoes this one."""
        sources: dict[int, int | None] = dict.fromkeys(self.sources)
        return Move(sources | dict(self.carried))

    @property
    def lost(self) -> set[int]:
        """Columns whose cells have no place; they must be blank."""
        return set(self.sources) - set(self.sources.values())


def moves(columns: Sequence[int]) -> Iterator[Move]:
    """Two columns exchanged; or all from one on moved by one place to the right, or to the left."""
    for one, other in combinations(columns, 2):
        yield Move({one: other, other: one})
    for begin in range(len(columns) - 2):
        moved = columns[begin:]
        yield Move(dict(zip(moved, [None, *moved[:-1]], strict=True)))
        yield Move(dict(zip(moved, [*moved[1:], None], strict=True)))


@lru_cache(maxsize=16_384)
def form(cell: str | None) -> str:
    """The form of a cell; empty where there is nothing in it."""
    plain = _THOUSANDS.sub("", text.trimmed(cell or "").lower())
    if not plain or text.is_dash(plain) or plain in {"n/a", "#n/a", "null", "(blank)"}:
        return ""
    return f"{len(plain)} digits" if plain.isdigit() else _DIGITS.sub("9", plain)


@lru_cache(maxsize=16_384)
def _kind(form: str) -> str:
    if form.endswith(" digits"):
        return "digits"
    if not re.search("[a-z]", form):
        return "number"
    return "code" if "9" in form and " " not in form else "words"


class Looks:
    """What the cells of a column look like."""

    def __init__(self, cells: Sequence[str | None]) -> None:
        """Learn from the cells of ordinary rows."""
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for cell, count in Counter(cell or "" for cell in cells).items():
            if outline := form(cell):
                written[outline][cell] += count
        self._filled = sum(each.total() for each in written.values())
        self._blank = (len(cells) - self._filled + 0.5) / (len(cells) + 1)
        self._kinds = Counter[str]()
        self._forms = Counter[str]()
        for outline, each in written.items():
            self._kinds[_kind(outline)] += each.total()
            # One number that is written everywhere is no form of numbers.
            if "9" not in outline.replace(" digits", "9") or len(each) >= _SEVERAL:
                self._forms[outline] += each.total()
        alone = sum(1 for each in written.values() if each.total() == 1) / max(1, self._filled)
        self._unseen = min(1 - _UNSEEN, max(_UNSEEN, alone))

    @property
    def usual(self) -> set[str]:
        """Forms that come more than once."""
        return {form for form, count in self._forms.items() if count > 1}

    def knows(self, form: str) -> bool:
        """True where there is a cell of this form."""
        return form in self._forms

    def emptied(self) -> float:
        """How much more the column looks like itself when a cell of it is blank than when it is filled."""
        return max(-_KIND, min(_KIND, math.log(self._blank / (1 - self._blank))))

    def kind(self, form: str) -> float:
        """The share of cells of the same kind, above 0: digits, other numbers, codes, words."""
        return (self._kinds[_kind(form)] + 0.5) / (self._filled + 1)

    def likelihood(self, form: str) -> float:
        """How likely the column is to hold a cell of this form, above 0."""
        return (1 - self._unseen) * self._forms[form] / max(1, self._filled) + self._unseen * self.kind(form) / _WORDS

    def wonders(self, form: str) -> bool:
        """True where nothing like this cell was seen before."""
        return bool(form) and not self.knows(form) and self._unseen * self._kinds[_kind(form)] < 0.02 * self._filled


def gain(form: str, here: Looks, there: Looks) -> float:
    """How much more a cell looks like those of another column: above 0 where it belongs there, below where it is right here."""
    if not form:
        return 0.0
    most = _MOST if here.knows(form) or there.knows(form) else _KIND
    return max(-most, min(most, math.log(there.likelihood(form) / here.likelihood(form))))
