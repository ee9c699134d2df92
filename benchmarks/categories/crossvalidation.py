"""Decisions on publishers that a model has not seen: trained on some publishers, tried on the others, in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from benchmarks.categories.labelled import Labelled
from ckanext.spenddata.classify.classify import decide
from ckanext.spenddata.classify.weighing import weigh
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.category_levels import Levels
from ckanext.spenddata.definitions.evidence_model import EvidenceModel

__all__ = ["FOLDS", "Fold", "decided", "folds", "models", "weighed"]

FOLDS = 10


@dataclass(frozen=True)
class Fold:
    """A model, and the payments of publishers that it has not seen."""

    model: EvidenceModel
    unseen: pl.Series
    """Of every labelled payment, whether it is one of them."""


def folds(publishers: pl.Series, number: int = FOLDS) -> Iterator[pl.Series]:
    """Publishers in groups of much the same number of payments: for each group which payments are theirs."""
    sizes = publishers.value_counts().sort("count", "publisher", descending=[True, False])
    groups: list[list[str]] = [[] for _ in range(number)]
    loads = [0] * number
    for publisher, count in sizes.iter_rows():
        smallest = loads.index(min(loads))
        groups[smallest].append(publisher)
        loads[smallest] += count
    yield from (publishers.is_in(group) for group in groups)


def models(labelled: Labelled, build: Callable[[Labelled], EvidenceModel], number: int = FOLDS) -> list[Fold]:
    """A model for each group of publishers, built without them."""
    return [Fold(build(labelled.filter(~unseen)), unseen) for unseen in folds(labelled.publishers, number)]


def decided(labelled: Labelled, tried: list[Fold], known: Definitions, levels: Levels | None = None) -> pl.DataFrame:
    """What the product decides for each payment with the model that has not seen its publisher, as ``classify`` says it."""
    needed = levels or known.category_levels

    def decide_(rows: pl.DataFrame, kind: str, model: EvidenceModel) -> pl.DataFrame:
        return decide(rows, known, kind, model, needed)

    return _by_unseen(labelled, tried, decide_)


def weighed(labelled: Labelled, tried: list[Fold], known: Definitions) -> pl.DataFrame:
    """What the evidence alone says of each payment for which it says a category: ``probability``, and whether that is ``right``."""

    def weigh_(rows: pl.DataFrame, kind: str, model: EvidenceModel) -> pl.DataFrame:
        nothing = pl.repeat(None, rows.height, dtype=pl.String, eager=True)
        found = weigh(rows, nothing, kind, known.knowledge, model)
        names = pl.Series(model.categories, dtype=pl.String)
        return pl.DataFrame({"category": names.gather(found.category), "probability": found.probability})

    found = _by_unseen(labelled, tried, weigh_).with_columns(labelled.accepted.alias("accepted"))
    return found.filter(~pl.col("category").is_in([UNCLASSIFIED, REDACTED])).select(
        "probability", pl.col("accepted").list.contains(pl.col("category")).alias("right")
    )


def _by_unseen(
    labelled: Labelled, tried: list[Fold], say: Callable[[pl.DataFrame, str, EvidenceModel], pl.DataFrame]
) -> pl.DataFrame:
    """What is said of each payment with the model that has not seen its publisher, in the order of the payments."""
    parts = []
    rows = labelled.rows().with_row_index("number")
    for fold in tried:
        for kind in labelled.bodies.filter(fold.unseen).unique(maintain_order=True):
            theirs = rows.filter(fold.unseen & (labelled.bodies == kind))
            said = say(theirs.drop("number"), kind, fold.model)
            parts.append(pl.concat([theirs.select("number"), said], how="horizontal"))
    return pl.concat(parts).sort("number").drop("number")
