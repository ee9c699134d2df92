"""Who is compared is named once each, as many as one comparison takes, and as of an entry."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema import comparisons


def test_names_come_as_a_list_or_as_text_with_commas():
    assert comparisons.names(" alder, birch,,alder ") == comparisons.names(["alder", " birch"]) == ["alder", "birch"]
    for wrong in (None, {"alder": 1}, ["alder", 3]):
        with pytest.raises(tk.Invalid, match="list of identifiers"):
            comparisons.names(wrong)


def test_repeated_names_do_not_count_towards_the_most():
    most = [f"body-{n}" for n in range(comparisons.MOST_BODIES)]
    assert comparisons.names([*most, *most]) == most
    with pytest.raises(tk.Invalid, match=f"{len(most) + 1} publishers are more than {len(most)}"):
        comparisons.names([*most, "one-more"])


def test_an_entry_is_a_number_that_postgresql_can_hold():
    assert comparisons.entry_number("240") == comparisons.entry_number(240) == 240
    assert comparisons.entry_number("9" * 40) == 2**31 - 1
    for wrong in ("-1", "1.5", "", "²", "٣", "latest"):
        with pytest.raises(tk.Invalid, match="as_of_entry"):
            comparisons.entry_number(wrong)
