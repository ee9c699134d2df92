"""What the evidence says of a row depends on the row alone: not on how often it is there, in which order, or beside how many others."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.categories import labelled
from ckanext.spenddata.classify import weighing
from ckanext.spenddata.classify.classify import decide
from ckanext.spenddata.definitions import load

KNOWN = load()
MANY = 400


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    """Payments that differ, some of which tables tell, too."""
    found = labelled.read().rows()
    return found.gather_every(max(1, found.height // MANY)).unique(maintain_order=True)


def decided(frame: pl.DataFrame, body: str = "council") -> pl.DataFrame:
    return decide(frame, KNOWN, body, KNOWN.evidence_model, KNOWN.category_levels)


@pytest.mark.parametrize("body", ["", "council"])
def test_rows_that_are_there_again_and_again_are_what_each_is_alone(rows, body):
    again = pl.concat([rows, rows.reverse(), rows, rows])
    once = decided(rows, body)
    assert once["category"].n_unique() > 5
    assert_frame_equal(decided(again, body), pl.concat([once, once.reverse(), once, once]))


def test_the_same_cells_that_were_told_otherwise_are_not_the_same(rows):
    coded = rows.with_columns(pl.lit("79100000").alias("cpv_code"))
    uncoded = rows.with_columns(pl.lit(None, pl.String).alias("cpv_code"))
    both = decided(pl.concat([coded, uncoded, coded, uncoded]))
    assert set(both["category"][: rows.height]) == {"legal"}
    assert_frame_equal(both[rows.height : 2 * rows.height], decided(rows))


def test_parts_of_any_size_say_the_same(rows, monkeypatch):
    whole = decided(rows)
    monkeypatch.setattr(weighing, "_PART", 37)
    assert_frame_equal(decided(rows), whole)


@pytest.mark.parametrize("part", [7, 100_000])
def test_sums_are_those_of_each_cells_features_alone(part, monkeypatch):
    monkeypatch.setattr(weighing, "_PART", part)
    model = KNOWN.evidence_model
    drawn = model.weights["feature"].sample(3_000, with_replacement=True, seed=1)
    cells = pl.int_range(drawn.len(), eager=True).sample(drawn.len(), with_replacement=True, seed=2) % 211
    found = pl.DataFrame({"id": cells.cast(pl.UInt32), "feature": drawn})
    weighed = found.unique().join(model.weights, on="feature").drop("feature")
    alone = weighed.group_by("id").agg(pl.all().cast(pl.Int32).sum())
    every = pl.DataFrame({"id": pl.int_range(230, dtype=pl.UInt32, eager=True)})
    expected = every.join(alone, on="id", how="left", maintain_order="left").drop("id").fill_null(0)
    assert_frame_equal(weighing.sums(found, model, 230), expected)


def test_no_rows_are_none(rows):
    assert decided(rows.clear()).height == 0
