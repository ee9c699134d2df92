"""Text under a known delimiter → cells. There is one way for every text, however large.

Quotation marks that are out of place are mended (``quotation``), the columnar engine cuts the text into cells, and records that were broken
are put together (``records``) and cut anew. Only what is out of shape is looked at record by record.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import polars as pl

from ckanext.spenddata.intake.refusals import refuse
from ckanext.spenddata.intake.repairs import Repairs
from ckanext.spenddata.intake.text_files import cut_numbers
from ckanext.spenddata.intake.text_files.grammar import Grammar, cells_of, written
from ckanext.spenddata.intake.text_files.quotation import mend
from ckanext.spenddata.intake.text_files.records import Joined, put_together, shape_of

DELIMITERS = (",", "\t", ";", "|")
_LARGE = 8_000_000
"""In text of so many bytes soundness is seen by numbers, and records out of shape by the cells that they lack or have too many of."""
_HEAD = 200
_SAMPLE = 5_000
_SELDOM = 0.05
_WIDE = 1_000
"""A row of more cells, below a narrower beginning, is no row of payments."""


@dataclass(frozen=True)
class Tokens:
    """The cells of a text."""

    cells: pl.DataFrame
    """As a ``Grid`` has them, with a blank column at the right."""
    repairs: Repairs
    cut: bool = False
    """True where a cell is open at the end: the text may go on below it."""


def tokenised(data: bytes, mark: str) -> Tokens | None:
    """The cells of a text in UTF-8; None where the engine can't read it."""
    repairs, cut = Repairs(), False
    cells = _cells(data, mark) if Grammar.of(mark).is_sound_text(data, at_once=len(data) >= _LARGE) else None
    found = _Records(data, mark, cells) if cells is not None else None
    if found is None or found.swallowed():
        mended = mend(data, mark)
        repairs, cut = mended.repairs, mended.cut
        if (cells := _cells(mended.data, mark)) is None:
            return None
        found = _Records(mended.data, mark, cells)
    for whole_again in (_Records.cut_numbers, _Records.joined):
        joined = whole_again(found)
        repairs.take(joined.repairs)
        if joined.records:
            text = found.patched(joined.records)
            if (cells := _cells(text, mark)) is None:
                return None
            found = _Records(text, mark, cells)
    repairs.short += found.short()
    return Tokens(found.cells, repairs, cut)


class _Records:
    """The records of sound text beside its cells. Each is a line, but for those with a line break in a quoted cell."""

    def __init__(self, data: bytes, mark: str, cells: pl.DataFrame) -> None:
        self.data = data
        self.mark = mark
        self.cells = cells
        self.large = len(data) >= _LARGE
        self.above: Sequence[int] = range(cells.height + 1)
        """The line on which each record begins, and the one after the last."""
        if cells.height != data.count(b"\n") + (not data.endswith(b"\n")):
            breaks = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)) + 1
            self.above = [0, *cells.select(breaks.cum_sum().alias("below"))["below"]]

    @cached_property
    def lines(self) -> list[bytes]:
        return self.data.split(b"\n")

    @cached_property
    def sample(self) -> dict[int, list[str]]:
        """Records by which the shape of all is known: in a text that is not large, all of them."""
        return self.read(range(0, self.cells.height, max(1, self.cells.height // _SAMPLE) if self.large else 1))

    @cached_property
    def suspects(self) -> dict[int, list[str]]:
        """Records that may have too few or too many cells."""
        return self.read(_suspects(self.cells)) if self.large else self.sample

    def read(self, numbers: Iterable[int]) -> dict[int, list[str]]:
        """Cells of records, as many as each has."""
        numbers = list(numbers)
        texts = (b"\n".join(self.lines[self.above[n] : self.above[n + 1]]).decode("utf-8", "replace") for n in numbers)
        return dict(zip(numbers, cells_of(texts, self.mark), strict=True))

    def _head(self) -> list[list[str]]:
        """The first records, without the lines of all being told apart."""
        lines = islice(io.BytesIO(self.data), cut_numbers.TITLES_WITHIN)
        return cells_of((line.decode("utf-8", "replace") for line in lines), self.mark)

    def swallowed(self) -> bool:
        """True where a record over several lines may be several, as two marks out of place make them one.

        It has not as many cells as most, or a line that could be a record by itself inside a cell.
        """
        if self.above[-1] == self.cells.height:
            return False
        usual = self._usual()
        longer = [n for n in range(self.cells.height) if self.above[n + 1] - self.above[n] > 1]
        return any(len(row) != usual or _holds_record(row, usual, self.mark) for row in self.read(longer).values())

    def cut_numbers(self) -> Joined:
        """Those in which commas between thousands have cut numbers, put together; none, as mostly.

        Raises:
            Refused: They have, and no record is too wide for it: then nobody knows which are two cells of one number.
        """
        titles = cut_numbers.titles_among(self._head()) if self.mark == cut_numbers.MARK else None
        if titles is None:
            return Joined()
        if not self._is_wider_than(titles.width):
            if (number := cut_numbers.within(titles, [*self.sample.values()])) is not None:
                raise refuse("cut_numbers", number=number)
            return Joined()
        counts = [line.count(self.mark.encode()) for line in self.lines]
        long = [n for n in range(self.cells.height) if sum(counts[self.above[n] : self.above[n + 1]]) >= titles.width]
        wide = {number: row for number, row in self.read(long).items() if titles.surplus(row) > 0}
        return cut_numbers.joined(titles, wide, (row for row in self.sample.values() if titles.surplus(row) <= 0))

    def _is_wider_than(self, width: int) -> bool:
        """Whether a record may have more cells; of large text only cells that are filled are seen."""
        beyond = self.cells.columns[width:-1]
        return bool(beyond) and (
            not self.large or self.cells.select(pl.any_horizontal(pl.col(beyond).is_not_null()).any()).item()
        )

    def joined(self) -> Joined:
        """Those that were broken, put together; none, as mostly."""
        suspects = self.suspects
        shape = shape_of([*self.sample.values()]) if suspects else None
        if shape is None:
            return Joined()
        odd = {number: row for number, row in suspects.items() if len(row) != shape.width}
        return put_together(odd, shape, self.mark, [other for other in DELIMITERS if other != self.mark])

    def short(self) -> list[int]:
        """Those with several cells, and fewer than there are titles; in a later piece without titles, than most have."""
        if not self.suspects:
            return []
        titles = cut_numbers.titles_among(self._head())
        width = titles.width if titles else self._usual()
        return [number for number, row in self.suspects.items() if 1 < len(row) < width]

    def _usual(self) -> int:
        widths = Counter(len(row) for row in self.sample.values() if any(row))
        return max(widths, key=widths.__getitem__, default=0)

    def patched(self, records: Mapping[int, list[str]]) -> bytes:
        """The text with other records in place of some."""
        lines = [*self.lines]
        for number in sorted(records, reverse=True):
            lines[self.above[number] : self.above[number + 1]] = [written(records[number], self.mark).encode()]
        return b"\n".join(lines)


def _holds_record(row: Sequence[str], width: int, mark: str) -> bool:
    """True where a line inside a cell has as many delimiters as a record."""
    return any(line.count(mark) >= width - 1 for cell in row if "\n" in cell for line in cell.split("\n")[1:])


def _suspects(cells: pl.DataFrame) -> list[int]:
    """Rows that may have too few or too many cells: nothing where cells are mostly filled, or something where they hardly ever are."""
    few = cells.height * _SELDOM
    blanks = dict(zip(cells.columns, cells.null_count().row(0), strict=True))
    usual = sorted(count for count in blanks.values() if count < cells.height)
    filled = [name for name in cells.columns if blanks[name] <= usual[len(usual) // 4] + few] if usual else []
    if not filled:
        return []
    beyond = [name for name in cells.columns[int(filled[-1]) :] if cells.height - few <= blanks[name] < cells.height]
    found = cells.select(
        pl.col(filled[-1]).is_null().alias("short"),
        pl.any_horizontal(pl.col(*cells.columns).is_not_null()).alias("some"),
        pl.any_horizontal(pl.lit(value=False), *(pl.col(name).is_not_null() for name in beyond)).alias("long"),
    )
    broken = pl.col("short") & pl.col("some")
    beside = broken.shift(1) | broken.shift(-1)
    return found.select(pl.col("long") | (pl.col("short") & (pl.col("some") | beside)))[:, 0].arg_true().to_list()


def _cells(data: bytes, mark: str) -> pl.DataFrame | None:
    """The cells of sound text, with a blank column at the right; None where the engine can't read it."""
    head = None if len(data) < _LARGE else _HEAD
    width = max((line.count(mark.encode()) + 1 for line in islice(io.BytesIO(data), head)), default=1)
    while True:
        names = [str(number) for number in range(1, width + 2)]
        try:
            cells = pl.read_csv(
                data,
                has_header=False,
                separator=mark,
                schema=dict.fromkeys(names, pl.String()),
                truncate_ragged_lines=True,
                missing_columns="insert",
                extra_columns="ignore",
            )
        except pl.exceptions.PolarsError:
            return None
        if cells[names[-1]].is_null().all():
            return cells if b'""' not in data else cells.with_columns(pl.when(pl.all() != "").then(pl.all()))
        if width > _WIDE:
            raise refuse("unsafe", why=f"it has a row of more than {width:,} cells")
        width *= 2
