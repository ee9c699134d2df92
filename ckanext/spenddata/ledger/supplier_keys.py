"""What a row says of its supplier, as a key: ``name:ALDER LTD``, ``name:ALDER LTD|GB-COH-01234568`` where it gave a number.

A withheld name, a person's, a blank and what names nobody (*Various*, *Sundry creditors*) have none, and so are no supplier. A person's
payment has the key ``person``, which tells it from one whose supplier is withheld and tells nothing else.
"""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.checks.names import is_person
from ckanext.spenddata.classify.suppliers import identity
from ckanext.spenddata.definitions import Definitions

NAME, PERSON = "name:", "person"
LONGEST = 300
"""Characters of a name that a key has; a longer cell is a paragraph, and an index would refuse it."""
_BAR = "|"
_NUMBERS = ("supplier_company_number", "supplier_charity_number")
_INDIVIDUAL = "individual"


def owner(key: str) -> str:
    """The supplier that a key is until it is linked: the number that stands in it, else itself."""
    return key.rpartition(_BAR)[2] if _BAR in key else key


def of_rows(frame: pl.DataFrame, definitions: Definitions) -> tuple[pl.Expr, pl.Expr]:
    """The columns ``supplier_key`` and ``supplier_id`` of accepted rows."""
    nothing = pl.lit(None, dtype=pl.String)
    if "supplier_name" not in frame.columns:
        return nothing.alias("supplier_key"), nothing.alias("supplier_id")
    numbers = _identities(frame)
    name = _folded(pl.col("supplier_name"))
    key = pl.when(numbers.is_not_null()).then(pl.concat_str(name, pl.lit(_BAR), numbers)).otherwise(name)
    people = _people(frame, definitions) & numbers.is_null()
    withheld = pl.col("supplier_name").is_in(_withheld(frame, definitions)).fill_null(value=False)
    named = pl.when(withheld | people | (_nobody(frame, definitions) & numbers.is_null())).then(nothing)
    return (
        pl.when(people & ~withheld & name.is_not_null())
        .then(pl.lit(PERSON))
        .otherwise(named.otherwise(key))
        .alias("supplier_key"),
        named.otherwise(pl.when(name.is_not_null()).then(pl.coalesce(numbers, key))).alias("supplier_id"),
    )


def _folded(name: pl.Expr) -> pl.Expr:
    """The name without regard to case and white space; a bar, which parts it from its number, is none of its letters."""
    folded = name.str.to_uppercase().str.replace_all(r"[\s|]+", " ").str.strip_chars().str.slice(0, LONGEST)
    return pl.when(folded != "").then(pl.concat_str(pl.lit(NAME), folded))


def _identities(frame: pl.DataFrame) -> pl.Expr:
    """The identity that each row's numbers give; null where they give none."""
    if not set(_NUMBERS) & set(frame.columns):
        return pl.lit(None, dtype=pl.String)
    columns = [
        pl.col(name) if name in frame.columns else pl.lit(None, dtype=pl.String).alias(name) for name in _NUMBERS
    ]
    given = frame.select(columns).unique()
    found = {row: identity.of_numbers(*row) for row in given.iter_rows()}
    known = {row: found_id for row, found_id in found.items() if found_id}
    if not known:
        return pl.lit(None, dtype=pl.String)
    packed = pl.concat_str([column.fill_null("") for column in columns], separator=_BAR)
    keys = [_BAR.join(number or "" for number in row) for row in known]
    return packed.replace_strict(keys, list(known.values()), default=None, return_dtype=pl.String)


def _people(frame: pl.DataFrame, definitions: Definitions) -> pl.Expr:
    """Whether the supplier of a row is a person, by its name or by what the publisher says that it is."""
    names = frame["supplier_name"].drop_nulls().unique()
    people = [name for name in names if is_person(name, definitions.people)]
    found = pl.col("supplier_name").is_in(people)
    if "supplier_type" in frame.columns:
        found = found | (pl.col("supplier_type").str.to_lowercase() == _INDIVIDUAL)
    return found.fill_null(value=False)


def _nobody(frame: pl.DataFrame, definitions: Definitions) -> pl.Expr:
    """Whether what stands in the place of a supplier names none."""
    words = definitions.supplier_words
    names = frame["supplier_name"].drop_nulls().unique()
    return pl.col("supplier_name").is_in([name for name in names if words.is_nobody(name)]).fill_null(value=False)


def _withheld(frame: pl.DataFrame, definitions: Definitions) -> list[str]:
    """Cells in the place of a supplier that say that its name is withheld."""
    if "redaction_reason" not in frame.columns:
        return []
    names = frame.filter(pl.col("redaction_reason").is_not_null())["supplier_name"].drop_nulls().unique()
    return [name for name in names if definitions.redactions.reason(name, supplier=True)]
