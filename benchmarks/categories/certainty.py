"""How sure decisions are: measured on publishers that the model had not seen."""

from __future__ import annotations

import polars as pl

from ckanext.spenddata.definitions.evidence_model import Certainty

__all__ = ["measured"]

_POINTS = 16
_DIGITS = 3


def measured(probability: pl.Series, right: pl.Series) -> Certainty:
    """The share that was right at each probability of the model, never falling (pool adjacent violators), at a few points."""
    together = pl.DataFrame({"probability": probability, "right": right.cast(pl.Float64)}).sort("probability", "right")
    size = -(-together.height // _POINTS)
    parts = (
        together.with_row_index("number")
        .group_by(pl.col("number") // size, maintain_order=True)
        .agg(pl.col("probability", "right").mean(), pl.len().alias("count"))
    )
    pools = _pooled([(row["probability"], row["right"], row["count"]) for row in parts.iter_rows(named=True)])
    return Certainty(
        scores=tuple(round(score, _DIGITS) for score, _, _ in pools),
        right=tuple(round(share, _DIGITS) for _, share, _ in pools),
    )


def _pooled(parts: list[tuple[float, float, int]]) -> list[tuple[float, float, int]]:
    """Neighbours put together until shares rise."""
    pools: list[tuple[float, float, int]] = []
    for part in parts:
        pool = part
        while pools and pools[-1][1] >= pool[1]:
            before = pools.pop()
            count = before[2] + pool[2]
            pool = (
                (before[0] * before[2] + pool[0] * pool[2]) / count,
                (before[1] * before[2] + pool[1] * pool[2]) / count,
                count,
            )
        pools.append(pool)
    return pools
