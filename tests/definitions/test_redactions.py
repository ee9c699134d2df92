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
        "Alder Ltd",
    ],
)
def test_what_only_looks_like_one_is_none(cell):
    assert VOCABULARY.reason(cell) is None


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
        assert any(hint in example for hint in VOCABULARY.hints), example
