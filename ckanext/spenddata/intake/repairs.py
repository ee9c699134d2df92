"""What had to be put right in a text before its records could be read, and what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields

from ckanext.spenddata.values import text

_NAMED = 10


@dataclass
class Repairs:
    """Rows, counted from 0, by what was done in them."""

    unclosed: list[int] = field(default_factory=list)
    """A quotation mark was left out."""
    kept: list[int] = field(default_factory=list)
    """Quotation marks were kept as a part of a cell."""
    joined: list[int] = field(default_factory=list)
    """The rows below were joined to this one."""
    merged: list[int] = field(default_factory=list)
    """Cells of this row were joined."""
    divided: list[int] = field(default_factory=list)
    """The row was cut at another delimiter."""
    unwrapped: list[int] = field(default_factory=list)
    """The row was quoted whole, as one cell."""
    doubtful: list[int] = field(default_factory=list)
    """The row has too many cells, and those in doubt were left together."""
    short: list[int] = field(default_factory=list)
    """The row has fewer cells than there are titles. Nothing is told of it here: most of them are notes."""
    cut: list[int] = field(default_factory=list)
    """The text ends within this row."""
    open: list[int] = field(default_factory=list)
    """The text ends with this row, and with a number of which more digits could have followed."""

    def take(self, other: Repairs, above: int = 0) -> None:
        """Add those of another text, which stands below so many rows."""
        for kind in fields(Repairs):
            getattr(self, kind.name).extend(row + above for row in getattr(other, kind.name))

    def notes(self) -> Iterator[str]:
        """What is told."""
        if self.unclosed:
            yield f"A quotation mark is opened and never closed in {_rows(self.unclosed)}. It was left out, and the rows below kept apart."
        if self.kept:
            yield f"Quotation marks stand inside cells without being doubled in {_rows(self.kept)}. They were kept as a part of the cells."
        if self.joined:
            yield f"A line break inside a cell had broken the record in {_rows(self.joined)}. Its parts were joined again."
        if self.merged:
            yield f"A delimiter inside a cell had moved the cells in {_rows(self.merged)}. They were moved back."
        if self.divided:
            yield f"Another delimiter than elsewhere divides the cells in {_rows(self.divided)}."
        if self.unwrapped:
            yield f"Quotation marks stand around the whole of {_rows(self.unwrapped)}. The cells in them were told apart."
        if self.doubtful:
            yield (
                f"There are more cells than columns in {_rows(self.doubtful)}, and it is not certain which of them belong together. "
                "Those in doubt were left together in one column, so that none is read as what it is not. Put quotation marks "
                "around cells with a delimiter in them."
            )
        if self.cut:
            yield (
                f"The file seems to end in the middle of its last record, as after a download that broke off: {_rows(self.cut)} "
                "is not whole, and payments may be missing below. Export the file again and look at its last row."
            )
        if self.open:
            yield (
                f"The file ends with a number and without the end of a line, in {_rows(self.open)}. If its last number is shorter than it "
                "should be, the download broke off: export the file again."
            )


def _rows(numbers: Sequence[int]) -> str:
    """``2 rows (3, 7)``, as a spreadsheet counts them."""
    some = ", ".join(f"{number + 1:,}" for number in numbers[:_NAMED])
    return f"{text.counted(len(numbers), 'row')} ({some}{' …' if len(numbers) > _NAMED else ''})"
