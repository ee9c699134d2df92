"""What is withheld: how much, in which words, why, and what else in the row says who it is."""

from __future__ import annotations

from ckanext.spenddata.checks import redactions
from tests.checks.filings import good
from tests.checks.kinds import payments, places, tried

WITHHELD = {"supplier_name": "REDACTED PERSONAL DATA", "redaction_reason": "personal_data"}


def test_these_are_its_kinds():
    assert set(redactions.KINDS) == {
        "redaction_share",
        "redaction_phrase",
        "redaction_reason_missing",
        "redacted_beside",
    }


def test_a_large_share_of_rows_or_of_money_is_told():
    rows = [*payments("100", "100", "100", redaction_reason=None), good(amount="100", **WITHHELD)]
    asked = {"expected": "at most {percent}%"}
    [found] = tried("redaction_share", rows, parameters={"percent": 20, "at_least": 4}, **asked).to_dicts()
    assert (found["value"], found["expected"]) == ("1 of 4 rows (25%), 25% of the money", "at most 20%")
    assert tried("redaction_share", rows, parameters={"percent": 25, "at_least": 4}).is_empty()
    assert tried("redaction_share", rows, parameters={"percent": 20, "at_least": 5}).is_empty()
    rows[3]["amount"] = "900"
    assert tried("redaction_share", rows, parameters={"percent": 25, "at_least": 4}).height == 1


def test_a_row_that_names_its_supplier_is_not_withheld():
    rows = [good(redaction_reason="personal_data", description="REDACTED") for _ in range(4)]
    assert tried("redaction_share", rows, parameters={"percent": 20, "at_least": 4}).is_empty()


def test_the_prescribed_phrase_is_the_fix():
    rows = [good(**WITHHELD), good(supplier_name="Name withheld", redaction_reason="personal_data"), good()]
    found = tried("redaction_phrase", rows, parameters={"phrases": {"personal_data": "REDACTED PERSONAL DATA"}})
    assert (places(found), found["fix"].to_list()) == ([3], ["REDACTED PERSONAL DATA"])


def test_withheld_without_a_word_on_why():
    rows = [good(supplier_name="Withheld", redaction_reason="other"), good(**WITHHELD)]
    assert places(tried("redaction_reason_missing", rows)) == [2]


def test_a_name_in_the_description_of_a_person_who_is_withheld():
    rows = [good(description="Mrs Example", **WITHHELD), good(description="Mrs Example", redaction_reason=None)]
    asked = {"fields": ["description"], "parameters": {"pattern": r"\bMrs\b", "emptied": True}}
    found = tried("redacted_beside", rows, **asked)
    assert (places(found), found["fix"].to_list()) == ([2], [""])
