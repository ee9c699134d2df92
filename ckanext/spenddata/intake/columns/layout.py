"""The columns of a table, and which of them is which field."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ckanext.spenddata.intake.columns.beside import AmountFacts, Beside
from ckanext.spenddata.intake.columns.column import Column, named_apart
from ckanext.spenddata.intake.columns.evidence import Evidence
from ckanext.spenddata.intake.columns.watch import Watch
from ckanext.spenddata.intake.grid import colours_of, is_colours
from ckanext.spenddata.intake.reading import MappedColumn, Question
from ckanext.spenddata.values import text

KEY_FIELDS = ("payment_date", "amount", "supplier_name")
"""Without these a row is no payment."""


@dataclass
class Layout:
    """The columns of a table, mapped."""

    columns: Sequence[Column]
    fields: dict[str, MappedColumn] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)
    """What the title of a date or amount says of it."""
    questions: list[Question] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    closed: frozenset[str] = frozenset()
    """Fields that no column is to be taken for, as a person said."""
    titled: bool = True
    """False where no title was known: everything is proposed from values."""
    twins: list[tuple[int, int]] = field(default_factory=list)
    """Columns that hold the same in every row, of which the second was passed over."""
    watch: Watch | None = None
    """What is looked at beside the amounts."""
    beside: Beside = field(default_factory=Beside)
    """What was seen there."""
    unit_named: tuple[str, str] | None = None
    """The unit that a title or the words above the table name for the amounts, and which of them."""
    unit_sure: bool = True
    """False where it may be named for other figures."""
    currency_named: str | None = None
    """Where the words around the table name another currency than pounds for all amounts, and what they say."""
    credits: bool | str | None = None
    """What a person said of amounts that seem to be credits and have no minus; None where nobody was asked."""
    were_paid: bool = False
    """True where a person said that rows were paid of which a column says that they were not."""
    amounts: AmountFacts = field(default_factory=AmountFacts)
    """What follows for the amounts."""
    misplaced: str = ""
    """What seems to be wrong with the titles, where the values do not stand under them."""
    confirmed: bool = False
    """True where a person confirmed all of it."""
    numbers: frozenset[str] = frozenset()
    """Fields of references that are written like amounts."""

    def take(self, name: str, column: Column, evidence: Evidence) -> None:
        """Map a column."""
        self.fields[name] = MappedColumn(column.title, column.number, round(evidence.weight, 2), evidence.why)

    def ask(self, name: str, columns: Iterable[Column], why: str, *, blocking: bool = True) -> None:
        """Ask which of some columns is a field."""
        self.questions.append(Question(name, tuple(named_apart(columns)), why, blocking=blocking))

    def column(self, name: str) -> Column | None:
        """The column of a field; None where it has none."""
        mapped = self.fields.get(name)
        return next((column for column in self.columns if mapped and column.number == mapped.column), None)

    def title(self, number: int) -> str:
        """What a column, or its colours (``grid.colours_of``), are called in questions and notes."""
        of_cells = colours_of(number) if is_colours(number) else number
        label = next(column.label for column in self.columns if column.number == of_cells)
        return f"{label} (look)" if is_colours(number) else label

    def wants(self, name: str) -> bool:
        """True where a field has no column yet and may have one."""
        return name not in self.fields and name not in self.closed

    def free(self) -> list[Column]:
        """Columns that no field takes."""
        taken = {mapped.column for mapped in self.fields.values()} | {self.amounts.credit}
        return [column for column in self.columns if column.number not in taken]

    def unmapped(self) -> tuple[str, ...]:
        """Titles of the columns that no field takes and that hold something."""
        return tuple(column.label for column in self.free() if column.profile.filled or text.trimmed(column.title))

    @property
    def confidence(self) -> float:
        """The confidence of the least certain of date, amount and supplier; 0 where one of them is missing."""
        return min((self.fields[name].confidence if name in self.fields else 0.0 for name in KEY_FIELDS), default=0.0)
