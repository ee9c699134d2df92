"""A column that says of some amounts that they are not counted in pounds."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.scales import TITLE
from ckanext.spenddata.intake.reading import Answers, Outcome


def lines(title: str, *units: str) -> bytes:
    rows = [f"{n:02}/04/2026,Firm {n} Ltd,{n}00.25,{unit}" for n, unit in enumerate(units, start=1)]
    return "\n".join([f"Date,Supplier,Amount,{title}", *rows]).encode()


@pytest.mark.parametrize(
    ("title", "pounds", "other"),
    [
        ("Unit", "£", "£k"),
        ("Units", "1", "1000"),
        ("Scale", "pounds", "thousands"),
        ("UOM", "GBP", "GBP000"),
        ("Multiplier", "1", "1,000"),
    ],
)
def test_amounts_of_another_unit_are_asked_about(title, pounds, other, read_bytes):
    file = lines(title, *[pounds] * 12, other, other)
    reading = read_bytes(file)
    assert (reading.outcome, [question.field for question in reading.questions]) == (Outcome.ASK, ["unit"])
    assert f"“{title}” says of 2 amounts that they are not in pounds" in reading.questions[0].why
    assert read_bytes(file, answers=Answers(unit="pounds")).outcome == Outcome.READ


@pytest.mark.parametrize("units", [["£"] * 12, ["Legal", "Fleet", "Parks"] * 4])
def test_units_of_an_organisation_are_none(units, read_bytes):
    assert read_bytes(lines("Unit", *units)).outcome == Outcome.READ


@pytest.mark.parametrize("title", ["Business Unit", "Unit Price", "Community Unit", "Unit Name"])
def test_other_titles_say_no_such_thing(title):
    assert not TITLE.fullmatch(title)
