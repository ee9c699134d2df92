"""A person's name beside what else stands in the cell of a supplier."""

from __future__ import annotations

import pytest

from ckanext.spenddata.checks.beside_names import names_beside
from ckanext.spenddata.definitions import load
from tests.checks.filings import filing, found, good

PEOPLE = load().people


@pytest.mark.parametrize(
    "name",
    [
        "Taxi service (John Smith)",
        "Childminder (Mrs J Exampleton)",
        "Foster care - J Smith",
        "Respite – Smith J A",
        "Cleaner: Jane Brown",
        "J Smith (Taxi)",
        "Smith (Jane)",
        "Smith - J",
    ],
)
def test_a_name_in_brackets_or_behind_a_dash(name: str):
    assert names_beside(name, PEOPLE)
    assert found("supplier-person", filing(good(supplier_name=name))).height == 1


@pytest.mark.parametrize(
    "name",
    [
        "Thomas More School (John Smith)",
        "Exampleton Ltd (J Smith)",
        "Premier Inn (King George)",
        "Kier (Southern)",
        "Veolia - Hull",
        "CEF - Lewis",
        "Example Telecom (Bill Paymnts)",
        "Under Fives (Newton Abb",
        "The New Dispensary - Drs Brown, Gregory & Gill",
        "Brewers - Paul",
        "Jewson (Chester)",
        "Age UK - Lewisham",
    ],
)
def test_a_firm_s_place_or_director_is_no_payee(name: str):
    assert not names_beside(name, PEOPLE)
