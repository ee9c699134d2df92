"""What nobody sees in a text: characters of no width. They make no other supplier and no other title."""

from __future__ import annotations

import re

import polars as pl

_NO_WIDTH = [chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)]
"""Blanks and joiners of no width, marks of direction, byte order marks."""
_BEGINNINGS = {sign.encode()[:2] for sign in _NO_WIDTH}
"""Of one of them in UTF-8."""
_SOFT_HYPHEN = "\u00ad"
"""Seen where a line is broken, which none is here; before a figure it is how one encoding writes a minus."""
_SOFT_IN_BYTES = re.compile(rb"(?<=[A-Za-z\x80-\xbf])\xc2\xad(?=[A-Za-z\xc3-\xf4])")
"""Between letters, in UTF-8."""
_SOFT_IN_CELLS = rf"(\p{{L}}){_SOFT_HYPHEN}(\p{{L}})"


def less_unseen(data: bytes) -> tuple[bytes, int]:
    """A text in UTF-8 without what has no width, and how many characters that were.

    Texts may be large, and dashes begin with the same bytes: each is looked for by itself, which is as fast as memory is read.
    """
    count = 0
    beginnings = [beginning for beginning in _BEGINNINGS if beginning in data]
    for sign in map(str.encode, _NO_WIDTH):
        if sign[:2] in beginnings and (found := data.count(sign)):
            data, count = data.replace(sign, b""), count + found
    if _SOFT_HYPHEN.encode() in data:
        data, soft = _SOFT_IN_BYTES.subn(b"", data)
        count += soft
    return data, count


def cells_less_unseen(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of a sheet without what has no width; null where nothing else stood there."""
    signs = [*_NO_WIDTH, _SOFT_HYPHEN]
    concerned = [name for name in cells.columns if cells[name].str.contains_any(signs).any()]
    if not concerned:
        return cells
    seen = (
        pl.col(name).str.replace_many(_NO_WIDTH, [""]).str.replace_all(_SOFT_IN_CELLS, "${1}${2}").replace("", None)
        for name in concerned
    )
    return cells.with_columns(seen)
