"""Text that a spreadsheet program will show and not run.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab, a carriage return or NUL may be taken for a formula. Such
text gets an apostrophe in front; a plain number keeps its sign, as ``-1234.50`` is a credit.
"""

from __future__ import annotations

import re

import polars as pl

_NUMBER = r"[-+]?(\d[\d,]*(\.\d+)?|\.\d+)"
_TRIGGERS = r"^[=+\-@\t\r\x00]"
_FORMULA = re.compile(_TRIGGERS)
_PLAIN = re.compile(_NUMBER)


def escape(text: str) -> str:
    """``text``, harmless in a spreadsheet."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN.fullmatch(text) else text


def escaped(text: pl.Expr) -> pl.Expr:
    """The same for a column of text."""
    formula = text.str.contains(_TRIGGERS) & ~text.str.contains(f"^{_NUMBER}$")
    return pl.when(formula).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)
