"""Names and states in words, and no payment in pounds that was made in another currency."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.spenddata import helpers

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")


def test_no_template_shows_a_payment_in_pounds_whatever_its_currency():
    folder = Path(helpers.__file__).parent
    wrong = re.compile(r"spenddata_pounds\((?:line|row|payment|transaction)\.amount, pence=true")
    found = [each.name for each in folder.rglob("*.html") if wrong.search(each.read_text())]
    assert found == []


def test_every_regime_is_a_choice_of_the_forms():
    choices = helpers.spenddata_regime_choices()
    assert {"value": "lgtc-500", "label": helpers.spenddata_regime_title("lgtc-500")} in choices
    assert helpers.spenddata_regime_title("not-a-regime") == "not-a-regime"


def test_a_state_has_words_and_a_stuck_one_says_so_whatever_its_state():
    assert helpers.spenddata_state("ready")["label"] == "Ready for you to check"
    assert helpers.spenddata_state("checking", stuck=True) == {"label": "Stuck", "look": "bad"}
    assert helpers.spenddata_state("some_new_state")["label"] == "Some new state"
