"""Anybody reads peer groups, who is signed in saves own ones, stewards load and take back those for everybody."""

from __future__ import annotations

from ckanext.spenddata.logic.auth import peer_groups


def test_reading_saving_and_loading(allowed):
    assert len(allowed(peer_groups.spenddata_peer_group_list)) == 6
    assert allowed(peer_groups.spenddata_peer_group_save) == {"admin", "editor", "member", "stranger", "steward"}
    assert allowed(peer_groups.spenddata_peer_group_load) == {"steward"}


def test_what_was_loaded_once_is_for_stewards(allowed):
    assert allowed(peer_groups.spenddata_peer_group_list, history=True) == {"steward"}
