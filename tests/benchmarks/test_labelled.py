"""The labelled payments, and the groups of publishers in which models are made and tried."""

import polars as pl
import pytest

from benchmarks.categories import labelled
from benchmarks.categories.labelled import groups


@pytest.mark.parametrize("number", [1, 3, 4, 12])
def test_each_payment_is_in_one_group_with_all_of_its_publisher(number):
    publishers = labelled.read().publishers
    found = list(groups(publishers, number))
    assert len(found) == number
    assert pl.select(pl.sum_horizontal(theirs.cast(pl.Int32) for theirs in found)).to_series().unique().to_list() == [1]
    for theirs in found:
        assert not set(publishers.filter(theirs)) & set(publishers.filter(~theirs))


def test_groups_have_much_the_same_number_of_payments():
    sizes = [int(theirs.sum()) for theirs in groups(labelled.read().publishers, 4)]
    assert max(sizes) - min(sizes) < sum(sizes) / 20


def test_own_category_counts_as_accepted_and_each_once():
    payments = labelled.read()
    assert (payments.accepted.list.len() >= 1).all()
    assert (payments.accepted.list.n_unique() == payments.accepted.list.len()).all()
    assert payments.accepted.list.contains(payments.categories).all()
