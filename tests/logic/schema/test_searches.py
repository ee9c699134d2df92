"""A search is narrowed by what was meant, or refused in words; never by something else."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema import searches
from ckanext.spenddata.search.query import MOST_ROWS, START


@pytest.mark.parametrize(
    ("given", "pence"),
    [
        ("25000", 25_000_00),
        ("£1,234.50", 1_234_50),
        (" -0.01 ", -1),
        (12.5, 12_50),
        ("1e3", 1_000_00),
        ("10000000000000", 10**15),
    ],
)
def test_amounts_are_read_as_people_write_them(given, pence):
    assert searches.pence(given) == pence


@pytest.mark.parametrize("given", ["", "a lot", "1.005", "NaN", "Infinity", "-inf", "10000000000000.01", None])
def test_what_is_no_amount_is_refused(given):
    with pytest.raises(tk.Invalid, match="is not an amount"):
        searches.pence(given)


def test_several_are_each_taken_once_in_order_without_blanks():
    assert searches.several([" b", "a", "b ", "", "a"]) == ["b", "a"]
    assert searches.several("one") == ["one"]
    for wrong in ({"a": 1}, ["a", 2], 3):
        with pytest.raises(tk.Invalid):
            searches.several(wrong)


def test_facets_are_all_none_or_those_that_are_named():
    assert searches._facets("yes") == searches._facets(True) == tuple(searches.FACETS)
    assert searches._facets(False) == searches._facets("no") == ()
    assert searches._facets(["months", "regimes"]) == ("months", "regimes")
    with pytest.raises(tk.Invalid, match="nearest is suppliers"):
        searches._facets("supplier")


def test_an_order_that_is_not_there_is_refused_with_the_nearest():
    for each in searches.SORTS:
        assert searches._order(each) == each
    with pytest.raises(tk.Invalid, match="no order sideways"):
        searches._order("sideways")
    with pytest.raises(tk.Invalid):
        searches._order(["relevance"])


def test_a_cursor_is_what_an_answer_gave():
    assert searches._place(START) == START
    assert searches._place("AoE/Ab+9==") == "AoE/Ab+9=="
    for wrong in ("", "a b", "===", "x{!raw}", "AoE=\n"):
        with pytest.raises(tk.Invalid, match="not a cursor"):
            searches._place(wrong)


def test_no_more_rows_than_one_answer_holds():
    assert searches._at_most_rows(MOST_ROWS) == MOST_ROWS
    with pytest.raises(tk.Invalid, match=str(MOST_ROWS)):
        searches._at_most_rows(MOST_ROWS + 1)


def test_each_facet_counts_a_field_that_a_search_can_be_narrowed_by():
    assert set(searches.FACETS.values()) <= set(searches.FILTERED)
