"""Stewards decide with words that are known: kinds, verdicts, and categories that a payment can be given."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata import definitions
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.logic.schema import decisions


@pytest.mark.parametrize(
    ("check", "known", "wrong"),
    [
        (decisions._KIND, ("supplier", "category"), "suppliers"),
        (decisions._VERDICT, (decisions.SAME, decisions.APART), "perhaps"),
    ],
)
def test_only_what_can_be_decided_is_taken(check, known, wrong):
    for each in known:
        assert check(each) == each
    with pytest.raises(tk.Invalid, match=f"There is no .* {wrong}"):
        check(wrong)


def test_a_payment_is_given_a_category_never_the_lack_of_one(monkeypatch):
    known = definitions.load()
    monkeypatch.setattr(decisions.config, "definitions", lambda: known)
    given = [name for name in known.categories.by_id if name not in (REDACTED, UNCLASSIFIED)]
    assert [decisions._category(name) for name in given] == given
    for lack in (REDACTED, UNCLASSIFIED):
        with pytest.raises(tk.Invalid, match=f"There is no category {lack}"):
            decisions._category(lack)
