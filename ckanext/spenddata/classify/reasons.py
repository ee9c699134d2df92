"""Why a payment has its category: the words that decided, and what spoke against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ckanext.spenddata.classify.evidence import BIAS, FIELDS, by_kind_of_body, features, of_body
from ckanext.spenddata.classify.weighing import sums
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.evidence_model import UNIT

_WORDS = ("supplier", "type", "area", "text", "word", "begins", "supplier.begins")
MOST = 3
"""Pieces of evidence that are named, each way."""


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence."""

    field: str
    """Where it stands; blank for the kind of body that paid."""
    kind: str
    """``word``, or what else it is: ``supplier.sells``, ``type.is``, ``payee``, ``body`` … (``evidence.py``)."""
    words: str
    """The words, or what a table knows of them."""
    weight: float
    """How much it counts, as the logarithm of odds against the category that came second."""


@dataclass(frozen=True)
class Reason:
    """What decided between the category and the one that came second."""

    second: str
    """The category that came second."""
    decided: tuple[Evidence, ...]
    """What most spoke for the category, the strongest first."""
    against: tuple[Evidence, ...]
    """What most spoke against it."""


def reason(cells: Mapping[str, str | None], category: str, body: str, definitions: Definitions) -> Reason | None:
    """Why the evidence says ``category``; None where the model doesn't know the category, or nothing speaks for anything.

    Args:
        cells: Fields of the payment, as published.
        category: What was decided.
        body: Kind of the body that paid, as ``classify.kind_of_body`` says it.
        definitions: The tables and the model.
    """
    model = definitions.evidence_model
    if category not in model.categories:
        return None
    found = _found(cells, body, definitions)
    of_fields = found.select(pl.col("field").rank("dense").cast(pl.UInt32).alias("id") - 1, "feature")
    total = sums(of_fields, model, found["field"].n_unique()).sum().row(0, named=True)
    second = max((name for name in total if name != category), key=lambda name: total[name])
    weighed = found.join(model.weights.select("feature", category, second), on="feature")
    pieces = (
        weighed.with_columns(((pl.col(category).cast(pl.Int32) - pl.col(second)) / UNIT).alias("weight"))
        .filter(pl.col("feature") != BIAS)
        .group_by("field", "kind", "words", maintain_order=True)
        .agg(pl.col("weight").sum())
        .sort("weight", "field", "kind", "words", descending=[True, False, False, False])
    )
    named = [Evidence(*row) for row in pieces.rows()]
    return Reason(
        second,
        tuple(each for each in named if each.weight > 0)[:MOST],
        tuple(each for each in reversed(named) if each.weight < 0)[:MOST],
    )


def _found(cells: Mapping[str, str | None], body: str, definitions: Definitions) -> pl.DataFrame:
    """Every feature of a payment, with the field where it stands and the words that it is about."""
    parts = [pl.DataFrame({"feature": of_body(body)}).with_columns(pl.lit("").alias("field"))]
    for field in FIELDS:
        if field in cells:
            own = features(field, pl.Series([cells[field]], dtype=pl.String), definitions.knowledge)
            parts.append(
                by_kind_of_body(own.unique(maintain_order=True), body).select("feature", pl.lit(field).alias("field"))
            )
    # What one word says as itself and for this kind of body is one piece of evidence.
    feature = pl.col("feature").str.replace(r" for [a-z]+$", "")
    kind, words = feature.str.replace(r"=.*$", ""), feature.str.replace(r"^[a-z.]+=", "")
    return pl.concat(parts).with_columns(
        pl.when(kind.is_in(_WORDS)).then(pl.lit("word")).otherwise(kind).alias("kind"),
        pl.when(kind.str.ends_with("begins")).then(words + "…").otherwise(words).alias("words"),
    )
