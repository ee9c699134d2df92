"""Every repair is told with its rows, counted as a spreadsheet counts them."""

from __future__ import annotations

from dataclasses import fields

import pytest

from ckanext.spenddata.intake.repairs import Repairs


@pytest.mark.parametrize("kind", [field.name for field in fields(Repairs) if field.name != "short"])
def test_each_kind_is_told_by_its_row(kind):
    (note,) = Repairs(**{kind: [4]}).notes()
    assert "1 row (5)" in note


def test_nothing_is_told_of_nothing():
    assert list(Repairs().notes()) == []


def test_those_of_a_piece_count_from_the_top_of_the_file():
    repairs = Repairs(merged=[1])
    repairs.take(Repairs(merged=[0], kept=[2]), above=10)
    assert (repairs.merged, repairs.kept) == ([1, 10], [12])
