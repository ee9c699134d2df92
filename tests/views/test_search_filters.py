"""The rail beside a search: what is chosen comes first, and what it has no control for is kept."""

from __future__ import annotations

import pytest

from ckanext.spenddata.views.search_filters import AT_ONCE, groups, hidden

pytestmark = pytest.mark.portal


@pytest.fixture
def asking(app):
    """Words need a request to be said in its language."""
    with app.flask_app.test_request_context("/spend/search"):
        yield


def buckets(number: int) -> list[dict]:
    return [{"value": f"B{n}", "label": f"Body {n}", "count": n, "total": "1.00"} for n in range(number)]


@pytest.mark.usefixtures("asking")
def test_what_is_chosen_comes_first_and_the_rest_is_folded_away():
    [group] = groups({"facets": {"publishers": buckets(AT_ONCE + 3)}}, {"publisher_id": ["B6"]})
    assert (group["field"], group["first"][0]["value"], group["first"][0]["checked"]) == ("publisher_id", "B6", True)
    assert (len(group["first"]), len(group["more"])) == (AT_ONCE, 3)


@pytest.mark.usefixtures("asking")
def test_one_value_that_nobody_chose_is_nothing_to_choose_from():
    assert groups({"facets": {"publishers": buckets(1), "categories": []}}, {}) == []
    assert len(groups({"facets": {"publishers": buckets(1)}}, {"publisher_id": ["B0"]})) == 1


def test_fields_without_a_control_are_kept_each_value_by_itself():
    query = {"q": "road", "publisher_id": ["A"], "month": ["2026-01", "2026-02"], "amount_min": "5", "card": "false"}
    assert hidden(query) == [("q", "road"), ("month", "2026-01"), ("month", "2026-02"), ("card", "false")]
