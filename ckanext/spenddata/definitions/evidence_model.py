"""The evidence model as a file: ``category_model.parquet``, made by ``benchmarks/categories/build.py``; see ``docs/category-model.md``.

A row is a feature and its weight for each category, in hundredths of the logarithm of odds: whole numbers, so that sums are the same on
every machine and in every order. The file's metadata says how sure a sum makes a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

import msgspec
import polars as pl

from ckanext.spenddata.definitions.categories import Categories
from ckanext.spenddata.definitions.places import DefinitionError
from ckanext.spenddata.values.tokens import beginnings

METADATA_KEY = "spenddata"
UNIT = 100
"""Weights for 1 of log-odds."""


class Certainty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How sure a decision of the model is."""

    scores: tuple[float, ...]
    """The model's own probabilities, rising."""
    right: tuple[float, ...]
    """Share of the labelled payments of unseen publishers that were right at each of ``scores``; between them a straight line."""


@dataclass(frozen=True)
class EvidenceModel:
    """Weights of features."""

    weights: pl.DataFrame
    """``feature``, and a column of whole numbers for each category."""
    certainty: Certainty

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories between which it decides."""
        return tuple(self.weights.columns[1:])

    @cached_property
    def numbers(self) -> pl.DataFrame:
        """``feature``, and ``number``: which row of ``weights`` is its."""
        return self.weights.select("feature").with_row_index("number")

    @cached_property
    def begun(self) -> pl.Series:
        """The runs of words that its features are about, and how each begins."""
        return beginnings(feature.partition("=")[2] for feature in self.weights["feature"])


def read(written: bytes, known: Categories) -> EvidenceModel:
    """Read a model, without categories that an administrator has taken away.

    Raises:
        DefinitionError: It is no such file.
    """
    try:
        weights = pl.read_parquet(BytesIO(written))
        certainty = msgspec.json.decode(pl.read_parquet_metadata(BytesIO(written))[METADATA_KEY], type=Certainty)
    except (pl.exceptions.PolarsError, KeyError, msgspec.MsgspecError) as error:
        raise DefinitionError(
            f"category_model.parquet: this is no evidence model ({error}). It is made by the project's own script."
        ) from error
    gone = [name for name in weights.columns[1:] if name not in known.by_id]
    return EvidenceModel(weights.drop(gone), certainty)


def write(model: EvidenceModel, path: Path) -> None:
    """Write a model; the same model gives the same bytes."""
    model.weights.sort("feature").write_parquet(
        path,
        compression="zstd",
        compression_level=19,
        statistics=False,
        row_group_size=1_000_000,
        metadata={METADATA_KEY: msgspec.json.encode(model.certainty).decode()},
    )
