"""Words that are searched for keep their colons from SQLAlchemy, and names that it would fill in are refused."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic import statements


def filled_in(words: str) -> tuple[set[str], str]:
    """What SQLAlchemy would fill into words between quotation marks, and what it makes of them."""
    compiled = sa.text(f"'{words}'").compile()
    return set(compiled.params), str(compiled).strip("'")


@pytest.mark.parametrize(
    "words",
    [":value_0", "x :value_0", "(:value_0)", "::value_0", ":a:b", r"\:value_0", ":", "12:30", "a::b :c", "é:é ::"],
)
def test_nothing_is_filled_into_words_and_they_stay_as_they_are(words: str):
    assert filled_in(statements.plain_words({"q": words})["q"]) == (set(), words)


def test_words_for_columns_are_kept_apart_too_however_they_are_given():
    asked = {"what": ":value_0", "where": [":value_1"]}
    for given in (asked, '{"what": ":value_0", "where": [":value_1"]}'):
        plain = statements.plain_words({"q": given, "limit": 3})
        assert plain == {"q": {"what": r"\:value_0", "where": r"['\:value_1']"}, "limit": 3}
    assert statements.plain_words({"q": [":value_0"]})["q"] == r"['\:value_0']"


def test_an_answer_repeats_what_was_asked():
    assert statements.as_asked({"q": r"\:x", "total": 1}, {"q": ":x"}) == {"q": ":x", "total": 1}
    assert statements.as_asked({"total": 1}, {"q": ":x"}) == {"total": 1}


@pytest.mark.parametrize(
    "asked",
    [
        {"resource_id": ":x"},
        {"id": "a :x"},
        {"aliases": "fine,(:x)"},
        {"aliases": ["-:x"]},
        {"fields": [{"id": ":x"}]},
        {"fields": [":x"]},
        {"records": [{"fine": 1}, {"a :x": 1}]},
        {"language": ":x"},
        {"language": ["english"]},
    ],
)
def test_names_that_would_be_filled_in_are_refused(asked: dict[str, Any]):
    with pytest.raises(tk.ValidationError):
        statements.check_names(asked)


def test_names_as_people_write_them_are_taken():
    statements.check_names(
        {
            "resource_id": "c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174",
            "fields": [{"id": "Cost: net"}, {"id": "from:to"}, {"id": "12:30"}, "a : b"],
            "language": "simple",
        }
    )
