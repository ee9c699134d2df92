"""The vocabulary of redactions."""

from __future__ import annotations

import pytest

from ckanext.spenddata.definitions import load

VOCABULARY = load().redactions


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("REDACTED PERSONAL DATA", "personal_data"),
        ("Redacted - Personal Information", "personal_data"),
        ("REDACTED UNDER DP ACT", "personal_data"),
        ("Personal data withheld", "personal_data"),
        ("Name withheld - data protection", "personal_data"),
        ("Personal Expense, Name Withheld.", "personal_data"),
        ("Exempt under FOI section 40", "personal_data"),
        ("REDACTED COMMERICAL CONFIDENTIALITY", "commercial_confidentiality"),
        ("Redacted - Commercially Sensitive", "commercial_confidentiality"),
        ("Commercial in confidence", "commercial_confidentiality"),
        ("Redacted - national security", "national_security"),
        ("Withheld for legal reasons", "legal"),
        ("REDACTED", "other"),
        ("Details redacted", "other"),
        ("Redacted Supplier", "other"),
        ("Beneficiary name withheld", "other"),
        ("GDPR - redacted", "personal_data"),
        ("Redacted - foster carer", "personal_data"),
        ("Redacted, vulnerable adult", "personal_data"),
        ("Details withheld - s40", "personal_data"),
        ("Redacted for confidentiality", "other"),
        ("R E D A C T E D", "other"),
        ("Data personol wedi'i olygu", "personal_data"),
    ],
)
def test_a_redaction_states_its_reason(cell, reason):
    assert VOCABULARY.reason(cell) == reason


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "REDACTIVE PUBLISHING LTD",
        "Redactive Events",
        "REDACTA LIMITED",
        "Provision of redaction services",
        "Don't redact",
        "Not redacted",
        "Release of previously withheld June invoice charge",
        "Removed Items Storage Ltd",
        "Confidential Waste Disposal plc",
        "Anonymised Data Services Ltd",
        "Private individual",
        "Client",
        "Alder Ltd",
    ],
)
def test_what_only_looks_like_one_is_none(cell):
    assert VOCABULARY.reason(cell) is None


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("Private Individual(s)", "personal_data"),
        ("Individual payee", "personal_data"),
        ("Personal", "personal_data"),
        ("Sensitive payment", "personal_data"),
        ("Foster carers", "personal_data"),
        ("Service User", "personal_data"),
        ("Direct payment recipient", "personal_data"),
        ("Member of the public", "personal_data"),
        ("Data Protection Act 2018", "personal_data"),
        ("GDPR", "personal_data"),
        ("s40 FOI", "personal_data"),
        ("Section 40(2)", "personal_data"),
        ("FOI s43", "commercial_confidentiality"),
        ("Not for publication", "other"),
        ("Private & Confidential", "other"),
        ("*****", "other"),
        ("XXXX XXXXX", "other"),
        ("Redacted", "other"),
        ("Individual Care Services", None),
        ("Personal Best Fitness Ltd", None),
        ("Foster Care Associates", None),
        ("Client Earth", None),
        ("Carers UK", None),
        ("Data Protection People Ltd", None),
        ("Alcoholics Anonymous", None),
        ("Hidden Hearing Ltd", None),
        ("Alder ** Ltd", None),
    ],
)
def test_what_stands_in_the_place_of_a_supplier(cell, reason):
    assert VOCABULARY.reason(cell, supplier=True) == reason


def test_every_phrase_has_a_hint():
    """The hints are looked for first, so a phrase without one would never be found."""
    for example in (
        "redacted",
        "redcated",
        "redaced",
        "redcted",
        "redactd",
        "withheld",
        "witheld",
        "with held",
        "removed",
        "foi",
        "exempt",
    ):
        assert any(hint in example for hint in VOCABULARY.hints()), example
