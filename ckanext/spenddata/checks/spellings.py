"""Other ways of writing a code or a listed word, brought into the right form where only one can be meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import polars as pl

from ckanext.spenddata.definitions.transaction import Field

Shape = Literal["postcode", "company_number", "charity_number", "cpv", "digits_4", "digits_6", "upper", "listed"]


def fix(value: pl.Expr, field: Field, shape: Shape | None, spellings: Mapping[str, str]) -> pl.Expr | None:
    """The right form of cells that break a pattern or list; null where none follows, None where none is known."""
    if shape is None and not spellings:
        return None
    shaped = SHAPES[shape](value) if shape else pl.lit(None, dtype=pl.String)
    if spellings:
        shaped = pl.coalesce(_key(value).replace_strict(dict(spellings), default=None, return_dtype=pl.String), shaped)
    limits = field.constraints
    fits = shaped.str.contains(f"^{limits.pattern}$") if limits.pattern else shaped.is_in(list(limits.enum))
    return pl.when(fits).then(shaped)


def _key(value: pl.Expr) -> pl.Expr:
    return value.str.to_lowercase().str.strip_chars().str.replace_all(r"[\s_-]+", " ")


def _letters_and_digits(value: pl.Expr) -> pl.Expr:
    return value.str.to_uppercase().str.replace_all(r"[^A-Z0-9]", "")


_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"


def _postcode(value: pl.Expr) -> pl.Expr:
    """Capitals and one blank; the letters O and I where only a digit can be (``SA7 OEA``, ``BI 2JJ``).

    Where a postcode stands among the ledger's own marks (``CIS-LS1 1UR``), the postcode alone.
    """
    among = value.str.to_uppercase().str.extract_all(rf"\b{_POSTCODE}\b")
    alone = pl.when(among.list.len() == 1).then(among.list.first())
    text = _letters_and_digits(pl.coalesce(alone, value))
    outward = text.str.head(-3).str.replace(r"^([A-Z])I$", "${1}1").str.replace(r"^([A-Z]{2})I$", "${1}1")
    inward = text.str.tail(3).str.replace("^O", "0").str.replace("^I", "1")
    return pl.concat_str(outward, pl.lit(" "), inward)


def _company_number(value: pl.Expr) -> pl.Expr:
    text = _letters_and_digits(value)
    prefix = text.str.extract(r"^([A-Z]{2})[0-9]+$")
    digits = text.str.extract(r"^[A-Z]{2}([0-9]{1,6})$")
    return pl.when(prefix.is_not_null()).then(pl.concat_str(prefix, digits.str.zfill(6))).otherwise(text.str.zfill(8))


def _charity_number(value: pl.Expr) -> pl.Expr:
    text = value.str.to_uppercase().str.replace_all(r"\s|\.0$", "")
    return text.str.replace(r"^NI(\d)", "NIC$1")


def _cpv(value: pl.Expr) -> pl.Expr:
    """Spreadsheets drop the leading zero of the divisions 03 and 09."""
    return value.str.replace_all(r"\s|\.0$", "").str.replace(r"^(\d{7})(-\d)?$", "0$1$2")


def _digits(count: int) -> Callable[[pl.Expr], pl.Expr]:
    return lambda value: value.str.replace_all(r"\s|\.0$", "").str.zfill(count)


SHAPES: Mapping[Shape, Callable[[pl.Expr], pl.Expr]] = {
    "postcode": _postcode,
    "company_number": _company_number,
    "charity_number": _charity_number,
    "cpv": _cpv,
    "digits_4": _digits(4),
    "digits_6": _digits(6),
    "upper": lambda value: value.str.to_uppercase().str.strip_chars(),
    "listed": lambda value: _key(value).str.replace_all(" ", "_"),
}
