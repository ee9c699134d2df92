"""The pages of a spend dataset and its files: periods in order, sums to the penny, and nothing where nobody can say."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.logic.away import SearchDownError
from ckanext.spenddata.theme import catalogue


@pytest.fixture(autouse=True)
def portal(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    made = SimpleNamespace(asked=[], answer=None)

    def ask(_context: Any, data: Any) -> Any:
        made.asked.append(data)
        if isinstance(made.answer, Exception):
            raise made.answer
        return made.answer

    monkeypatch.setattr(tk, "get_action", lambda _name: ask, raising=False)
    monkeypatch.setattr(tk, "h", SimpleNamespace(spenddata_period="period {}".format), raising=False)
    return made


def file(period: str, amount: str | None, **more: Any) -> dict[str, Any]:
    return {"period": period, "period_start": f"{period}-01", "amount_total": amount, **more}


def test_periods_are_the_newest_first_with_a_bar_measured_by_the_largest():
    files = [
        file("2026-01", "50.00", rows="7"),
        file("2026-03", "200.00"),
        {"name": "notes.pdf"},
        file("2026-02", "-9.00"),
    ]
    shown = catalogue.spenddata_file_periods({"resources": files})
    assert [line["period"] for line in shown] == ["2026-03", "2026-02", "2026-01"]
    assert [line["rows"] for line in shown] == [0, 0, 7]
    assert shown[0]["title"] == "period 2026-03"
    largest, credit, quarter = (line["share"] for line in shown)
    assert largest == catalogue.columns.share(Decimal(200), Decimal(200))
    assert quarter == catalogue.columns.share(Decimal(50), Decimal(200))
    assert credit == catalogue.columns.share(Decimal(-9), Decimal(200))
    assert len({largest, credit, quarter}) == 3


@pytest.mark.parametrize(("joined", "timely"), [("2026-04-01", "late"), ("2026-11-30", None), (None, "late")])
def test_what_fell_due_before_the_publisher_joined_is_neither_late_nor_in_time(portal, joined, timely):
    portal.answer = {"joined": joined}
    files = [file("2026-03", "50.00", due="2026-04-30", late="True")]
    [line] = catalogue.spenddata_file_periods({"publisher_id": "X-DEMO-1", "resources": files})
    assert line["timely"] == timely
    assert portal.asked == [{"publisher": "X-DEMO-1"}]


def test_a_publisher_that_is_gone_joined_on_no_known_day(portal):
    portal.answer = tk.ObjectNotFound("gone")
    files = [file("2026-03", "50.00", due="2026-04-30", late=False)]
    [line] = catalogue.spenddata_file_periods({"publisher_id": "X-DEMO-1", "resources": files})
    assert line["timely"] == "in_time"


def test_periods_with_and_without_vat_come_to_no_sum():
    net, gross = (
        {"rows": 2, "amount_total": "0.10", "amount_basis": basis, "currencies": "GBP"}
        for basis in ("net_of_all_vat,unknown", "gross")
    )
    assert catalogue.spenddata_file_totals([net, gross])["amount"] is None
    assert catalogue.spenddata_file_totals([{**gross, "currencies": "EUR,GBP"}])["amount"] is None
    assert catalogue.spenddata_file_totals([gross, gross])["amount"] == Decimal("0.20")


def test_a_dataset_without_files_has_no_periods():
    assert catalogue.spenddata_file_periods({}) == []


def test_the_periods_come_to_a_sum_to_the_penny():
    periods = [
        {"rows": 2, "amount_total": "0.10", "excluded_rows": "3", "timely": "late"},
        {"rows": 5, "amount_total": "0.20", "excluded_rows": None, "timely": None},
        {"rows": 0, "amount_total": None, "timely": "in_time"},
    ]
    assert catalogue.spenddata_file_totals(periods) == {
        "rows": 7,
        "amount": Decimal("0.30"),
        "left_out": 3,
        "late": 1,
        "in_time": 1,
    }


def test_what_is_overdue_and_what_is_not_due_is_told_that_due_first_at_the_top(portal, monkeypatch):
    """Each list is asked for once; what fell due before the publisher joined is in neither."""
    monkeypatch.setattr(catalogue.filers, "is_past", lambda due: due < "2026-11-28")
    running = [("2026-Q4", "2027-01-31", False)]
    before, earlier = ("2025-Q4", "2026-01-31", False), ("2026-Q1", "2026-04-30", True)
    missing = [("2026-Q2", "2026-07-31", True), earlier, ("2026-Q3", "2026-12-31", False), before]
    answers = {"missing": missing, "not_due": running}
    asked: list[str] = []

    def listed(_context: Any, data: dict[str, Any]) -> dict[str, Any]:
        asked.append(data["state"])
        assert (data["publisher"], data["regime"]) == ("X-DEMO-1", "lgtc-500")
        lines = [dict(zip(("period", "due", "late"), line, strict=True)) for line in answers[data["state"]]]
        return {"results": [{**line, "state": data["state"]} for line in lines]}

    monkeypatch.setattr(tk, "get_action", lambda _name: listed, raising=False)
    found = catalogue.spenddata_periods_without_return({"publisher_id": "X-DEMO-1", "regime": "lgtc-500"})
    assert {name: [line["title"] for line in lines] for name, lines in found.items()} == {
        "overdue": ["period 2026-Q1", "period 2026-Q2"],
        "not_due": ["period 2026-Q3", "period 2026-Q4"],
    }
    assert asked == ["missing", "not_due"]


def test_a_dataset_of_nobody_owes_nothing(portal):
    assert catalogue.spenddata_periods_without_return({}) == {"overdue": [], "not_due": []}
    assert portal.asked == []


def test_a_file_shows_its_largest_payments(portal):
    portal.answer = {"results": ["a payment"]}
    assert catalogue.spenddata_file_payments({"return_ref": "X.r.2026-Q1"}) == {"results": ["a payment"]}
    assert portal.asked == [{"reference": "X.r.2026-Q1", "sort": "largest", "rows": 25, "facets": False}]


@pytest.mark.parametrize("error", [SearchDownError(), tk.ValidationError({"reference": ["not there yet"]})])
def test_where_the_search_can_t_say_none_are_shown(portal, error):
    portal.answer = error
    assert catalogue.spenddata_file_payments({"return_ref": "X.r.2026-Q1"}) is None


def test_a_file_of_no_return_is_not_asked_about(portal):
    assert catalogue.spenddata_file_payments({}) is None
    assert portal.asked == []


def test_a_sentence_is_in_the_reader_s_language(monkeypatch):
    monkeypatch.setattr(catalogue.comparison_table, "in_words", lambda sentence: f"in words: {sentence['code']}")
    assert catalogue.spenddata_sentence({"code": "no-peers"}) == "in words: no-peers"


def test_bodies_are_offered_by_name_unless_they_are_too_many_for_a_list(portal, monkeypatch):
    portal.answer = [{"name": "Exampleton", "slug": "exampleton", "regimes": []}]
    assert catalogue.spenddata_bodies_to_choose() == [{"name": "Exampleton", "slug": "exampleton"}]
    monkeypatch.setattr(catalogue, "MOST_TO_CHOOSE", 0)
    assert catalogue.spenddata_bodies_to_choose() == []
