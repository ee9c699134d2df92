"""What stands beside the amounts, in all rows: words that may say credit, second columns of amounts, currencies, pence.

Whatever decides a sign, a unit or a currency is decided on this, never on a sample: a single ``CR`` in row 3,000 counts. What a piece of a
large file says is added to what the pieces above it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from ckanext.spenddata.intake.reading import Evidence, Question
from ckanext.spenddata.values import text

_SHOWN = 5
"""So many spellings are named."""


class Signs(NamedTuple):
    """How many of the amounts beside a word are above and below nought, and how the word is written."""

    plus: int = 0
    minus: int = 0
    written: frozenset[str] = frozenset()
    shown: int = 0
    """So many of them show by their place or by other rows that they are credits; looked at only where the word may say so."""
    again: int = 0
    """So many stand beside it once more."""

    def and_(self, other: Signs) -> Signs:
        """Together with others."""
        return Signs(
            self.plus + other.plus,
            self.minus + other.minus,
            self.written | other.written,
            self.shown + other.shown,
            self.again + other.again,
        )


@dataclass(frozen=True)
class Turns:
    """How the amounts of a second column stand beside those of the first."""

    both: int
    """Rows that have an amount in both, and not the same credit in each."""
    alone: bool
    """A row has one in the second alone."""
    amounts: int
    """Cells of the second that are amounts."""
    filled: int

    def __add__(self, other: Turns) -> Turns:
        return Turns(
            self.both + other.both, self.alone or other.alone, self.amounts + other.amounts, self.filled + other.filled
        )


class Spread(NamedTuple):
    """Over how many of the suppliers with several payments the references of credit notes are spread."""

    having: int = 0
    suppliers: int = 0

    def and_(self, other: Spread) -> Spread:
        """Together with others; a supplier in several pieces of a large file counts in each."""
        return Spread(self.having + other.having, self.suppliers + other.suppliers)


@dataclass(frozen=True)
class Beside:
    """What all rows say."""

    words: Mapping[int, Mapping[str, Signs]] = field(default_factory=dict)
    """Column → word → the amounts beside it."""
    spread: Mapping[int, Spread] = field(default_factory=dict)
    """Column of references → the suppliers that have those of credit notes."""
    turns: Mapping[int, Turns] = field(default_factory=dict)
    """Column of credits → how it stands beside the amounts."""
    currencies: frozenset[str] = frozenset()
    amounts: int = 0
    """Cells of the column of amounts that are filled."""
    with_pence: int = 0
    twins: bool = True
    """True where columns that were taken for one are the same in every row."""
    padded: int = 0
    """Amounts that are digits alone with noughts before them, where none is written with pence."""

    def together(self, column: int, words: Iterable[str]) -> Signs:
        """The amounts beside any of some words of a column."""
        known, found = self.words[column], Signs()
        for word in words:
            found = found.and_(known.get(word, Signs()))
        return found

    def spelt(self, column: int, words: Iterable[str]) -> str:
        """Some words of a column as they are written, for a sentence."""
        spelt = sorted({text.trimmed(cell) for word in words for cell in self.words[column][word].written})
        return ", ".join(spelt[:_SHOWN])

    def __add__(self, other: Self) -> Beside:
        words: dict[int, dict[str, Signs]] = {number: dict(each) for number, each in self.words.items()}
        for number, each in other.words.items():
            for said, signs in each.items():
                known = words.setdefault(number, {})
                known[said] = known.get(said, Signs()).and_(signs)
        spread = {
            number: self.spread.get(number, Spread()).and_(other.spread.get(number, Spread()))
            for number in sorted(self.spread.keys() | other.spread.keys())
        }
        return Beside(
            words,
            spread,
            {number: turns + other.turns[number] for number, turns in self.turns.items()},
            self.currencies | other.currencies,
            self.amounts + other.amounts,
            self.with_pence + other.with_pence,
            self.twins and other.twins,
            self.padded + other.padded,
        )


@dataclass(frozen=True)
class CreditMarks:
    """A column whose words say which amounts are credits."""

    column: int
    credits: tuple[str, ...]
    """The words, as written."""


@dataclass(frozen=True)
class AmountFacts:
    """What follows for the amounts from what stands beside them."""

    credit: int | None = None
    """Number of the column of credits, where the amounts stand in two columns and ``amount`` is that of the debits."""
    marks: tuple[CreditMarks, ...] = ()
    """The columns that mark the credits, where these have no minus of their own."""
    unit: str | None = None
    """What the amounts are counted in, where the title or the words above the table say so."""
    foreign: str | None = None
    """Why the amounts may not be in pounds sterling."""
    of_original: bool = False
    """True where the column of currencies is that of other amounts."""
    notes: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    twins: bool = True
    """False where a column that was passed over as a copy is none."""
    doubts: Evidence = field(default_factory=dict, compare=False)
    """What stands here that a person may be asked of; alike or not, the amounts are read the same."""
