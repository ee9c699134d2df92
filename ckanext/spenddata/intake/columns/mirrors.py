"""Codes that no list knows, of which one stands beside what was bought and another beside the same amounts once more: credits.

``AP`` and ``AC`` say nothing by themselves. Where each amount beside ``AC`` stands beside ``AP``, too, of the same supplier, on another
day and with another reference, and other amounts hardly ever come twice, they are those of invoices and of their credit notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

import polars as pl

from ckanext.spenddata.intake.columns import unpaid_words
from ckanext.spenddata.intake.columns.beside import Signs

_CODES = (2, 3)
"""So many codes tell kinds of rows apart."""
_CODE = re.compile(r"[a-z]{1,4}")
_FEWEST = 2
_MOST = 3
"""Credits are no more than one amount in so many."""
_CHANCE = 0.001
"""Below this probability amounts that come twice are no regular payments."""
_REGULAR = 8
"""An amount that a supplier gets more often is a regular payment."""


def may_tell_credits(words: Set[str]) -> bool:
    """True for words of a column that may be codes of kinds of rows: two or three of a few letters, and no ways of paying."""
    codes = words - {""}
    return len(codes) in _CODES and all(map(_CODE.fullmatch, codes)) and codes.isdisjoint(unpaid_words.WAYS_TO_PAY)


def counted(
    codes: pl.Series, pence: pl.Series, supplier: pl.Series, unlike: Sequence[pl.Series]
) -> Mapping[str, tuple[int, int]]:
    """For each code how many of its amounts stand beside another one, too, and how many beside itself again.

    Args:
        codes: the code of each row, as it is written.
        pence: its amount.
        supplier: who was paid: the same in an invoice and its credit note.
        unlike: what is never the same in both, as the day and the reference.
    """
    others = {f"other{n}": each for n, each in enumerate(unlike)}
    frame = pl.DataFrame({"code": codes, "pence": pence, "supplier": supplier, **others}).with_row_index("row")
    keys, size = ["pence", "supplier"], pl.len().over("pence", "supplier")
    frame = frame.filter(
        pl.col("pence") > 0, pl.col("code").str.contains(r"\S"), pl.col("supplier").str.contains(r"\S")
    )
    frame = frame.with_columns(size=size).filter(pl.col("size") > 1)
    seldom = frame.filter(pl.col("size") <= _REGULAR)
    pairs = seldom.join(seldom, on=keys, suffix="_too").filter(pl.col("row") != pl.col("row_too"))
    same = pl.col("code") == pl.col("code_too")
    mirrored = pairs.filter(~same, *(pl.col(name).ne_missing(pl.col(f"{name}_too")) for name in others))
    again = pl.concat(
        [pairs.filter(same).select("code", "row"), frame.filter(pl.col("size") > _REGULAR).select("code", "row")]
    )
    count = [dict(each.group_by("code").agg(pl.col("row").n_unique()).iter_rows()) for each in (mirrored, again)]
    return {code: (count[0].get(code, 0), count[1].get(code, 0)) for code in count[0].keys() | count[1].keys()}


def credits_among(words: Mapping[str, Signs], amounts: int) -> Iterator[str]:
    """The codes that are those of credits by what their amounts mirror.

    Args:
        words: all codes of a column with what stands beside them.
        amounts: cells of the column of amounts that are filled; where a part of them was not looked at, nothing is said.
    """
    plus = sum(each.plus for each in words.values())
    if not may_tell_credits(words.keys()) or any(each.minus for each in words.values()) or plus * 10 < amounts * 9:
        return
    for word, signs in words.items():
        again = sum(each.again for other, each in words.items() if other != word)
        few = signs.plus >= _FEWEST and signs.plus * _MOST <= plus
        if word and few and signs.shown == signs.plus and (again / (plus - signs.plus)) ** signs.plus < _CHANCE:
            yield word
