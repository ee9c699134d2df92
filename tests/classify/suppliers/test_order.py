"""Which words stand first tells suppliers apart only where it may mean another thing or another person."""

import pytest

from ckanext.spenddata.classify.suppliers.known import linker
from ckanext.spenddata.classify.suppliers.order import is_idle
from ckanext.spenddata.classify.suppliers.reading import read
from ckanext.spenddata.definitions import load

KNOWN = linker(load()).known


@pytest.mark.parametrize(
    ("one", "other", "idle"),
    [
        ("Friends of Elmstow Park", "Elmstow Park Friends", True),
        ("Elmstow Plumbing & Heating", "Elmstow Heating & Plumbing Ltd", True),
        ("Exeter Elmstow Supplies", "Elmstow Exeter Supplies", True),
        ("Elmstow Care Home", "Elmstow Home Care", False),
        ("Elmstow Plumbing Heating", "Elmstow Heating Plumbing", False),
        ("Lewis Morgan", "Morgan Lewis", False),
        ("Care Home Supplies", "Supplies Care Home", False),
    ],
)
def test_the_order_of_words(one, other, idle):
    first, second = read(one, KNOWN.words), read(other, KNOWN.words)
    assert is_idle(first, second, KNOWN) is is_idle(second, first, KNOWN) is idle
