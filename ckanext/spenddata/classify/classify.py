"""The category of each row.

In this order, and each time with what it is called in ``category_method``:

1. *A code that the publisher gave* (``publisher_cpv``, ``publisher_proclass``, ``publisher_mcc``) says more than any words. It is taken
   only when its list has it. Then *a steward's line* (``publisher_line``) on what words or a supplier mean for this publisher.
2. *A certain expense type* or phrase (``expense_type``, ``expense_phrase``, ``publisher_category``, ``description``) of the curated tables,
   unless all else in the row speaks against it: HMRC under *Balance sheet* is tax.
3. *The evidence* (``evidence``) of the supplier's words, expense type, area, description and kind of body, added up by a model. It is
   taken where it is sure enough (``category_levels.yaml``).
4. ``redacted``, where something is withheld and nothing else says what was bought; else *Not classified*, method ``none``.

``category_confidence`` is the share of decisions like it that were right on labelled payments of publishers that the model had not seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ckanext.spenddata.classify.codes_and_tables import CODES, LINE, METHODS, REDACTED_METHOD, LookedUp, looked_up
from ckanext.spenddata.classify.weighing import Weighed, weigh
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED, UNDECIDED, Categories
from ckanext.spenddata.definitions.category_levels import Levels
from ckanext.spenddata.definitions.evidence_model import Certainty, EvidenceModel
from ckanext.spenddata.definitions.publishers import Publisher

__all__ = ["CODES", "EVIDENCE", "NONE", "classify", "kind_of_body", "likeliest"]

NONE = "none"
EVIDENCE = "evidence"
_BODIES = {
    "local authority": "council",
    "NHS trust": "nhs",
    "NHS integrated care board": "nhs",
    "central government": "central",
    "police commissioner": "police",
    "fire authority": "police",
}
"""Kind of body of a publisher → what the evidence model calls it; others say nothing."""
_ROUNDED = 3


def classify(frame: pl.DataFrame, definitions: Definitions, publisher: Publisher | None = None) -> pl.DataFrame:
    """Category, method, version and confidence of each row of a canonical frame, in its order.

    Args:
        frame: Canonical rows.
        definitions: The tables and the model.
        publisher: Who filed the rows; what a council pays for is not what a hospital pays for.
    """
    publisher_id = publisher.publisher_id if publisher else ""
    model, levels = definitions.evidence_model, definitions.category_levels
    return decide(frame, definitions, kind_of_body(publisher), model, levels, publisher_id)


def kind_of_body(publisher: Publisher | None) -> str:
    """What the model calls the kind of a publisher; blank where it knows none such."""
    return _BODIES.get(publisher.body_type, "") if publisher else ""


def decide(
    frame: pl.DataFrame,
    definitions: Definitions,
    body: str,
    model: EvidenceModel,
    levels: Levels,
    publisher_id: str = "",
) -> pl.DataFrame:
    """The same for a kind of body, with a model and levels that need not be the definitions' own."""
    given = looked_up(frame, definitions, publisher_id)
    weighed = weigh(frame, given.category, body, definitions.knowledge, model)
    decided = _Decided(given, weighed, model, levels, definitions.categories)
    return (
        decided.frame()
        .with_columns(pl.lit(definitions.category_version, pl.String).alias("category_version"))
        .select("category", "category_method", "category_version", "category_confidence")
    )


def likeliest(frame: pl.DataFrame, definitions: Definitions, body: str) -> pl.DataFrame:
    """``category`` and ``confidence``: what the evidence alone says of each row, however sure or unsure; for a person to look at.

    Args:
        frame: Canonical rows.
        definitions: The tables and the model.
        body: Kind of the body that paid, as ``kind_of_body`` says it.
    """
    model = definitions.evidence_model
    nothing = pl.repeat(None, frame.height, dtype=pl.String, eager=True)
    weighed = weigh(frame, nothing, body, definitions.knowledge, model)
    names = pl.Series(model.categories, dtype=pl.String)
    return pl.DataFrame({"category": names.gather(weighed.category), "probability": weighed.probability}).select(
        "category", _confidence(model.certainty).alias("confidence")
    )


@dataclass(frozen=True)
class _Decided:
    """What the tables told and what the evidence says, put together."""

    looked_up: LookedUp
    weighed: Weighed
    model: EvidenceModel
    levels: Levels
    categories: Categories

    def frame(self) -> pl.DataFrame:
        levels = self.levels
        names = pl.Series(self.model.categories, dtype=pl.String)
        return (
            pl.DataFrame(
                {
                    "looked_up": self.looked_up.category,
                    "method": self.looked_up.method,
                    "withheld": self.looked_up.withheld,
                    "weighed": names.gather(self.weighed.category),
                    "probability": self.weighed.probability,
                    "doubted": self.weighed.doubted,
                }
            )
            .with_columns(_confidence(self.model.certainty).alias("right"))
            .with_columns(
                (
                    pl.col("looked_up").is_not_null()
                    & (pl.col("method").is_in([*CODES, LINE]) | ~_contradicted(levels))
                ).alias("by_table"),
                _suggested(levels, self.categories).alias("by_evidence"),
            )
            .select(_category(), _method(), _how_sure())
        )


def _confidence(sure: Certainty) -> pl.Expr:
    """The share that is right at a probability of the model: straight lines between the points that were measured."""
    probability, right = pl.col("probability"), pl.lit(sure.right[0])
    lines = zip(sure.scores, sure.scores[1:], sure.right, sure.right[1:], strict=False)
    for low, high, from_, to in lines:
        slope = (to - from_) / (high - low)
        right = pl.when(probability >= low).then(from_ + (probability - low) * slope).otherwise(right)
    return pl.when(probability >= sure.scores[-1]).then(sure.right[-1]).otherwise(right).round(_ROUNDED)


def _contradicted(levels: Levels) -> pl.Expr:
    """Whether all else in the row speaks against what the table told."""
    return ((pl.col("doubted") < levels.contradicted) & (pl.col("looked_up") != pl.col("weighed"))).fill_null(
        value=False
    )


def _suggested(levels: Levels, categories: Categories) -> pl.Expr:
    """Whether the evidence is sure enough."""
    purchases = [each.id for each in categories.by_id.values() if each.kind == "procurement"]
    needed = pl.when(pl.col("weighed").is_in(purchases)).then(levels.likely.purchase).otherwise(levels.likely.other)
    return (pl.col("right") >= needed) & ~pl.col("weighed").is_in(UNDECIDED)


def _category() -> pl.Expr:
    return (
        pl.when("by_table")
        .then("looked_up")
        .when("by_evidence")
        .then("weighed")
        .when("withheld")
        .then(pl.lit(REDACTED))
        .otherwise(pl.lit(UNCLASSIFIED))
        .alias("category")
    )


def _method() -> pl.Expr:
    return (
        pl.when("by_table")
        .then("method")
        .when("by_evidence")
        .then(pl.lit(EVIDENCE))
        .when("withheld")
        .then(pl.lit(REDACTED_METHOD))
        .otherwise(pl.lit(NONE))
        .alias("category_method")
    )


def _how_sure() -> pl.Expr:
    by_table = pl.col("method").replace_strict(METHODS, default=0.0)
    return (
        pl.when("by_table")
        .then(by_table)
        .when("by_evidence")
        .then("right")
        .when("withheld")
        .then(1.0)
        .otherwise(0.0)
        .alias("category_confidence")
    )
