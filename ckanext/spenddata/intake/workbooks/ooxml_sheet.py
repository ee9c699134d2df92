"""A sheet of an Office Open XML workbook → its cells as text, whole columns at a time, while the next of it is unpacked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

import polars as pl

from ckanext.spenddata.intake.workbooks import merged
from ckanext.spenddata.intake.workbooks.archive import pieces, refuse_wide
from ckanext.spenddata.intake.workbooks.asides import printed
from ckanext.spenddata.intake.workbooks.cell_text import days_written, numbers_written
from ckanext.spenddata.intake.workbooks.formats import REMARKED, Format, is_concerned, signed
from ckanext.spenddata.intake.workbooks.looks import Looks, with_looks
from ckanext.spenddata.intake.workbooks.ooxml import BLANKS, Book, NotPlain, SheetPart, decoded
from ckanext.spenddata.intake.workbooks.ooxml_form import (
    NUMBERS,
    START,
    Stretch,
    Words,
    hidden_columns,
    parted,
    taken_apart,
)
from ckanext.spenddata.intake.workbooks.sheet import Sheet

_AHEAD = 4
"""Stretches of text that may wait while others are taken apart."""
_LONGEST = 50_000_000
"""A text of so many bytes in which no cell begins is none that a program plainly writes."""
_BELOW = 20
"""So many pieces of what stands below the cells are kept."""
_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")


def read_sheet(book: Book, listed: SheetPart) -> Sheet:
    """A worksheet of a workbook.

    Raises:
        NotPlain: Something of it is not in the plain form.
        Refused: It spans more than a sheet may.
    """
    below: list[bytes] = []
    texts = _texts(pieces(book.archive, listed.part, book.limits), below)
    head, first = parted(next(texts))
    stretches: list[Stretch] = []
    rows = columns = 0
    for stretch in _in_turn(chain([first], texts), book):
        stretches.append(stretch)
        if stretch.cells.height:
            rows = max(rows, stretch.cells["row"].max())  # type: ignore[type-var, assignment]
            columns = max(columns, stretch.cells["column"].max())  # type: ignore[type-var, assignment]
        refuse_wide(rows, columns)
    cells = pl.concat(stretch.cells for stretch in stretches)
    typed = cells.filter(pl.col("kind").is_in([*NUMBERS, Format.DATE]))["row"]
    after = b"".join(below)
    block, filled = merged.spread(_block(cells, rows, columns, book), merged.down(after), typed)
    sheet = Sheet(
        listed.name,
        block,
        hidden_rows=tuple(row for stretch in stretches for row in stretch.hidden_rows),
        hidden_columns=tuple(hidden_columns(head)),
        otherwise=_otherwise(cells),
        merged=filled,
        from_1904=book.from_1904,
        uncalculated=tuple(place for stretch in stretches for place in stretch.uncalculated),
        asides=tuple(printed(after)),
    )
    return with_looks(sheet, Looks(*map(pl.concat, zip(*(each.looks for each in stretches), strict=True))), block)


def _otherwise(cells: pl.DataFrame) -> dict[Format, dict[int, int]]:
    """The numbers that are shown otherwise than they are: format → column → how many."""
    found: dict[Format, dict[int, int]] = {}
    for written in REMARKED:
        concerned = cells.filter((pl.col("kind") == written) & is_concerned(pl.col("value"), written))
        if concerned.height:
            found[written] = dict(concerned["column"].value_counts(sort=True).iter_rows())
    return found


def _texts(sheet: Iterator[bytes], below: list[bytes]) -> Iterator[str]:
    """The text of a sheet up to the end of its cells, cut before cells; what stands below them is put into ``below``."""
    start, end = START.encode(), b"</sheetData>"
    rest = b""
    try:
        for piece in sheet:
            rest += piece
            cells, ended, after = rest.partition(end) if end in rest else (rest, b"", b"")
            if ended or b"<sheetData/>" in rest:
                yield cells.decode()
                below.append(after)
                break
            if (cut := rest.rfind(start)) > 0:
                yield rest[:cut].decode()
                rest = rest[cut:]
            elif len(rest) > _LONGEST:
                raise NotPlain
        else:
            raise NotPlain
    except UnicodeDecodeError as error:
        raise NotPlain from error
    # All of it, since an archive knows whether a part is whole when it is unpacked.
    for piece in sheet:
        below += [piece] if len(below) < _BELOW else []


def _in_turn(texts: Iterator[str], book: Book) -> Iterator[Stretch]:
    """The texts taken apart, in order, and the strings of the workbook beside them."""
    waiting: deque[Future[Stretch]] = deque()
    with ThreadPoolExecutor(2) as pool:
        strings = pool.submit(lambda: book.strings)
        for text in texts:
            waiting.append(pool.submit(taken_apart, text, book.formats, book.looks))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
        strings.result()


def _block(cells: pl.DataFrame, rows: int, columns: int, book: Book) -> pl.DataFrame:
    """The cells as text, by row and column."""
    by_kind = cells.partition_by("kind", maintain_order=True)
    words = [_written(part["kind"][0], part["value"], book) for part in by_kind]
    places = [
        part.select((pl.col("column").cast(pl.UInt32) - 1) * rows + pl.col("row") - 1).to_series() for part in by_kind
    ]
    if not words:
        return pl.DataFrame()
    where, which = pl.concat(places), pl.Series([None], dtype=pl.UInt32).new_from_index(0, rows * columns)
    which = which.scatter(where, pl.int_range(len(where), dtype=pl.UInt32, eager=True))
    if which.count() != len(where):
        raise NotPlain
    block = pl.concat(words).gather(which)
    return pl.DataFrame([block.slice(column * rows, rows).alias(str(column + 1)) for column in range(columns)])


def _written(kind: int, values: pl.Series, book: Book) -> pl.Series:
    """Values of one kind as they would be written in a text file."""
    match kind:
        case Words.SHARED:
            return _shared(values, book.strings)
        case Words.WRITTEN | Words.TRIMMED:
            return _or_nothing(decoded(values.str.strip_chars(BLANKS) if kind == Words.TRIMMED else values))
        case Words.BOOLEAN:
            return _known(values, {"0": "FALSE", "1": "TRUE"})
        case Words.ERROR:
            return _known(values, {error: error for error in _ERRORS})
        case Format.DATE:
            return days_written(values, from_1904=book.from_1904)
        case Format.NUMBER | Format.SCALED | Format.UNSIGNED | Format.UNSEEN | Format.WORDED | Format.ELAPSED:
            return numbers_written(values)
        case _:
            # A person who sees dollars must be asked, as where a text file has them; one who sees a minus sees a credit.
            return signed(numbers_written(values), Format(kind))


def _known(values: pl.Series, words: dict[str, str]) -> pl.Series:
    if not values.is_in(list(words)).all():
        raise NotPlain
    return values.replace_strict(words, return_dtype=pl.String)


def _shared(values: pl.Series, strings: pl.Series) -> pl.Series:
    places = values.cast(pl.UInt32, strict=False)
    if places.has_nulls() or (len(places) and places.max() >= len(strings)):  # type: ignore[operator]
        raise NotPlain
    return _or_nothing(strings).gather(places)


def _or_nothing(words: pl.Series) -> pl.Series:
    return pl.select(pl.when(words != "").then(words)).to_series()
