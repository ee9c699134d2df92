"""CKAN's own searches find bodies by the names they had, and a search that failed is no search that found nothing."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.lib.search import SearchError, SolrConnectionError

from ckanext.spenddata.logic.action import catalogue


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue.names, "in_query", "today's {}".format)
    monkeypatch.setattr(catalogue.names, "listed_today", lambda each: [f"today's {name}" for name in each])
    monkeypatch.setattr(catalogue.names, "by_todays_name", lambda asked: {**asked, "today": True})


def asked(action: Any, **data: Any) -> dict[str, Any]:
    """What CKAN's own action is asked."""
    return action(lambda _context, given: given, {}, data)


def test_every_query_is_asked_by_today_s_names():
    told = asked(catalogue.package_search, q="a", fq="b", fq_list=["c", "d"], rows=3)
    assert told == {"q": "today's a", "fq": "today's b", "fq_list": ["today's c", "today's d"], "rows": 3}
    assert asked(catalogue.package_search, rows=3) == {"rows": 3}


@pytest.mark.parametrize(
    "least", [0, "0", " 00 ", "+0", "-0", "０", 0.0, False, None, "", "  ", "\u2003", -3, [], "0_0"]
)
def test_nothing_is_told_that_no_dataset_has(least: Any):
    told = asked(catalogue.package_search, **{catalogue.LEAST: least})
    assert told[catalogue.LEAST] == 1
    assert asked(catalogue.package_search, **{catalogue.LEAST: "3"}) == {catalogue.LEAST: 3}
    for none in ("many", [0], "0.0", float("inf")):
        assert asked(catalogue.package_search, **{catalogue.LEAST: none}) == {catalogue.LEAST: none}


def test_lists_and_packages_of_bodies_too():
    assert asked(catalogue.organization_list, organizations=["a"], groups=[]) == {
        "organizations": ["today's a"],
        "groups": [],
    }
    assert asked(catalogue.group_package_show, id="a") == {"id": "a", "today": True}


@pytest.mark.parametrize("error", [SolrConnectionError("at 10.0.0.1"), SearchError("bad words")])
def test_a_search_that_fails_is_an_error_and_tells_no_address(error: Exception):
    def fails(_context: Any, _data: Any) -> Any:
        raise error

    with pytest.raises(SearchError) as told:
        catalogue.package_search(fails, {}, {"q": "a"})
    assert "10.0.0.1" not in str(told.value)
