"""Words that say of a row that it undoes another, or pays for it beforehand: *Contra*, *Reversal of …*, *Prepayment*.

Such a word alone may be that of a payment. Where the supplier has the same amount in another row, the one takes the other back, or both
are the same money.
"""

from __future__ import annotations

import re

import polars as pl

_UNDONE = r"(?:(?:journal|jnl|bank|ap|inter\W?company)\W+)?(?:contras?|storno\w*|revers(?:als?|ed|ing)|cancell?ation|correct(?:ing|ion))\b"
_PREPAID = r"(?:un\W?applied|(?:applied\W+)?(?:pre\W?payments?|pre\W?paid|(?:payment\W+)?on\W+account|(?:down|advance)\W+payments?))\b"
SIGN = rf"(?i)^\W*(?:{_UNDONE}|{_PREPAID})"
"""How a cell of such a row begins, in the engine's own language and in Python's."""
_TAKES_BACK, _IS_PREPAID = (re.compile(rf"(?i)^\W*{sign}") for sign in (_UNDONE, _PREPAID))
_PAIR = 2
"""An amount that a supplier gets more often may be paid beforehand each time."""


def takes_back(word: str) -> bool:
    """True for a word, as ``credit_words.word`` writes it, of what undoes another row."""
    return _TAKES_BACK.match(word) is not None


def is_prepaid(word: str) -> bool:
    """True for a word of what is paid before its invoice comes."""
    return _IS_PREPAID.match(word) is not None


def is_one(word: str) -> bool:
    """True for either."""
    return takes_back(word) or is_prepaid(word)


def mirrored(cells: pl.Series, pence: pl.Series, supplier: pl.Series) -> pl.Series:
    """True for each row with such a word whose amount the supplier has in another row without one, too.

    What was paid beforehand must be one of two rows alone; of what undoes others there are no more than of these.
    """
    said = {name: cells.str.contains(rf"(?i)^\W*{sign}") for name, sign in (("back", _UNDONE), ("before", _PREPAID))}
    frame = pl.DataFrame({"pence": pence, "supplier": supplier, **said}).with_columns(
        pl.col("back", "before").fill_null(value=False)
    )
    paid = (pl.col("pence") > 0) & pl.col("supplier").str.contains(r"\S").fill_null(value=False)
    said_of = frame.filter(pl.col("back") | pl.col("before")).select("pence", "supplier").unique()
    rows, keys = frame.with_row_index("row").filter(paid), ["pence", "supplier"]
    rows = rows.join(said_of, on=keys, how="semi").with_columns(
        alike=pl.len().over(keys), backs=pl.col("back").sum().over(keys), befores=pl.col("before").sum().over(keys)
    )
    takes = pl.col("back") & (pl.col("backs") * 2 <= pl.col("alike"))
    pays = pl.col("before") & (pl.col("alike") == _PAIR) & (pl.col("befores") == 1)
    return pl.select(pl.int_range(len(cells)).is_in(rows.filter(takes | pays)["row"].implode())).to_series()
