"""Ways of writing a person's name, each at its edge: a name that is taken for a firm's is published, so the edges are held."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks.names import is_person
from ckanext.spenddata.definitions import load

PEOPLE = load().people
OTHER = "Villin"
"""A given name that no list has."""


@pytest.mark.parametrize(
    "name",
    [
        # The surname first, with a comma or a stroke, and one to three given names or initials.
        "EXAMPLETON, JOHN",
        "Exampleton, J",
        "Exampleton, J. A.",
        "Exampleton, J A B",
        "EXAMPLETON/JOHN",
        "Exampleton, Mrs Jane",
        "Exampleton, Dr",
        "Van Exampleton, John",
        # Initials all before the surname, or all after it; a given name that is known with up to three words.
        "J Exampleton",
        "J A Exampleton",
        "Exampleton J A",
        "Jane M Exampleton",
        "Jane M Nordmark Exampleton",
        # Three of them before a surname that is known; surnames of several words, or with a hyphen; initials as one word.
        "A B C Jones",
        "Jones A B C",
        "Smith JA",
        "Anna van der Exampleton",
        "Jean-Luc de la Exampleton",
        "Exampleton-Nordmark A",
        "Charlotte St John",
        "The Rev'd Jane Exampleton",
        "PC 1234 Exampleton",
        "A John H Exampleton QC",
        # A given name that is known, first or last, of up to four words.
        "Jane Exampleton",
        "EXAMPLETON JANE",
        "Jane Mary Nordmark Exampleton",
        # Titles and ranks.
        "Mr Exampleton",
        "Exampleton Mrs J",
        "Rev Jane Exampleton",
        "Prof Dr J Exampleton",
        # Two people.
        "John and Mary Exampleton",
        "John & Mary Exampleton",
    ],
)
def test_a_person(name):
    assert is_person(name, PEOPLE)


@pytest.mark.parametrize(
    "name",
    [
        f"Exampleton, {OTHER}",
        "Exampleton Of The North, John",
        "Exampleton, J A B C",
        f"{OTHER} Exampleton",
        f"{OTHER} M Exampleton",
        "J Exampleton A",
        "Jane M Nordmark Sudmark Exampleton",
        "Jane Mary Nordmark Sudmark Exampleton",
        "John and Exampleton",
        "Exampleton",
        "J A",
        "A B C Exampleton",
        "J C B Sales",
        "Warwick H R I",
        "Woody C I C",
        "Poole BC",
        "Camera De Exampleton Nordmark Romana",
        "Exampleton JA",
        "St John Ambulance",
        "De Exampleton",
    ],
)
def test_what_may_be_a_firm_is_none_by_its_form_alone(name):
    assert not is_person(name, PEOPLE)


@pytest.mark.parametrize(
    "trade", ["Chauffeurs", "Minicoaches", "Ferries", "Archaeology", "Memorials", "Rehabilitation Trst", "LBC"]
)
def test_a_firm_by_its_trade_whatever_stands_before_it(trade):
    assert not is_person(f"W B {trade}", PEOPLE)
    assert not is_person(f"Jane {trade}", PEOPLE)
