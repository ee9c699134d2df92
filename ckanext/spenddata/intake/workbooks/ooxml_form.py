"""The plain form in which programs write the sheets of Office Open XML workbooks, and its cells.

Row after row, cell after cell, each with its reference, its style, its type, and its value in ``<v>`` (ECMA-376 part 1, 18.3.1). The
text is cut into cells, and each cell must have this form from its first letter to its last; else ``NotPlain`` is raised. So a sheet is
read exactly or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum

import polars as pl

from ckanext.spenddata.intake.workbooks.formats import ODD, Format
from ckanext.spenddata.intake.workbooks.looks import Looks, styled_cells
from ckanext.spenddata.intake.workbooks.ooxml import NotPlain
from ckanext.spenddata.intake.workbooks.sheet import Place, column_number


class Words(IntEnum):
    """What the value of a cell is that is no number; of one that is, its ``Format`` says what."""

    SHARED = 100
    """The place of a shared string."""
    WRITTEN = 101
    TRIMMED = 102
    """Without the white space around them."""
    BOOLEAN = 103
    ERROR = 104


_OF_TYPE = {"s": Words.SHARED, "str": Words.WRITTEN, "b": Words.BOOLEAN, "e": Words.ERROR}

NUMBERS = [Format.NUMBER, *sorted(ODD)]
_CELLS = {"row": pl.UInt32, "column": pl.UInt16, "kind": pl.UInt8, "value": pl.String}

START = '<c r="'
_BETWEEN = r"(?:\s|</?row\b[^<>]*>)*"
_REFERENCE = r'^([A-Z]{1,3})([1-9][0-9]{0,6})"([^<>/]*)'
_VALUED = rf"(?s){_REFERENCE}><v>([^<]+)</v></c>(.+)?$"
"""Nearly every cell."""
_SPACE = r"( xml:space=\"preserve\")?"
_OTHER = (
    rf"(?s){_REFERENCE}(?:/>|>"
    r"(<f(?: [^<>]*)?/>|<f(?: [^<>]*)?>[^<]*</f>)?"
    rf"(?:<v(?: xml:space=\"preserve\")?>([^<]*)</v>|<v ?/>|<is><t{_SPACE}>([^<]*)</t></is>)?"
    r"</c>)(.+)?$"
)
"""Any cell: an empty one with a style, one with a formula, one with a string of its own."""
_ATTRIBUTE = re.compile(r'\s+([A-Za-z:]+)="([^"<>&]*)"')
_ROW = re.compile(r"<row\b[^<>]*>")
_COLUMN = re.compile(r"<col\b[^<>]*>")
_UNSEEN = ("hidden=", ' ht="0')
_HIDDEN = frozenset({"1", "true"})


@dataclass(frozen=True)
class Stretch:
    """The cells of a stretch of a sheet."""

    cells: pl.DataFrame
    """``row`` and ``column`` (from 1), ``kind`` (of ``Format`` or ``Words``) and ``value`` of each cell that has a value."""
    hidden_rows: list[int]
    uncalculated: list[Place]
    """Places (row, column) of formulas without a result."""
    looks: Looks[pl.DataFrame]
    """``row``, ``column`` and ``number`` (whether it is one) of each cell that has a value."""


def parted(text: str) -> tuple[str, str]:
    """What stands above the cells in the first text of a sheet, and the cells."""
    head, start, cells = text.partition("<sheetData>")
    if not start:
        head, start, _ = text.partition("<sheetData/>")
        cells = ""
    if not start or re.search(r"encoding=[\"'](?!utf-8)", text[:200], re.IGNORECASE):
        raise NotPlain
    return head, cells


def hidden_columns(head: str) -> list[int]:
    """The columns that a sheet hides, by what stands above its cells."""
    found = [dict(_ATTRIBUTE.findall(column)) for column in _COLUMN.findall(head)]
    return [
        number
        for column in found
        if is_unseen(column.get("hidden"), column.get("width"))
        for number in range(int(column.get("min", "1")), int(column.get("max", "1")) + 1)
    ]


def taken_apart(text: str, formats: Sequence[Format], looks: Looks[frozenset[str]]) -> Stretch:
    """The cells of a stretch of text that begins and ends between cells.

    Args:
        text: the stretch.
        formats: what each cell style makes of a number.
        looks: the styles that have each.
    """
    before, _, _ = text.partition(START)
    if "<!" in text or not re.fullmatch(_BETWEEN, before):
        raise NotPlain
    found = pl.Series([text]).str.split(START).explode().slice(1)
    valued = _matched(found, _VALUED, ("letters", "row", "attributes", "value", "after"))
    other, rest = valued["letters"].is_null(), None
    if other.any():
        names = ("letters", "row", "attributes", "formula", "value", "kept", "own", "after")
        valued, rest = valued.filter(~other), _matched(found.filter(other), _OTHER, names)
        if rest["letters"].has_nulls():
            raise NotPlain
    cells = [_typed(valued, formats), *(_others(rest, formats) if rest is not None else ())]
    uncalculated = _uncalculated(rest) if rest is not None else []
    styled = Looks(*(_styled(valued, rest, formats, styles) for styles in looks))
    return Stretch(pl.concat(cells), _hidden_rows(text), uncalculated, styled)


def _styled(
    valued: pl.DataFrame, rest: pl.DataFrame | None, formats: Sequence[Format], styles: Set[str]
) -> pl.DataFrame:
    """The cells of some styles, as ``with_looks`` takes them; nothing is looked at but the styles that occur, where none is of these."""
    parts = list[pl.DataFrame]()
    for cells in (valued, rest) if styles else ():
        if cells is None:
            continue
        wanted = [written for written in cells["attributes"].unique() if _attributes(written).get("s") in styles]
        if wanted:
            some = cells.filter(pl.any_horizontal(pl.col("attributes") == written for written in wanted))
            parts += [_typed(some, formats)] if cells is valued else _others(some, formats)
    if not parts:
        return styled_cells([])
    return pl.concat(parts).select("row", "column", pl.col("kind").is_in(NUMBERS).alias("number"))


def _matched(found: pl.Series, form: str, names: Sequence[str]) -> pl.DataFrame:
    matched = found.str.extract_groups(form).struct.unnest()
    matched.columns = list(names)
    after = matched["after"].drop_nulls()
    if not after.str.contains(f"^{_BETWEEN}$").all():
        raise NotPlain
    return matched


def _typed(cells: pl.DataFrame, formats: Sequence[Format]) -> pl.DataFrame:
    kinds = {attributes: _kind(attributes, formats) for attributes in cells["attributes"].unique()}
    return _placed(cells, pl.col("attributes").replace_strict(kinds, return_dtype=pl.UInt8), "value")


def _others(rest: pl.DataFrame, formats: Sequence[Format]) -> Iterator[pl.DataFrame]:
    """Cells with formulas, and with strings of their own."""
    typed = _typed(rest.filter(pl.col("value").is_not_null()), formats)
    yield typed.filter((pl.col("value") != "") | (pl.col("kind") == Words.WRITTEN))
    own = rest.filter(pl.col("own").is_not_null())
    if any(_attributes(attributes).get("t") != "inlineStr" for attributes in own["attributes"].unique()):
        raise NotPlain
    kept = pl.when(pl.col("kept").is_null()).then(Words.TRIMMED.value).otherwise(Words.WRITTEN.value)
    yield _placed(own, kept.cast(pl.UInt8), "own")


def _placed(cells: pl.DataFrame, kind: pl.Expr, value: str) -> pl.DataFrame:
    if not cells.height:
        return pl.DataFrame(schema=_CELLS)
    letters = {name: column_number(name) for name in cells["letters"].unique()}
    return cells.select(
        row=pl.col("row").cast(pl.UInt32),
        column=pl.col("letters").replace_strict(letters, return_dtype=pl.UInt16),
        kind=kind,
        value=value,
    )


def _kind(written: str, formats: Sequence[Format]) -> int:
    attributes = _attributes(written)
    kind = attributes.get("t", "n")
    if kind != "n":
        if kind not in _OF_TYPE:
            raise NotPlain
        return _OF_TYPE[kind].value
    style = int(attributes.get("s", len(formats)))
    number = formats[style] if style < len(formats) else Format.NUMBER
    if number == Format.OTHER:
        raise NotPlain
    return number.value


def _attributes(written: str) -> dict[str, str]:
    if _ATTRIBUTE.sub("", written).strip():
        raise NotPlain
    return dict(_ATTRIBUTE.findall(written))


def _uncalculated(rest: pl.DataFrame) -> list[Place]:
    nothing = (pl.col("value").fill_null("") == "") & ~pl.col("attributes").str.contains('t="str"', literal=True)
    bare = rest.filter(pl.col("formula").is_not_null() & nothing)
    return [(int(row), column_number(letters)) for row, letters in bare.select("row", "letters").iter_rows()]


def _hidden_rows(text: str) -> list[int]:
    """Rows that are hidden, or so low that nothing of them is seen; one of its own height that names none has that of any other."""
    if not any(sign in text for sign in _UNSEEN):
        return []
    rows = [dict(_ATTRIBUTE.findall(row)) for row in _ROW.findall(text) if any(sign in row for sign in _UNSEEN)]
    return [int(row["r"]) for row in rows if "r" in row and is_unseen(row.get("hidden"), row.get("ht"))]


def is_unseen(hidden: str | None, size: str | None) -> bool:
    """True for a row or column that is hidden, or of a height or width below one, of which nothing is seen."""
    return hidden in _HIDDEN or (size is not None and re.fullmatch(r"0(?:\.\d*)?", size) is not None)
