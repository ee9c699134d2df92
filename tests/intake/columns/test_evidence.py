"""Each kind of evidence has a weight that can be explained; values alone never weigh as much as a title or a person."""

from __future__ import annotations

import pytest

from ckanext.spenddata.intake.columns import evidence
from ckanext.spenddata.intake.columns.evidence import Evidence, is_guess
from tests.intake.columns.made import TITLES, column

KINDS = {name: kind for name, kind in vars(evidence).items() if isinstance(kind, Evidence)}


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_weight_and_words(name):
    assert 0 < KINDS[name].weight <= 1
    assert KINDS[name].why


def test_a_person_weighs_most_and_a_guess_least():
    assert evidence.CONFIRMED.weight == evidence.ANSWERED.weight == 1
    guesses = [kind for kind in KINDS.values() if is_guess(kind.why)]
    others = [kind for kind in KINDS.values() if not is_guess(kind.why) and "exchanged" not in kind.why]
    assert guesses
    assert max(kind.weight for kind in guesses) <= 0.7
    assert evidence.SOME_VALUES.weight < evidence.VALUES.weight < evidence.ORDER.weight
    assert len(others) > len(guesses)


def test_that_of_a_title_is_the_title_s_own():
    match = TITLES.match("Supplier")
    assert match is not None
    assert Evidence.of_title(match) == Evidence(match.certainty, match.why)


def test_words_are_filled_in_and_doubt_takes_its_share():
    told = evidence.LOST_TITLE.with_words(what="postcodes")
    assert told.why == "no title says it, but all its values are postcodes"
    assert told.times(evidence.SEVERAL) == Evidence(0.35, told.why)


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("supplier_postcode", ["LS1 1UR", "SW1A 2AA", "M1 1AE"]),
        ("supplier_company_number", ["01234567", "SC123456", "09876543"]),
        ("expenditure_type", ["Capital", "Revenue", "capital"]),
    ],
)
def test_values_that_only_one_field_has(field, cells):
    found = [telling.field for telling in evidence.LOST_TITLES if telling.fits(column(1, "", cells))]
    assert found == [field]


@pytest.mark.parametrize("cells", [["12345678", "23456789", "34567890"], ["LS1 1UR", "Leeds", "York"], ["C", "R"]])
def test_values_that_others_have_too(cells):
    assert not [telling for telling in evidence.LOST_TITLES if telling.fits(column(1, "", cells))]
