"""At an end, and at an end together with another: the sentence says of a tie by rounding what the table says of it."""

from __future__ import annotations

import pytest

from ckanext.spenddata.compare.extremes import is_level
from tests.compare.test_findings import agency, compared, sentences


def test_a_tie_by_rounding_is_a_joint_place():
    said = sentences(compared(*agency(7.001, 5, 5.26, 6, 7)))
    assert said["extremes-joint"] == (
        "It is the highest, or joint highest, in 1 of 3 categories of what it buys, and the lowest, or joint lowest, in none."
    )
    assert "extremes" not in said


def test_beside_one_body_a_tie_by_rounding_is_neither_more_nor_less():
    assert "extremes-one" not in sentences(compared(*agency(5.001, 5)))


@pytest.mark.parametrize(("own", "level"), [(7.001, True), (7, True), (7.01, False), (6.5, False)])
def test_figures_are_level_as_they_are_written(own: float, level: bool):
    found = compared(*agency(own, 5, 6, 7))
    assert is_level(found.row("agency-staff"), "pounds") is level
