"""A comparison as plain data: JSON without a number that could be rounded, and a way to what is behind each figure."""

from __future__ import annotations

import json

from ckanext.spenddata.compare import plain
from ckanext.spenddata.compare.comparison import compare
from tests.compare.making import DEFINITIONS, YEAR, body, circumstances, totals, whole_year


def made(measure="spend-per-head"):
    bodies = [circumstances(body(n)) for n in range(1, 6)] + [circumstances(body(9), whole_year(body(9))[:1])]
    figures = [each for b in bodies for each in totals(b.publisher, it=123456, grants=1)]
    comparison = compare(bodies, figures, DEFINITIONS.measures[measure], YEAR, DEFINITIONS.categories)
    return plain.comparison_dict(comparison)


def test_it_is_json_and_the_same_each_time():
    assert json.dumps(made()) == json.dumps(made())


def test_money_is_text_with_two_decimals():
    cell = made()["total"]["cells"][0]
    assert cell == {
        "publisher_id": "X-DEMO-1",
        "transactions": 4,
        "amount": "1234.57",
        "share_percent": "100.00",
        "value": "0.01",
        "value_text": "£0.01",
        "search": {
            "publisher_id": "X-DEMO-1",
            "regime": "lgtc-500",
            "date_from": "2025-04-01",
            "date_to": "2026-03-31",
        },
    }


def test_no_figure_is_a_float():
    def floats(value):
        if isinstance(value, dict):
            return [found for each in value.values() for found in floats(each)]
        if isinstance(value, list):
            return [found for each in value for found in floats(each)]
        return [value] if isinstance(value, float) else []

    assert floats(made()) == []


def test_the_search_behind_a_figure_asks_for_its_category():
    row = next(row for row in made()["categories"] if row["category"] == "it")
    assert row["cells"][0]["search"]["category"] == "it"


def test_a_figure_over_some_categories_has_no_single_search():
    assert made("bought")["total"]["cells"][0]["search"] is None
    assert made("unclassified")["total"]["cells"][0]["search"]["category"] == "unclassified"


def test_bodies_say_who_they_are_what_is_missing_and_whether_they_count():
    bodies = made()["bodies"]
    assert [each["role"] for each in bodies] == ["publisher"] + ["peer"] * 5
    assert [each["in_statistics"] for each in bodies] == [False, True, True, True, True, False]
    last = bodies[-1]
    assert last["coverage"]["received"] == 1
    assert last["coverage"]["missing"] == ["2025-Q3", "2025-Q4", "2026-Q1"]
    assert last["cautions"][0]["code"] == "incomplete"
    assert last["facts"] == {"population": {"value": 100000, "year": 2024, "source": "Office of fiction"}}


def test_cautions_of_all_and_of_each_body_stand_together():
    codes = [caution["code"] for caution in made()["cautions"]]
    assert codes == ["limits", "threshold", "few_peers", "incomplete"]


def test_the_peers_statistics_and_the_place_among_them():
    total = made("spend")["total"]
    assert total["peers"]["count"] == 4
    assert total["peers"]["median"] == "1234.57"
    assert (total["rank"], total["ranked"], total["difference"]) == (1, 5, "0.00")


def test_a_peer_group_says_on_whose_word_it_stands():
    group = plain.peer_group_dict(DEFINITIONS.peer_groups["dfe-statistical-neighbours"])
    assert group["licence"] == "OGL-UK-3.0"
    assert group["version"] == "May 2025"
    assert group["source"]
