"""What amounts are with regard to VAT is said for each value that a return, a rule or a page can hold."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import Definitions, load
from ckanext.spenddata.values import vat


@pytest.fixture(scope="module")
def definitions() -> Definitions:
    return load()


def test_every_value_of_the_schema_has_its_words(definitions):
    allowed = definitions.transaction.field("amount_basis").constraints.enum
    assert set(allowed) <= set(vat.WORDS)


def test_no_two_say_the_same():
    assert len(set(vat.WORDS.values())) == len(vat.WORDS)


def test_what_a_threshold_is_tested_on_is_one_of_them(definitions):
    tested = {regime.threshold.tested_basis for regime in definitions.regimes.values() if regime.threshold}
    assert tested == {vat.GROSS, vat.NET}
