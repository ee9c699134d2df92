"""Only what follows a publication has the pass, and only for as long as it follows it."""

from __future__ import annotations

import threading

import pytest

from ckanext.spenddata.returns.followups import one_way_in
from ckanext.spenddata.returns.followups.one_way_in import following_a_publication, may_write


def test_the_pass_ends_with_the_block_whatever_happens_in_it():
    assert not may_write()
    seen: list[bool] = []
    with pytest.raises(OSError, match="away"):
        _fail_inside(seen)
    assert seen == [True]
    assert not may_write()


def _fail_inside(seen: list[bool]) -> None:
    with following_a_publication():
        seen.append(may_write())
        raise OSError("away")


def test_a_block_inside_another_leaves_the_outer_one_its_pass():
    with following_a_publication():
        with following_a_publication():
            pass
        assert may_write()


def test_another_thread_has_none():
    seen: list[bool] = []
    with following_a_publication():
        thread = threading.Thread(target=lambda: seen.append(may_write()))
        thread.start()
        thread.join()
    assert seen == [False]


@pytest.mark.parametrize("name", [None, ""])
def test_nothing_is_no_spend_dataset_and_no_database_is_asked(name, monkeypatch):
    monkeypatch.setattr(one_way_in.model, "Session", None)
    assert not one_way_in.is_spend_dataset(name)
    assert not one_way_in.is_spend_resource(name)


def test_the_ledger_s_own_table_is_one_without_a_look(monkeypatch):
    monkeypatch.setattr(one_way_in.model, "Session", None)
    assert one_way_in.is_spend_resource(one_way_in.ALL_SPEND)
