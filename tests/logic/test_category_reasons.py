"""Why a published payment has its category, of any payment and at any time; and why that can't be told where it can't."""

import pytest

from ckanext.spenddata import config
from ckanext.spenddata.classify.classify import EVIDENCE
from ckanext.spenddata.classify.evidence import FIELDS
from ckanext.spenddata.logic.category_reasons import NOT_WEIGHED, NOTHING_SPEAKS, OTHER_VERSION, explained

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def payment(**changes: object) -> dict:
    row = {
        "supplier_name": "Elmstow Scaffolding Ltd",
        "expense_type": "Roof repairs",
        "category": "construction",
        "category_method": EVIDENCE,
        "category_version": config.definitions().category_version,
        "category_confidence": 0.9,
    }
    return row | changes


def test_the_three_words_that_decided_are_weighed_again_when_asked():
    told = explained(payment(), None)
    assert told["category_reason_missing"] is None
    assert 1 <= len(told["category_reason"]["decided"]) <= 3
    assert {each["field"] for each in told["category_reason"]["decided"]} <= {*FIELDS, ""}


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"category_method": "publisher_cpv"}, NOT_WEIGHED),
        ({"category_method": "steward", "category_version": "decision 3"}, NOT_WEIGHED),
        ({"category_version": "an older one"}, OTHER_VERSION),
        ({"category": "no-such-category"}, NOTHING_SPEAKS),
    ],
)
def test_where_no_words_can_be_named_it_says_why(changes, missing):
    told = explained(payment(**changes), None)
    assert (told["category_reason"], told["category_reason_missing"]) == (None, missing)


def test_a_payment_without_a_category_has_neither():
    told = explained(payment(category=None), None)
    assert (told["category_reason"], told["category_reason_missing"], told["category_label"]) == (None, None, None)
