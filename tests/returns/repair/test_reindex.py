"""The index made again: every current entry of a body that is still a publisher, and how many rows and returns that is."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.returns.repair import reindex


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Three entries, one of a body that is no publisher any more; and an index that sends all it is given."""
    entries = [
        SimpleNamespace(entry_no=n, return_id=f"r{n}", publisher_id=publisher, n=10 * n)
        for n, publisher in ((1, "X-DEMO-1"), (2, "X-GONE"), (3, "X-DEMO-1"))
    ]
    made = SimpleNamespace(entries=entries, filed=[], asked=[], current=None)
    bodies = {"X-DEMO-1": SimpleNamespace(publisher="the body")}

    def by_ids(ids: list[str]) -> dict[str, Any]:
        made.asked.append(ids)
        return bodies

    def rebuild(core: Any, filed: Any, current: Any, progress: Any) -> int:
        for each in filed:
            made.filed.append((each.entry_no, each.return_id, each.publisher, each.batches()))
            progress(each.entry_no)
        made.current = (core, current())
        return 40

    monkeypatch.setattr(reindex.connection, "reading", lambda: nullcontext("the ledger"))
    monkeypatch.setattr(reindex.entries, "all_current", lambda ledger: made.entries if ledger == "the ledger" else [])
    monkeypatch.setattr(reindex.transactions, "batches", lambda publisher, entry_no: (publisher, entry_no))
    monkeypatch.setattr(reindex.publishers, "by_ids", by_ids)
    monkeypatch.setattr(reindex.config, "search_url", lambda: "http://solr/spend")
    monkeypatch.setattr(reindex, "Core", "core of {}".format)
    monkeypatch.setattr(reindex.index, "rebuild", rebuild)
    return made


def test_how_much_is_sent_is_known_before(portal):
    assert reindex.to_send() == 60


def test_each_entry_is_sent_with_its_own_rows_and_its_body_as_it_is_now(portal):
    steps: list[int] = []
    assert reindex.rebuild(steps.append) == (40, 3)
    assert portal.filed == [
        (1, "r1", "the body", ("X-DEMO-1", 1)),
        (3, "r3", "the body", ("X-DEMO-1", 3)),
    ]
    assert steps == [1, 3]
    assert portal.asked == [["X-DEMO-1", "X-GONE"]]


def test_what_is_current_is_asked_again_at_the_end(portal):
    reindex.rebuild()
    assert portal.current == ("core of http://solr/spend", {1, 2, 3})
