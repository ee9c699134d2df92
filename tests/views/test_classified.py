"""How much has a category: sums of one kind, the most pounds without one first, and no share of what is no sum above nought."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views.classified import BODIES, classified
from tests.views.test_categories import published  # noqa: F401  a fixture


def lines(**totals: str) -> list[dict[str, Any]]:
    return [
        {"id": name, "label": name.title(), "slug": name, "cells": [{"count": int(total != "0"), "total": total}]}
        for name, total in totals.items()
    ]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is asked for; every question is answered with ``every``, or with ``without`` where one category is asked for."""
    asked: list[dict[str, Any]] = []
    every = {
        "lines": lines(alder="100.00", birch="50.00", credits="-5.00", nothing="0"),
        "total": {"label": "", "cells": [{"count": 3, "total": "145.00"}]},
        "not_classified": {"count": 2, "total": "35.00"},
        "period": {"title": "2025-26"},
        "card": False,
        "amount_basis": "gross",
    }
    without = {"lines": lines(alder="10.00", birch="25.00")}

    def answer(_context: dict, data: dict[str, Any]) -> dict[str, Any]:
        asked.append(data)
        return without if "category" in data else every

    answering(monkeypatch, answer)
    return asked


def answering(monkeypatch: pytest.MonkeyPatch, totals: Any) -> None:
    """Have totals and publishers answered without a portal."""
    kinds = {"alder": "local authority", "credits": "local authority", "birch": ""}
    bodies = [{"publisher_id": name, "body_type": kind} for name, kind in kinds.items()]
    actions = {"spenddata_totals_show": totals, "spenddata_publisher_list": lambda _context, _data: bodies}
    monkeypatch.setattr(tk, "get_action", actions.__getitem__, raising=False)
    monkeypatch.setattr(tk, "_", str, raising=False)


def test_each_line_has_its_share_the_most_pounds_without_a_category_first(answers):
    found = classified()
    assert found is not None
    assert [(line["label"], line["without"], line["percent"]) for line in found["bodies"]] == [
        ("Birch", 25, "50.0%"),
        ("Alder", 10, "90.0%"),
        ("Credits", 0, None),
    ]
    assert (found["all"]["total"], found["all"]["without"], found["amount_basis"]) == (145, 35, "gross")
    assert [(line["label"], line["total"], line["without"]) for line in found["kinds"]] == [
        ("Not said", 50, 25),
        ("Local authority", 95, 10),
    ]
    asked = [(each["rows"], each.get("amount_basis")) for each in answers]
    assert asked == [("publisher", None), ("publisher", "gross")], "no table is read twice"


@pytest.mark.parametrize(
    ("without", "percent"), [("0.00", "100%"), ("0.01", "99.9%"), ("50.00", "0.0%"), ("60.00", None)]
)
def test_it_is_all_only_where_nothing_is_left(monkeypatch, without: str, percent: str | None):
    every = {"lines": lines(alder="50.00"), "total": lines(all="50.00")[0], "not_classified": {"total": without}}
    every |= {"period": {}, "card": False, "amount_basis": "gross"}
    answering(monkeypatch, lambda _c, _d: every)
    assert (classified() or {})["all"]["percent"] == percent


def test_few_bodies_are_shown_and_nothing_where_nothing_is_published(monkeypatch):
    many = {f"body{number}": "1.00" for number in range(BODIES + 5)}
    every = {"lines": lines(**many), "total": lines(all="15.00")[0], "not_classified": {"total": "0.00"}}
    every |= {"period": {}, "card": False, "amount_basis": "gross"}
    answering(monkeypatch, lambda _c, _d: every)
    assert len((classified() or {})["bodies"]) == BODIES
    answering(monkeypatch, lambda _c, _d: every | {"lines": []})
    assert classified() is None


@pytest.mark.usefixtures("published")
def test_stewards_see_it_on_their_desk(reader):
    section = reader("sysadmin").get("/spend/stewards").soup.select_one("#classified")
    assert "of the value is classified" in section.h2.get_text()
    assert len(section.select("table")) == 2
    assert all(link["href"].startswith("/spend/") for link in section.select("a"))
