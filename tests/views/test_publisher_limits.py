"""What must be known of a body's figures stands beside them, each with its figure, and nothing where there is nothing to say."""

from __future__ import annotations

from typing import Any

import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.views import publisher_limits

pytestmark = pytest.mark.usefixtures("plainly")

NONE = {"count": 0, "percent": None, "total": "0"}
SPENT: dict[str, Any] = {
    "count": 40,
    "not_classified": NONE,
    "withheld": NONE,
    "own_codes": NONE,
    "suppliers": {"unnamed": NONE},
}
QUIET = {"replaced": 0, "withdrawn": 0, "erased": 0, "files": []}


def body(
    spent: dict[str, Any] | None = None, publishing: dict[str, Any] | None = None, regimes: tuple[str, ...] = ()
) -> dict[str, Any]:
    told = QUIET | (publishing or {})
    return {"spending": SPENT | (spent or {}), "publishing": told, "regimes": regimes, "joined": "2026-04-01"}


def line(published: int | None = 1, *, late: bool = False, due: str = "2026-04-30") -> dict[str, Any]:
    return {"published_revision": published, "late": late, "due": due}


def test_each_limit_has_its_figure():
    part = {"count": 1, "percent": 4, "total": "9"}
    told = publisher_limits.limits(
        body({"not_classified": part, "withheld": part, "suppliers": {"unnamed": part}}), None
    )
    assert told == [
        "£9 (4%) is not classified.",
        "What £9 (4%) was for is withheld.",
        "1 payment names no supplier, £9 in all.",
    ]


def test_where_there_are_no_sums_no_sentence_has_a_blank_for_one():
    part = {"count": 3, "percent": None, "total": None}
    mixed = {"total": None, "not_classified": part, "withheld": part, "suppliers": {"unnamed": part}}
    assert publisher_limits.limits(body(mixed), None) == []


def test_nothing_is_said_of_a_body_without_payments_or_without_limits():
    assert publisher_limits.limits(body({"count": 0}, regimes=("cards",)), None) == []
    assert publisher_limits.limits({"spending": None}, None) == []
    assert publisher_limits.limits(body(), None) == []


def test_other_duties_are_named_as_left_out():
    told = publisher_limits.limits(body(regimes=("invoices", "cards")), compared())
    assert told == ["duty cards: published separately, and not in these figures."]


def compared(*cautions: str) -> dict[str, Any]:
    return {"regime": {"id": "invoices"}, "bodies": [{"cautions": [{"code": code, "text": code} for code in cautions]}]}


def test_of_amounts_of_several_kinds_no_sum_is_told_but_why():
    part = {"count": 1, "percent": 4, "total": "9"}
    told = publisher_limits.limits(body({"not_classified": part}), compared("incomplete", "vat_mixed", "currency"))
    assert told == ["vat_mixed", "currency"]
    assert publisher_limits.never_in_one_sum(None) == publisher_limits.never_in_one_sum(compared("incomplete")) == []


def test_how_it_publishes_counts_what_is_public_alone():
    told = publisher_limits.publishing(body(), [line(), line(late=True), line(None, late=True)])
    assert told == ["1 of 2 returns on time", "No returns replaced or withdrawn"]
    assert publisher_limits.publishing(body(), [line(None)]) == []


def test_what_fell_due_before_the_body_joined_is_counted_apart(monkeypatch):
    monkeypatch.setattr(tk.h, "spenddata_date", "day {}".format, raising=False)
    earlier = line(due="2026-01-31")
    assert publisher_limits.publishing(body(), [line(), earlier, earlier])[:2] == [
        "1 of 1 return on time",
        "2 returns fell due before the body began to file here, on day 2026-04-01: they are counted neither as late nor as on time",
    ]
    assert publisher_limits.publishing(body(), [earlier])[0].startswith("1 return fell due before")
    nowhere = body() | {"joined": None}
    assert publisher_limits.publishing(nowhere, [earlier])[0] == "1 of 1 return on time"


def test_what_was_replaced_and_taken_back_is_told_with_its_files_and_codes():
    files = [{"kind": "csv", "count": 2}, {"kind": "xlsx", "count": 1}]
    done = {"replaced": 1, "withdrawn": 1, "erased": 2, "files": files}
    told = publisher_limits.publishing(body({"own_codes": {"count": 10}}, done), [line()])
    assert told == [
        "1 of 1 return on time",
        "1 return replaced, 3 taken back",
        "Publishes categories of its own: 25% of payments",
        "Files as sent: CSV (2), XLSX (1)",
    ]
