"""What was kept back of an invoice, in a row of its own below it: *CIS deduction*, *Retention*, *AWT*, *Discount*.

Such a word alone may be that of a payment: a retention is released one day. Where its row has the reference of the one above, or
its day and a round share of its amount, it is taken off that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import polars as pl

SIGN = (
    r"(?i)^[\W0-9]*(?:less\b[\W0-9]*)?(?:cis|construction industry scheme|retentions?|retained|deductions?|awt|wht"
    r"|(?:(?:automatic|income)\W+)?(?:withholding|withheld|tax\W+withheld|tax\W+deducted)"
    r"|(?:(?:settlement|trade|supplier|volume|cash|early|prompt)\W+)?(?:payment\W+)?discounts?)"
    r"(?:\W+(?:tax|deduct(?:ion|ions|ed)|held|withheld|taken|received|at|[0-9]+))*\W*$"
)
"""What a cell must say of such a row, in the engine's own language and in Python's."""
_SIGN = re.compile(SIGN)
_SHARES = (1.5, 2.5, 3.0, 5.0, 10.0, 20.0, 30.0)
"""Per cent of an invoice that are kept back by custom, or for the tax of builders."""
_PENNY = 1


class Around(NamedTuple):
    """What shows that a row belongs to the one above."""

    supplier: pl.Series
    reference: pl.Series | None
    day: pl.Series | None


def is_one(word: str) -> bool:
    """True for a word, as ``credit_words.word`` writes it, of what was kept back."""
    return _SIGN.match(word) is not None


def taken_off(cells: pl.Series, pence: pl.Series, around: Around) -> pl.Series:
    """True for each row whose amount was taken off that of the nearest row above which is no such row."""
    word = pl.col("cell").str.contains(SIGN).fill_null(value=False)
    known = {name: each for name, each in around._asdict().items() if each is not None}
    frame = pl.DataFrame({"cell": cells, "pence": pence, **known}).with_columns(word=word)
    above = [
        pl.when(~pl.col("word")).then(pl.col(name)).forward_fill().alias(f"{name}_above") for name in ("pence", *known)
    ]
    frame = frame.with_columns(above)
    same = {name: (pl.col(name) == pl.col(f"{name}_above")).fill_null(value=False) for name in known}
    share = pl.any_horizontal(
        (pl.col("pence") * 100 - pl.col("pence_above") * each).abs() <= _PENNY * 100 for each in _SHARES
    )
    less = (pl.col("pence") > 0) & (pl.col("pence") < pl.col("pence_above"))
    belongs = same.get("reference", pl.lit(value=False)) | (same.get("day", pl.lit(value=False)) & share)
    return frame.select(found=pl.col("word") & same["supplier"] & less & belongs)["found"].fill_null(value=False)
