"""Whole pounds beside a column of pence are no amounts."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns.pence_apart import doubts
from ckanext.spenddata.intake.reading import Answers, Outcome
from tests.intake import corpus
from tests.intake.columns.made import layout

POUNDS, PENCE = ["12", "1,200", "-7"], ["05", "99", "0"]


def asked(title: str, pounds: list[str], pence: list[str], answers: Answers | None = None):
    return list(doubts(layout(("Amount £", pounds), (title, pence), amount=1), answers or Answers()))


@pytest.mark.parametrize("title", ["Pence", "p", "Amount p", "(in pence)", "Amount (p)"])
def test_pence_of_their_own_are_asked_about(title):
    (question,) = asked(title, POUNDS, PENCE)
    assert (question.field, question.candidates, question.blocking) == ("amount", ("Amount £", title), True)


def test_pence_without_a_title_are_asked_about():
    (question,) = asked("", POUNDS, ["05", "99", "10"])
    assert question.candidates == ("Amount £", "column 2")


def test_whoever_answered_is_not_asked_again():
    assert asked("Pence", POUNDS, PENCE, Answers(mapping={"amount": "Amount £"})) == []


@pytest.mark.parametrize(
    ("title", "pounds", "pence"),
    [
        ("Period", POUNDS, PENCE),
        ("Pence", ["12.05", "1,200.99", "-7.00"], PENCE),
        ("Pence", POUNDS, ["1205", "120099", "-700"]),
        ("Pence", POUNDS, ["", "", ""]),
        ("", POUNDS, ["5", "99", "0"]),
        ("", POUNDS, ["05", "05", "05"]),
        ("", POUNDS, ["", "99", "10"]),
        ("", ["12.05", "1,200.99", "-7.00"], ["05", "99", "10"]),
    ],
)
def test_other_columns_are_not(title, pounds, pence):
    assert asked(title, pounds, pence) == []


@pytest.mark.parametrize("titles", [("£", "Pence"), ("Amount £", "Amount p"), ("Pounds", "Pence")])
def test_no_file_of_pounds_and_pence_is_read_without_its_pence(titles, read_bytes):
    rows = [[f"{n:02}/05/2026", f"Alder {n} Ltd", f"{100 + n}", f"{n:02}"] for n in range(1, 25)]
    assert read_bytes(corpus.csv_text([["Date", "Supplier", *titles], *rows])).outcome == Outcome.ASK
