"""A peer group that is loaded has a name for addresses, words that fit, and a place behind the portal's own."""

from __future__ import annotations

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.schema import peer_groups


@pytest.mark.parametrize("name", ["ab", "core-cities", "a" + "1" * 59])
def test_a_name_that_stands_in_an_address(name):
    assert peer_groups._name(name) == name


@pytest.mark.parametrize("name", ["a", "Core", "1st", "-a", "core cities", "a" + "1" * 60, "né", "ab\n"])
def test_a_name_that_would_not(name):
    with pytest.raises(tk.Invalid, match="small letters"):
        peer_groups._name(name)


def test_a_table_is_as_large_as_it_may_be():
    most = peer_groups.MOST_CHARACTERS
    assert len(peer_groups._not_large("x" * most)) == most
    with pytest.raises(tk.Invalid, match="in two groups"):
        peer_groups._not_large("x" * (most + 1))


def test_the_last_place_is_before_peoples_own():
    assert peer_groups._place(peer_groups.LAST_PLACE) == 999
    with pytest.raises(tk.Invalid, match="999"):
        peer_groups._place(1000)
