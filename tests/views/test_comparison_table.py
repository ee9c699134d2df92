"""The tables of a comparison: what is bought apart from what is not, places in words, and nothing that reads as a nought but a nought."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ckanext.spenddata.views import comparison_table as tables

pytestmark = pytest.mark.usefixtures("plainly")

FOUR = {"count": 4, "median": "10", "lower_quartile": "8", "upper_quartile": "12", "minimum": "5", "maximum": "15"}
TWO = {"count": 2, "median": None, "lower_quartile": None, "upper_quartile": None, "minimum": "5", "maximum": "15"}


def cell(value: str | None, transactions: int | None = 3) -> dict[str, Any]:
    return {
        "value": value,
        "value_text": value and f"£{value}",
        "amount": value,
        "transactions": transactions,
        "search": {"category": "it"},
    }


def row(category: str, *cells: dict[str, Any], kind: str = "procurement", outside: str | None = "2") -> dict[str, Any]:
    standing = outside and {
        "place": "between",
        "of": 5,
        "rank": 2,
        "outside": outside,
        "difference_text": "£2 more",
        "times_text": None,
    }
    return {
        "category": category,
        "label": category.upper(),
        "kind": kind,
        "cells": list(cells),
        "peers": {**FOUR, "median_text": "£10", "range_text": None},
        "standing": standing,
        "cautions": [],
    }


def body(title: str, *, peer: bool = True, **more: Any) -> dict[str, Any]:
    coverage = {"returns": [1, 2, 3], "received": 2, "rows_left_out": 1}
    return {
        "title": title,
        "slug": title.lower(),
        "role": "peer" if peer else "publisher",
        "in_statistics": peer,
        "publisher_id": f"X-{title}",
        "body_type": "council",
        "body_subtype": None,
        "region": "R",
        "tier": "T",
        "facts": {},
        "coverage": coverage,
        "cautions": [],
        **more,
    }


def comparison(*rows: dict[str, Any], peers: Any = FOUR, bodies: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "bodies": bodies or [body("Own", peer=False), body("Peer")],
        "categories": list(rows),
        "total": {"peers": peers and {**peers, "median_text": "£10"}, "cells": [cell("12"), cell("8")]},
        "measure": {"unit": "number"},
        "order": "distance",
    }


TO = {"search": "/search", "category": "/compare", "query": "publisher=own"}


def test_what_is_bought_stands_above_and_what_nobody_has_nowhere():
    shown = comparison(
        row("it", cell("12"), cell("8")),
        row("grants", cell("9"), cell("9"), kind="grants"),
        row("legal", cell(None, 0), cell(None, 0)),
    )
    made = tables.differences(shown, TO)
    assert [each["label"] for each in made["rows"]] == ["IT"]
    assert [each["label"] for each in made["others"]] == ["GRANTS"]
    assert made["rows"][0]["url"] == "/compare/it?publisher=own"
    assert made["rows"][0]["value_url"] == "/search?category=it"
    assert made["headings"] == {"body": "Own", "others": "Peers’ median"}
    assert made["judged"]


def test_ten_are_shown_and_the_rest_are_told_by_how_near_they_are():
    rows = [row(f"c{number}", cell("12"), cell("8")) for number in range(tables.SHOWN + 2)]
    made = tables.differences(comparison(*rows), TO)
    assert (len(made["rows"]), len(made["more"])) == (tables.SHOWN, 2)
    assert made["more_words"] == "The other 2 categories, closer to the peers"
    inside = [row(f"c{number}", cell("12"), cell("8"), outside="0") for number in range(tables.SHOWN + 1)]
    assert tables.differences(comparison(*inside), TO)["more_words"] == (
        "The other category: all within the peers’ middle half"
    )


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (cell(None, None), "Not published"),
        (cell("0.00", 0), "Nothing"),
        (cell("12"), "£12"),
        (cell(None), "Mixed"),
        ({**cell(None), "amount": "9"}, "£9"),
        ({**cell(None), "value_text": "3 payments"}, "3 payments"),
    ],
)
def test_nothing_is_told_of_a_true_nought_alone(found: dict[str, Any], words: str):
    shown = comparison(row("it", found, cell("8"), outside=found["value"] and "2"))
    [line] = tables.differences(shown, TO)["rows"]
    assert line["value"] == words
    assert bool(line["value_url"]) == bool(found["transactions"]), "a figure leads to its payments, where there are any"


@pytest.mark.parametrize(
    ("peers", "bodies", "kind"),
    [
        (FOUR, 5, "median"),
        (TWO, 3, "range"),
        ({**TWO, "count": 1}, 2, "one"),
        (None, 2, "beside"),
        (None, 1, "none"),
    ],
)
def test_what_there_is_to_compare_with(peers: Any, bodies: int, kind: str):
    shown = comparison(peers=peers, bodies=[body(str(number)) for number in range(bodies)])
    assert tables.kind_of_table(shown) == kind


@pytest.mark.parametrize(
    ("place", "of", "rank", "words"),
    [
        ("highest", 5, 1, "Highest of 5"),
        ("lowest", 5, 5, "Lowest of 5"),
        ("between", 25, 22, "22nd of 25"),
        ("between", 25, 11, "11th of 25"),
        ("between", 25, 23, "23rd of 25"),
        ("highest", 2, 1, "The higher of two"),
        ("lowest", 2, 2, "The lower of two"),
        ("equal", 5, 1, "The same as all others"),
    ],
)
def test_a_place_in_words(place: str, of: int, rank: int, words: str):
    assert tables.place({"place": place, "of": of, "rank": rank}) == words


@pytest.mark.parametrize(
    ("place", "of", "texts", "words"),
    [
        ("highest", 3, ["£1.20", "£1.20", "£0.90"], "Joint highest of 3"),
        ("lowest", 3, ["£1.20", "£1.30", "£1.20"], "Joint lowest of 3"),
        ("highest", 3, ["£1.20", "£1.19", None], "Highest of 3"),
        ("highest", 2, ["£1.20", "£1.20"], "The same, as rounded"),
        ("between", 3, ["£1.20", "£1.20", "£1.20"], "2nd of 3"),
    ],
)
def test_nobody_is_called_higher_whose_figure_reads_the_same(place: str, of: int, texts: list, words: str):
    cells = [{"value_text": text} for text in texts]
    assert tables.place({"place": place, "of": of, "rank": 2}, cells) == words


def test_bodies_by_their_whole_figure_those_without_one_last():
    shown = comparison(bodies=[body("Own", peer=False), body("Low"), body("None"), body("High")])
    shown["total"]["cells"] = [cell("10"), cell("5"), cell(None, None), cell("20")]
    made = tables.in_all(shown)
    assert [each["title"] for each in made["bodies"]] == ["High", "Own", "Low", "None"]
    assert made["bodies"][-1]["width"] is None
    assert made["median"] == f"{Decimal(1000) / Decimal('20.4'):.2f}%"


def test_what_is_wrong_with_a_body_is_said_in_few_words_and_a_new_caution_in_its_own():
    cautions = [{"code": code, "text": f"All about {code}"} for code in ("incomplete", "rows_left_out", "tier", "new")]
    assert tables.left_out(body("Peer", cautions=cautions)) == [
        "2 of 3 returns",
        "1 row left out",
        "Other duties: T",
        "All about new",
    ]


def test_who_is_not_in_the_median_is_told_why():
    cautions = [{"code": "vat", "text": "VAT", "excludes": True}, {"code": "card", "text": "Card", "excludes": False}]
    out = body("Out", in_statistics=False, cautions=cautions)
    in_it = body("In", cautions=cautions)
    assert [(each["counts"], each["why"]) for each in tables.peers(comparison(bodies=[out, in_it]))] == [
        (False, ["VAT"]),
        (True, []),
    ]


def test_a_sentence_within_a_sentence_is_put_in(monkeypatch):
    monkeypatch.setattr(tables, "TEXTS", {"outer": "So: {sentence}", "inner": "{n} of them"})
    inner = {"code": "inner", "parameters": {"n": 3}, "text": "-"}
    assert tables.in_words({"code": "outer", "parameters": {}, "inner": inner, "text": "-"}) == "So: 3 of them"
    assert tables.in_words({"code": "unknown", "parameters": {}, "text": "As it is"}) == "As it is"


def test_a_difference_of_two_percentages_is_in_points():
    assert tables.difference({"difference_text": "−1.6 points"}) == "−1.6 points"
    assert tables.difference({"difference_text": "+£9.09"}) == "+£9.09"
    assert tables.difference({"difference_text": None}) is None
    assert tables.difference(None) is None
