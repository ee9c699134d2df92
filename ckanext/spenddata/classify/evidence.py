"""What a cell says, as features: strings that the evidence model has a weight for.

A feature is ``<what>=<value>``: ``type=agency staff`` is a run of words in the expense type, ``word=agency`` a word in any of the fields of
purpose, ``supplier.sells=it`` a well known supplier. Evidence adds up, so each cell is looked at by itself and once, however many rows
have it. Building the model and using it go through the same code.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ckanext.spenddata.definitions.knowledge import Knowledge
from ckanext.spenddata.values.columns import has
from ckanext.spenddata.values.tokens import joined, plain, runs, tokens

PURPOSE = {"expense_type": "type", "expense_area": "area", "description": "text", "category_local": "text"}
"""Fields that may say what was bought, and what their features are called."""
SUPPLIER = "supplier_name"
FIELDS = (SUPPLIER, *PURPOSE)
BIAS = "bias"
SCHEMA = pl.Schema({"id": pl.UInt32(), "feature": pl.String()})
_BEGINNING = 5
"""Letters of the beginning of a word: shortened words (*equip*, *maint*) share it with the whole."""
_NAMED_BY_ITSELF = "type"
"""The field whose words mean more than the same words elsewhere do; of the others that could not be measured."""
_FIRST_WORDS = 0
_WAYS = ("the", "www", "http", "paypal", "sumup", "zettle", "izettle", "sq", "amznmktplace", "crv")
_WAYS_WITHIN = 2
"""Of the first words of a name, those that only say how it was found or paid: ``www.ikea.com``, ``PAYPAL *IKEA``."""
_MARKS = "^z{3,}"
"""Letters that a ledger puts before names that are in use no more, so that they sort last."""
_IDLE = ("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with")
"""Words that alone say nothing."""
_LONG_NAME = 6
"""Letters of a name that is looked for elsewhere than at the beginning of a supplier's name, too."""
_WITH_BODY = r"^(payee|(type|area|text)\.(phrase|word)|type\.is|type=$|supplier\.word|supplier\.sells)"
"""Features that mean another thing for another kind of body: what a council pays a council is not what a department pays it."""


def features(field: str, cells: pl.Series, known: Knowledge, begun: pl.Series | None = None) -> pl.DataFrame:
    """The features of each cell of a field: ``id``, the number of the cell, and ``feature``; some more than once.

    Args:
        field: Its name in a canonical row.
        cells: The cells.
        known: The tables of words and names.
        begun: Runs that a model or a table has, as ``tokens.beginnings`` gives them; others are left out. None for every run.
    """
    of_supplier = field == SUPPLIER
    words = _named_words(tokens(cells)) if of_supplier else tokens(cells)
    pairs = runs(words, begun=begun).filter(~pl.col("run").is_in(_IDLE))
    blank = (cells.cast(pl.String).fill_null("").str.strip_chars() == "").arg_true()
    name = "supplier" if of_supplier else PURPOSE[field]
    of_field = _supplier(cells, words, pairs, known) if of_supplier else _purpose(name, words, pairs, known)
    missing = pl.DataFrame({"id": blank, "feature": [f"{name}="] * len(blank)}, schema_overrides=SCHEMA)
    parts = [part.select(pl.col("id").cast(pl.UInt32), pl.col("feature").cast(pl.String)) for part in of_field]
    return pl.concat([*parts, missing])


def of_body(kind: str) -> list[str]:
    """Features of every payment of a kind of body; a blank kind is not known, and says nothing."""
    return [BIAS, f"body={kind}"] if kind else [BIAS]


def by_kind_of_body(found: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Features and, beside those that depend on it, the same as they are for a kind of body."""
    if not kind:
        return found
    theirs = found.filter(pl.col("feature").str.contains(_WITH_BODY))
    return pl.concat([found, theirs.with_columns(pl.col("feature") + f" for {kind}")])


def _purpose(name: str, words: pl.DataFrame, pairs: pl.DataFrame, known: Knowledge) -> Iterator[pl.DataFrame]:
    if name == _NAMED_BY_ITSELF:
        yield _named(f"{name}=", pairs.filter(pl.col("length") <= len(("one", "two"))), "run")
    yield _named("word=", pairs.filter(pl.col("length") == 1), "run")
    yield _named("begins=", _beginnings(words), "token")
    yield _named(f"{name}.phrase=", pairs.join(known.frames["expense_phrases"], on="run"), "speaks_for")
    yield _named(f"{name}.word=", pairs.join(known.frames["purpose_words"], on="run"), "speaks_for")
    whole = joined(words)
    yield _named(f"{name}.is=", whole.join(known.frames["expense_types"], on="run"), "speaks_for")
    yield _named(f"{name}.merchant=", whole.join(known.frames["merchant_types"], on="run"), "speaks_for")


def _supplier(cells: pl.Series, words: pl.DataFrame, found: pl.DataFrame, known: Knowledge) -> Iterator[pl.DataFrame]:
    yield _named("supplier=", found.filter(pl.col("length") <= len(("one", "two"))), "run")
    yield _named("supplier.begins=", _beginnings(words), "token")
    yield _named("supplier.word=", found.join(known.frames["supplier_words"], on="run"), "speaks_for")
    sellers = found.join(known.frames["suppliers"], on="run")
    first = pl.col("position") == _FIRST_WORDS
    yield _named("supplier.sells=", _longest(sellers.filter(first)), "speaks_for")
    within = sellers.filter(~first & (pl.col("run").str.len_chars() >= _LONG_NAME))
    yield _named("supplier.names=", _longest(within), "speaks_for")
    yield _named("payee.register=", joined(words).join(known.frames["registered"], on="run"), "speaks_for")
    yield from _payees(cells, known)


def _named_words(words: pl.DataFrame) -> pl.DataFrame:
    """The words of names, without what stands before some: the way of buying or paying, marks of a ledger."""
    way = (pl.col("position") < _WAYS_WITHIN) & pl.col("token").is_in(_WAYS)
    unmarked = words.with_columns(pl.col("token").str.replace(_MARKS, ""))
    return unmarked.filter(~way & (pl.col("token") != "")).with_columns(
        pl.int_range(pl.len(), dtype=pl.UInt32).over("id").alias("position")
    )


def _payees(cells: pl.Series, known: Knowledge) -> Iterator[pl.DataFrame]:
    names = plain(cells)
    for kind in known.kinds:
        theirs = has(names, kind.names, known.kinds_of_one[kind.id]).arg_true()
        yield pl.DataFrame({"id": theirs, "feature": pl.repeat(f"payee={kind.id}", len(theirs), eager=True)})


def _longest(found: pl.DataFrame) -> pl.DataFrame:
    """Of names inside one another the longest: ``reed elsevier`` is not ``reed``."""
    return found.filter(pl.col("length") == pl.col("length").max().over("id"))


def _beginnings(words: pl.DataFrame) -> pl.DataFrame:
    long = words.filter(pl.col("token").str.len_chars() >= _BEGINNING)
    return long.with_columns(pl.col("token").str.head(_BEGINNING))


def _named(prefix: str, found: pl.DataFrame, column: str) -> pl.DataFrame:
    return found.select("id", (pl.lit(prefix) + pl.col(column)).alias("feature"))
