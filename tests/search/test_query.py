"""What people type reaches the index as words and values, never as its language; or is refused in words."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.spenddata.search.query import FILTERS, SORTS, Question, QuestionError, request, unsearchable, words


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("", ""),
        ("   ", ""),
        ("cleaning", "cleaning"),
        ("window  cleaning", "window cleaning"),
        ('"window cleaning"', '"window cleaning"'),
        ("-windows cleaning", "-windows cleaning"),
        ('cleaning -"of windows"', 'cleaning -"of windows"'),
        ("HC-One", "HC\\-One"),
        ("AND OR NOT", "and or not"),
        ("*:* && ((( ~", ""),
        ("supplier:x", "supplier\\:x"),
        ("{!join from=a}x", "\\{\\!join from=a\\}x"),
        ('half "open', 'half \\"open'),
        ("wild*", "wild\\*"),
        ("a/b", "a\\/b"),
        ("O'Neill & Sons", "O'Neill Sons"),
    ],
)
def test_words_lose_every_meaning_but_their_own(typed, sent):
    assert words(typed) == sent


@given(st.text(max_size=200))
def test_no_special_character_is_left_unescaped_outside_our_own(typed):
    try:
        sent = words(typed)
    except QuestionError:
        return
    plain = sent.replace("\\\\", "")
    for special in "+!(){}[]^~*?:/&|":
        assert special not in plain.replace(f"\\{special}", "")
    assert plain.replace('\\"', "").count('"') % 2 == 0


@given(st.text(max_size=100), st.sampled_from(FILTERS))
def test_values_of_filters_travel_as_values(value, field):
    body = request(Question(filters=((field, (value,)),)))
    assert body["filter"] == [{"term": {"f": field, "query": value}}]
    assert json.loads(json.dumps(body)) == body


def test_several_values_of_a_field_are_alternatives_and_several_fields_must_all_hold():
    body = request(Question(filters=(("category", ("it", "legal")), ("regime", ("lgtc-500",)))))
    assert [list(each) for each in body["filter"]] == [["bool"], ["term"]]
    assert [term["term"]["query"] for term in body["filter"][0]["bool"]["should"]] == ["it", "legal"]


def test_days_and_amounts_become_ranges_both_ends_included():
    body = request(Question(first=date(2026, 4, 1), last=date(2026, 4, 30), least=-500, most=2_500_000))
    assert body["filter"] == ["payment_date:[2026-04-01T00:00:00Z TO 2026-04-30T00:00:00Z]", "pence:[-500 TO 2500000]"]
    assert request(Question(least=1))["filter"] == ["pence:[1 TO *]"]
    assert request(Question(last=date(2026, 4, 30)))["filter"] == ["payment_date:[* TO 2026-04-30T00:00:00Z]"]


def test_returns_that_were_withdrawn_are_left_out_whatever_is_asked():
    body = request(Question(without_returns=("X-DEMO-A.lgtc-500.2026-Q1",)))
    assert body["filter"][0]["bool"]["must_not"] == [{"term": {"f": "return_id", "query": "X-DEMO-A.lgtc-500.2026-Q1"}}]


def test_every_order_is_total_so_that_a_cursor_loses_nothing():
    assert all(order.endswith("id asc") for order in SORTS.values())


def test_without_words_the_newest_come_first():
    assert request(Question())["sort"] == SORTS["newest"]
    assert request(Question(q="roof"))["sort"] == SORTS["relevance"]
    assert request(Question(q="roof", sort="largest"))["sort"] == SORTS["largest"]


def test_words_that_must_not_appear_leave_out_of_everything():
    asked = request(Question(q='-cleaning -"of windows"'))["query"]["bool"]
    assert asked["must"] == "*:*"
    assert [each["edismax"]["query"] for each in asked["must_not"]] == ["cleaning", '"of windows"']


@pytest.mark.parametrize(
    ("typed", "left_out"),
    [("cleaning & roofs", ["&"]), ("a *:* (", ["*:*", "("]), ('"--" x', ['"--"']), ("HC-One", [])],
)
def test_what_can_not_be_searched_for_is_told(typed, left_out):
    assert unsearchable(typed) == left_out


def test_counts_alone_need_no_cursor():
    assert request(Question(rows=0))["params"] == {}


def test_sums_are_asked_of_whole_kinds_alone():
    kinds = request(Question())["facet"]["kinds"]
    assert "pence" not in kinds["facet"]
    assert kinds["facet"]["kinds"]["facet"]["kinds"]["facet"] == {"pence": "sum(pence)"}


@pytest.mark.parametrize(
    ("facets", "asked"),
    [
        ((), {"publishers", "suppliers"}),
        (("supplier_id", "month"), {"publishers"}),
        (("publisher_id", "supplier_id"), set()),
    ],
)
def test_what_a_facet_tells_is_not_counted_once_more(facets: tuple[str, ...], asked: set[str]):
    asked_for = request(Question(facets=facets, figures=True))["facet"]
    assert asked_for.keys() - {"kinds", "largest", "paid", *facets} == asked
    assert all(asked_for[field]["numBuckets"] is (field != "month") for field in facets)


@pytest.mark.parametrize(
    ("typed", "phrases"),
    [("cleaning", False), ("window cleaning", True), ("HC-One", True), ('"window cleaning"', True)],
)
def test_a_word_alone_is_looked_for_once(typed: str, phrases: bool):
    assert ("pf" in request(Question(q=typed))["query"]["edismax"]) is phrases


def test_only_what_is_shown_is_counted_by():
    always = {"kinds"}
    assert set(request(Question(facets=()))["facet"]) == always
    assert set(request(Question(facets=("month", "region")))["facet"]) == {*always, "month", "region"}


@pytest.mark.check(23)
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"q": "x" * 301}, "q"),
        ({"q": " ".join("abcdefghijklmnopqrstuvwxyz")}, "q"),
        ({"q": "*:*"}, "q"),
        ({"q": "( & )"}, "q"),
        ({"sort": "supplier_words asc"}, "sort"),
        ({"rows": 1001}, "rows"),
        ({"rows": -1}, "rows"),
        ({"first": date(2026, 5, 1), "last": date(2026, 4, 1)}, "date_from"),
        ({"least": 5, "most": 4}, "amount_min"),
        ({"facets": ("description",)}, "facets"),
        ({"filters": (("_query_", ("x",)),)}, "_query_"),
        ({"filters": (("category", tuple(map(str, range(101)))),)}, "category"),
        ({"filters": (("category", ("x" * 1001,)),)}, "category"),
    ],
)
def test_what_can_not_be_answered_is_refused_with_the_field_and_a_way_out(asked, field):
    with pytest.raises(QuestionError) as refusal:
        request(Question(**asked))
    assert refusal.value.field == field
    assert len(str(refusal.value)) > 30
