"""A comparison as plain data: JSON without a number that could be rounded, and a way to what is behind each figure."""

from __future__ import annotations

import json

import pytest

from ckanext.spenddata.compare import plain
from ckanext.spenddata.compare.comparison import compare
from ckanext.spenddata.compare.figures import LargestPayment
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
    assert made("redacted")["total"]["cells"][0]["search"] is None
    assert made("ten-largest-suppliers")["total"]["cells"][0]["search"] is None
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


def shape(value) -> dict:
    """The names in plain data, each once; a list by what any of its parts has."""
    if isinstance(value, dict):
        return {name: shape(each) for name, each in value.items()}
    if isinstance(value, list):
        merged: dict = {}
        for each in value:
            merged |= shape(each)
        return merged
    return {}


def named(found: dict) -> str:
    """The same in a line: ``a b(c d)``."""
    return " ".join(f"{name}({named(inside)})" if inside else name for name, inside in found.items())


STANDING = "place rank of below reference difference difference_text times times_text outside robust_distance"
CELL = "publisher_id transactions amount share_percent value value_text search"
STATISTICS = (
    "count minimum lower_quartile median upper_quartile maximum deviation median_text middle_half_text range_text"
)
COVERAGE = (
    "expected received late complete rows_left_out missing returns(period title due state published late withdrawn)"
)
BODY = (
    "publisher_id title slug role body_type body_subtype tier region facts(population(value year source)) regime regime_title"
    f" amount_basis in_statistics coverage({COVERAGE}) predecessors withheld_percent cautions(code text publisher_id excludes)"
)
METHOD = "median quartiles deviation robust_distance outside rank least_for_median few_below peers left_out(publisher_id why)"


def test_programs_find_everything_under_its_name():
    """What is published is found by others under these names: one that changes, changes for them."""
    found = made("spend")
    assert named(shape({name: found[name] for name in ("order", "measure", "period", "bodies", "statistics")})) == (
        "order measure(id title unit reads direction limits numerator denominator kind by_category)"
        f" period(title first_month last_month start end fiscal_year) bodies({BODY}) statistics({METHOD})"
    )
    searched = "search(publisher_id regime date_from date_to)"
    assert named(shape(found["total"])).startswith(
        f"category label kind cells({CELL.replace('search', searched)}) peers({STATISTICS}) rank ranked difference standing({STANDING})"
        " without_largest cautions"
    )
    assert list(found)[:4] == ["headline", "finding", "summary", "order"]
    assert list(found)[-3:] == ["total", "categories", "cautions"]
    assert named(shape(found["cautions"])) == "code text publisher_id excludes"
    assert set(shape(found["summary"])) == {"code", "text", "parameters"}
    assert set(shape(found["finding"])) >= {"code", "text", "parameters"}


def test_who_is_left_out_is_told_with_why():
    found = made("spend")["statistics"]
    assert found["peers"] == ["X-DEMO-2", "X-DEMO-3", "X-DEMO-4", "X-DEMO-5"]
    assert found["left_out"] == [{"publisher_id": "X-DEMO-9", "why": ["incomplete"]}]
    assert (found["least_for_median"], found["few_below"]) == (4, 8)


def test_a_caution_names_its_body_or_none():
    told = {each["code"]: (each["publisher_id"], each["excludes"]) for each in made("spend")["cautions"]}
    assert told == {
        "limits": (None, False),
        "threshold": (None, False),
        "few_peers": (None, False),
        "incomplete": ("X-DEMO-9", True),
    }


def test_the_largest_payment_is_told_with_what_is_left_without_it():
    bodies = [circumstances(body(n)) for n in range(1, 6)]
    figures = [each for b in bodies for each in totals(b.publisher, it=100_000_00 if b is bodies[0] else 10_000_00)]
    largest = [LargestPayment("X-DEMO-1", "lgtc-500", "it", 90_000_00)]
    comparison = compare(bodies, figures, DEFINITIONS.measures["spend"], YEAR, DEFINITIONS.categories, payments=largest)
    [row] = [row for row in plain.comparison_dict(comparison)["categories"] if row["category"] == "it"]
    without = row["without_largest"]
    assert (without["payment"], without["share_percent"], without["value"]) == ("90000.00", "90.00", "10000.00")
    assert without["standing"]["place"] == "equal"
    assert row["standing"]["place"] == "highest"
    assert (row["standing"]["times"], row["standing"]["difference"]) == ("10.00", "90000.00")


@pytest.mark.parametrize(("measure", "usual", "words"), [("spend", 10_000_00, "10"), ("spend-per-head", 1, None)])
def test_a_multiple_is_told_in_words_unless_it_is_one_of_next_to_nothing(measure, usual, words):
    bodies = [circumstances(body(n)) for n in range(1, 6)]
    figures = [each for b in bodies for each in totals(b.publisher, it=100_000_00 if b is bodies[0] else usual)]
    comparison = compare(bodies, figures, DEFINITIONS.measures[measure], YEAR, DEFINITIONS.categories)
    [row] = [row for row in plain.comparison_dict(comparison)["categories"] if row["category"] == "it"]
    assert row["standing"]["times"]
    assert row["standing"]["times_text"] == words
