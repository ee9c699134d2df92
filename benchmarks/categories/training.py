"""Builds an evidence model: a multinomial logistic regression over the features of ``ckanext.spenddata.classify.evidence``.

Examples are the labelled payments, and every line of the tables of words and names as a payment that says nothing else: so a word that
no labelled payment has still counts for what the table says. A payment counts for its category by how sure the judge was, and a little
for each that the judge would have accepted. Features that only one publisher has are left out, those of first names too: what remains
are words of the trade, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np  # pyright: ignore[reportMissingImports]  it and the next two are of `make model`
import polars as pl
from scipy import sparse  # pyright: ignore[reportMissingImports]
from scipy.optimize import minimize  # pyright: ignore[reportMissingImports]

from benchmarks.categories.labelled import Labelled, groups
from benchmarks.categories.unread import without_what_was_read
from ckanext.spenddata.classify.evidence import BIAS, FIELDS, by_kind_of_body, features
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.definitions.evidence_model import UNIT, Certainty, EvidenceModel
from ckanext.spenddata.definitions.knowledge import Knowledge

__all__ = ["Settings", "train"]

SURE = {3: 1.0, 2: 0.8, 1: 0.4}
"""How much a label counts, by how sure the judge was."""
GROUPS = 12
"""In so many groups of publishers each is described by tables that know nothing of it."""
SEEN_BY = 2
"""Publishers, or lines of the tables, that must have a feature."""
UNSURE = Certainty(scores=(0.0, 1.0), right=(0.0, 1.0))
"""Before it is measured: the model's own probabilities."""
_FIRST_NAMED = r"^(supplier|text|area|type|word|supplier\.begins|begins)="
_LARGEST = 2**15 - 1


@dataclass(frozen=True)
class Settings:
    """What the regression is made with."""

    strength: float = 0.4
    """Inverse of the penalty on large weights."""
    accepted: float = 0.3
    """How much a payment counts for each category that is accepted beside its own."""
    line: float = 0.15
    """How much a line of the tables counts."""
    word: float = 0.05
    """How much a line of the tables of single words counts: there are many, and each says little."""
    draws: int = 8
    """Regressions whose weights are averaged (L. Breiman, Bagging predictors, Machine Learning 24, 1996), so that no one publisher's
    habits decide. The average of linear models is one."""
    left_out: float = 0.25
    """Share of the publishers that each of them does not see."""
    steps: int = 60
    smallest: int = 5
    """A feature whose weights are all smaller than this, in hundredths, is left out."""
    without: tuple[str, ...] = ()
    """Beginnings of features that are left out, to see what they add."""


@dataclass(frozen=True)
class _Examples:
    """Examples, by number."""

    features: pl.DataFrame
    """``example``, ``feature``."""
    categories: pl.DataFrame
    """``example``, ``category``, ``counts``."""
    origins: pl.DataFrame
    """``example``, ``origin``: its publisher, or the table."""


def train(labelled: Labelled, definitions: Definitions, settings: Settings = Settings()) -> EvidenceModel:
    """A model of labelled payments and tables; its certainty is not measured yet."""
    known = definitions.knowledge
    examples = _together([_of_payments(labelled, known, settings), *_of_tables(known, settings)])
    kept = _kept(examples, definitions, settings)
    names = [name for name in definitions.categories.by_id if name in set(examples.categories["category"])]
    weights = _regression(examples, kept, names, settings)
    return EvidenceModel(_whole(kept, weights, names, settings.smallest), UNSURE)


def _of_payments(labelled: Labelled, known: Knowledge, settings: Settings) -> _Examples:
    """Each payment with what the tables would tell of it, had nobody read its publisher's payments before writing them.

    So the words that tables know weigh as much, beside those that they don't, as with a publisher that is new.
    """
    example = pl.int_range(labelled.table.height, dtype=pl.UInt32, eager=True).alias("example")
    found = []
    for theirs in groups(labelled.publishers, GROUPS):
        tables = without_what_was_read(known, labelled, theirs)
        for kind in labelled.bodies.filter(theirs).unique(maintain_order=True):
            alike = theirs & (labelled.bodies == kind)
            found.append(_features(labelled.filter(alike), example.filter(alike), kind, tables))
    return _Examples(
        pl.concat(found),
        _labels(labelled, example, settings),
        pl.DataFrame({"example": example, "origin": labelled.publishers}),
    )


def _features(payments: Labelled, numbers: pl.Series, kind: str, known: Knowledge) -> pl.DataFrame:
    """The features of payments of one kind of body: ``example``, ``feature``."""
    rows = payments.rows()
    found = [pl.DataFrame({"example": numbers, "feature": pl.repeat(f"body={kind}", len(numbers), eager=True)})]
    for field in (field for field in FIELDS if field in rows.columns):
        part = by_kind_of_body(features(field, rows[field], known), kind)
        found.append(pl.DataFrame({"example": numbers.gather(part["id"]), "feature": part["feature"]}))
    return pl.concat(found)


def _labels(labelled: Labelled, example: pl.Series, settings: Settings) -> pl.DataFrame:
    """What each payment counts for."""
    own = pl.DataFrame(
        {
            "example": example,
            "category": labelled.categories,
            "counts": labelled.table["sure"].replace_strict(SURE, return_dtype=pl.Float64),
        }
    )
    also = pl.DataFrame({"example": example, "category": labelled.accepted, "own": labelled.categories})
    others = also.explode("category").filter(pl.col("category") != pl.col("own"))
    return pl.concat([own, others.select("example", "category", pl.lit(settings.accepted).alias("counts"))])


def _of_tables(known: Knowledge, settings: Settings) -> Iterator[_Examples]:
    fields = {
        "suppliers": "supplier_name",
        "supplier_words": "supplier_name",
        "expense_types": "expense_type",
        "expense_phrases": "expense_type",
        "merchant_types": "description",
        "purpose_words": "expense_type",
    }
    for name, field in fields.items():
        table = known.frames[name]
        if table.is_empty():
            continue
        counts = settings.word if name in WORDS else settings.line
        lines = table.select("run").unique(maintain_order=True).with_row_index("example")
        found = features(field, lines["run"], known).rename({"id": "example"})
        several = table.join(lines, on="run", maintain_order="left").with_columns(
            (counts / pl.len().over("example")).alias("counts")
        )
        yield _Examples(
            found,
            several.select("example", pl.col("speaks_for").alias("category"), "counts"),
            lines.select("example", pl.lit(name).alias("origin")),
        )


def _together(parts: list[_Examples]) -> _Examples:
    """Examples of several sources, numbered on."""
    features_, categories, origins, number = [], [], [], 0
    for part in parts:
        step = pl.lit(number, pl.UInt32)
        features_.append(part.features.with_columns(pl.col("example") + step))
        categories.append(part.categories.with_columns(pl.col("example") + step))
        origins.append(part.origins.with_columns(pl.col("example") + step))
        number += part.origins.height
    bias = pl.concat(origins).select("example", pl.lit(BIAS).alias("feature"))
    return _Examples(pl.concat([*features_, bias]).unique(), pl.concat(categories), pl.concat(origins))


def _kept(examples: _Examples, definitions: Definitions, settings: Settings) -> pl.Series:
    """The features that the model has, in the order of the alphabet."""
    seen = (
        examples.features.join(examples.origins, on="example")
        .group_by("feature")
        .agg(
            pl.col("origin").filter(~pl.col("origin").is_in(TABLES)).n_unique().alias("publishers"),
            pl.col("origin").is_in(TABLES).sum().alias("lines"),
        )
    )
    # What only the tables have is no feature of its own: what they say of it is one.
    enough = (pl.col("publishers") >= SEEN_BY) | ((pl.col("publishers") > 0) & (pl.col("lines") > 0))
    named = (
        pl.col("feature").str.contains(_FIRST_NAMED)
        & pl.col("feature")
        .str.replace(r"^[a-z.]+=", "")
        .str.split(" ")
        .list.eval(pl.element().is_in(sorted(definitions.people.given_names)))
        .list.any()
    )
    without = pl.any_horizontal(
        pl.lit(value=False), *(pl.col("feature").str.starts_with(each) for each in settings.without)
    )
    return seen.filter(enough & ~(named & (pl.col("lines") == 0)) & ~without)["feature"].sort()


TABLES = ("suppliers", "supplier_words", "expense_types", "expense_phrases", "merchant_types", "purpose_words")
WORDS = ("supplier_words", "purpose_words")


def _regression(examples: _Examples, kept: pl.Series, names: list[str], settings: Settings) -> np.ndarray:
    """The weights: a row for each feature, a column for each category."""
    numbered = pl.DataFrame({"feature": kept}).with_row_index("column")
    cells = examples.features.join(numbered, on="feature").sort("example", "column")
    matrix = sparse.csr_matrix(
        (np.ones(cells.height, np.float32), (cells["example"].to_numpy(), cells["column"].to_numpy())),
        shape=(examples.origins.height, len(kept)),
    )
    labels = examples.categories.sort("example", "category")
    order = {name: number for number, name in enumerate(names)}
    counts = np.zeros((examples.origins.height, len(names)), np.float32)
    said = labels["category"].replace_strict(order, return_dtype=pl.Int32).to_numpy()
    np.add.at(counts, (labels["example"].to_numpy(), said), labels["counts"].to_numpy().astype(np.float32))
    origins = examples.origins["origin"]
    return np.mean([_fitted(matrix, counts * seen[:, None], settings) for seen in _drawn(origins, settings)], axis=0)


def _drawn(origins: pl.Series, settings: Settings) -> Iterator[np.ndarray]:
    """For each draw, which examples it sees: 1 or 0. The tables' lines always; publishers by lot, the same each time."""
    publishers = origins.filter(~origins.is_in(TABLES)).unique().sort()
    lot = np.random.default_rng(0)
    for _ in range(settings.draws):
        out = lot.choice(publishers.to_numpy(), size=int(len(publishers) * settings.left_out), replace=False)
        yield (~origins.is_in(out)).to_numpy().astype(np.float32)


def _fitted(matrix: sparse.csr_matrix, counts: np.ndarray, settings: Settings) -> np.ndarray:
    """The weights that make what was said likeliest, large ones having a price.

    Args:
        matrix: Which features each example has.
        counts: How much each example counts for each category.
        settings: The price, and when to stop.
    """
    shape, turned = (matrix.shape[1], counts.shape[1]), matrix.T.tocsr()
    whole = counts.sum(axis=1, keepdims=True)

    def price(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights = flat.reshape(shape).astype(np.float32)
        odds = matrix @ weights
        odds -= odds.max(axis=1, keepdims=True)
        likely = np.exp(odds)
        sums = likely.sum(axis=1, keepdims=True)
        missed = float((counts * (np.log(sums) - odds)).sum(dtype=np.float64))
        slope = turned @ (likely / sums * whole - counts)
        large = float((weights * weights).sum(dtype=np.float64)) / 2
        return settings.strength * missed + large, (settings.strength * slope + weights).ravel().astype(np.float64)

    options = {"maxiter": settings.steps, "maxcor": 8, "ftol": 1e-6}
    start = np.zeros(shape[0] * shape[1])
    return minimize(price, start, jac=True, method="L-BFGS-B", options=options).x.reshape(shape)


def _whole(kept: pl.Series, weights: np.ndarray, names: list[str], smallest: int) -> pl.DataFrame:
    """Weights in hundredths, without features that hardly count."""
    whole = np.clip(np.rint(weights * UNIT), -_LARGEST, _LARGEST).astype(np.int16)
    counts = np.abs(whole).max(axis=1) >= smallest
    columns = {name: pl.Series(whole[counts, number], dtype=pl.Int16) for number, name in enumerate(names)}
    return pl.DataFrame({"feature": kept.filter(pl.Series(counts))} | columns)
