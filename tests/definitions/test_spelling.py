"""What is nearly a known word is told; what is like none of them is an administrator's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.spenddata.definitions import load, spelling


def told(folder: Path, file: str, text: str) -> list[str]:
    (folder / file).write_text(text)
    return list(spelling.faults(load(folder)))


def test_the_package_s_own_are_spelt_well():
    assert list(spelling.faults(load())) == []


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "regimes.yaml",
            "- {id: lgtc-500, body_types: [local authorty]}",
            "lgtc-500: there is no kind of body 'local authorty'",
        ),
        ("tiers.yaml", "- {id: upper-tier, subtypes: [Countyy]}", "Did you mean County?"),
        ("measures.yaml", "- {id: spend-per-head, denominator: populaton}", "Did you mean population?"),
        ("measures.yaml", "- {id: spend-per-head, reads: '{valeu} a head'}", "`reads` names {valeu}"),
        ("categories.yaml", "categories: [{id: legal, cpv: [xyz]}]", "no CPV code begins with 'xyz'"),
        ("rules.yaml", "- {id: amount-outlier, parameters: {times: -1}}", "rules.yaml, line 1: rule amount-outlier"),
    ],
)
def test_a_slip_says_what_was_meant(tmp_path: Path, file: str, text: str, words: str):
    (fault,) = told(tmp_path, file, text)
    assert words in fault


def test_a_kind_of_body_like_no_other_is_somebody_s_own(tmp_path: Path):
    assert told(tmp_path, "tiers.yaml", "- {id: own, title: Own, body_type: water board, subtypes: [Lake]}") == []
