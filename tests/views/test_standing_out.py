"""What stands out, in sentences that anybody would sign: no multiple of a median that reads as nought, and names as they are written."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.views import standing_out

pytestmark = pytest.mark.usefixtures("plainly")


def row(label: str, median: str, **standing: Any) -> dict[str, Any]:
    found = {"place": "highest", "of": 9, "rank": 1, "outside": "1.0", "times": None, "times_text": None}
    return {
        "category": "it",
        "label": label,
        "kind": "procurement",
        "cells": [{"transactions": 3, "value_text": "2.5%"}],
        "peers": {"median": median, "median_text": f"{float(median):.1f}%", "range_text": None},
        "standing": {**found, **standing},
        "cautions": [],
    }


def said(*rows: dict[str, Any]) -> list[tuple[str, str]]:
    comparison = {"categories": rows, "bodies": [{"slug": "a"}], "measure": {"reads": "{value} of all"}}
    return [(each["label"], each["beside"]) for each in standing_out.sentences(comparison)]


def test_a_multiple_is_told_where_the_median_reads_as_something():
    assert said(row("IT and data", "0.6", times="93", times_text="93")) == [
        ("IT and data", "93 times its peers’ median of 0.6%")
    ]


@pytest.mark.parametrize(("median", "words"), [("0.02", "next to nothing"), ("0", "nothing"), ("2.4", "2.4%")])
def test_a_median_that_reads_as_nought_is_said_in_words(median: str, words: str):
    [(label, beside)] = said(row("Security and police", median, times="122.1"))
    assert label == "security and police"
    assert beside == f"highest of 9; its peers’ median is {words}"


def test_what_lies_inside_the_middle_half_stands_out_nowhere():
    assert said(row("IT and data", "0.6", outside="0")) == []
