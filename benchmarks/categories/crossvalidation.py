"""Decisions on publishers that nobody has seen: trained on some publishers, tried on the others, in turn.

Neither the model nor the tables know what was written for the others (``unread.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from benchmarks.categories.labelled import Labelled, groups
from benchmarks.categories.unread import without_what_was_read
from ckanext.spenddata.classify.classify import decide
from ckanext.spenddata.classify.codes_and_tables import looked_up
from ckanext.spenddata.classify.weighing import weigh
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.category_levels import Levels
from ckanext.spenddata.definitions.evidence_model import EvidenceModel

__all__ = ["FOLDS", "Fold", "decided", "models", "weighed"]

FOLDS = 4
"""Groups of eight publishers or so: with ten the figures are the same."""


@dataclass(frozen=True)
class Fold:
    """A model and the definitions that it was made with, and the payments of publishers that they don't know."""

    model: EvidenceModel
    known: Definitions
    unseen: pl.Series
    """Of every labelled payment, whether it is one of them."""


def models(
    labelled: Labelled,
    known: Definitions,
    build: Callable[[Labelled, Definitions], EvidenceModel],
    *,
    read: bool = False,
) -> list[Fold]:
    """A model for each group of publishers, built without them.

    Args:
        labelled: All labelled payments.
        known: The definitions.
        build: Makes a model.
        read: Leave lines in the tables that were written after those publishers' payments had been read.
    """
    found = []
    for unseen in groups(labelled.publishers, FOLDS):
        theirs = Definitions(known.folders)
        if not read:
            vars(theirs)["knowledge"] = without_what_was_read(known.knowledge, labelled, unseen)
        found.append(Fold(build(labelled.filter(~unseen), theirs), theirs, unseen))
    return found


def decided(labelled: Labelled, tried: list[Fold], levels: Levels) -> pl.DataFrame:
    """What the product decides for each payment with the model that has not seen its publisher, as ``classify`` says it."""

    def decide_(rows: pl.DataFrame, kind: str, fold: Fold) -> pl.DataFrame:
        return decide(rows, fold.known, kind, fold.model, levels)

    return _by_unseen(labelled, tried, decide_)


def weighed(labelled: Labelled, tried: list[Fold]) -> pl.DataFrame:
    """What the evidence says of each payment of which no table tells a category: ``probability``, and whether that is ``right``."""

    def weigh_(rows: pl.DataFrame, kind: str, fold: Fold) -> pl.DataFrame:
        nothing = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        found = weigh(rows, nothing, kind, fold.known.knowledge, fold.model)
        names = pl.Series(fold.model.categories, dtype=pl.String)
        return pl.DataFrame(
            {
                "category": names.gather(found.category),
                "probability": found.probability,
                "looked_up": looked_up(rows, fold.known).category.is_not_null(),
            }
        )

    found = _by_unseen(labelled, tried, weigh_).with_columns(labelled.accepted.alias("accepted"))
    return found.filter(~pl.col("looked_up") & ~pl.col("category").is_in([UNCLASSIFIED, REDACTED])).select(
        "probability", pl.col("accepted").list.contains(pl.col("category")).alias("right")
    )


def _by_unseen(
    labelled: Labelled, tried: list[Fold], say: Callable[[pl.DataFrame, str, Fold], pl.DataFrame]
) -> pl.DataFrame:
    """What is said of each payment with the model that has not seen its publisher, in the order of the payments."""
    parts = []
    rows = labelled.rows().with_row_index("number")
    for fold in tried:
        for kind in labelled.bodies.filter(fold.unseen).unique(maintain_order=True):
            theirs = rows.filter(fold.unseen & (labelled.bodies == kind))
            said = say(theirs.drop("number"), kind, fold)
            parts.append(pl.concat([theirs.select("number"), said], how="horizontal"))
    return pl.concat(parts).sort("number").drop("number")
