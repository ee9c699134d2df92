"""What nobody sees in a text: characters of no width. They make no other supplier and no other title."""

from __future__ import annotations

import re

import polars as pl

_NO_WIDTH = r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
"""Blanks and joiners of no width, marks of direction, byte order marks."""
_SOFT_HYPHEN = "\u00ad"
"""Seen where a line is broken, which none is here; before a figure it is how one encoding writes a minus."""
_IN_TEXT = re.compile(rf"{_NO_WIDTH}|(?<=[^\W\d_]){_SOFT_HYPHEN}(?=[^\W\d_])")
_SOFT_IN_CELLS = rf"(\p{{L}}){_SOFT_HYPHEN}(\p{{L}})"
_BYTES = (b"\xe2\x80", b"\xe2\x81", b"\xef\xbb\xbf", b"\xc2\xad")
"""How one of them begins in UTF-8."""
_SIGNS = [chr(code) for code in (*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0xAD)]


def less_unseen(data: bytes) -> tuple[bytes, int]:
    """A text in UTF-8 without what has no width, and how many characters that were."""
    if not any(beginning in data for beginning in _BYTES):
        return data, 0
    seen, count = _IN_TEXT.subn("", data.decode("utf-8", "surrogateescape"))
    return (seen.encode("utf-8", "surrogateescape"), count) if count else (data, 0)


def cells_less_unseen(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells of a sheet without what has no width; null where nothing else stood there."""
    concerned = [name for name in cells.columns if cells[name].str.contains_any(_SIGNS).any()]
    if not concerned:
        return cells
    seen = (
        pl.col(name).str.replace_all(_NO_WIDTH, "").str.replace_all(_SOFT_IN_CELLS, "${1}${2}").replace("", None)
        for name in concerned
    )
    return cells.with_columns(seen)
