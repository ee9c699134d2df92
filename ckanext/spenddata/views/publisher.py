"""One public body's page: the answer first, then when, on what and to whom it pays, what is not said, and how it publishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.crosstab_cell import State
from ckanext.spenddata.views import api, columns, filers, publisher_limits, reasons, standing_out, tasks
from ckanext.spenddata.views import comparison_table as tables
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.explore_chart import gap

RETURNS_SHOWN = 24
SHOWN = 10
"""Categories that are shown at once; the others are folded."""
TAKEN_BACK = ("withdrawn", "erased")


def context(
    publisher: Mapping[str, Any],
    comparison: Mapping[str, Any] | None,
    months: Mapping[str, Any] | None,
    listed: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """What the page shows.

    Args:
        publisher: What ``spenddata_publisher_show`` tells, with its spending.
        comparison: What ``spenddata_comparison_show`` tells of the body and its peers; None for a body without a duty.
        months: What ``spenddata_totals_show`` tells of the same months, by month.
        listed: Its returns, and those that are not due yet.
    """
    public = [line for line in listed if line["published_revision"] is not None and line["state"] == "published"]
    names = {publisher["publisher_id"]: publisher["name"]}
    missing = [line for line in listed if line["state"] == "missing" and filers.is_past(line["due"])]
    paid = comparison["total"]["cells"][0] if comparison else None
    return {
        "publisher": {**publisher, "population": _population(publisher)},
        "headline": _headline(publisher, comparison, paid, bool(public)),
        "lede": _lede(comparison) if paid and paid["transactions"] else "",
        "compare_url": tk.url_for("spenddata_comparison.index", publisher=publisher["slug"]) if comparison else None,
        "basis": _basis(publisher, comparison, missing),
        "totals": _totals(publisher, comparison),
        "stand_out": standing_out.sentences(comparison) if comparison and paid and paid["transactions"] else [],
        "months": _months(months),
        "categories": _categories(publisher, comparison),
        "suppliers": _suppliers(publisher, comparison),
        "limits": publisher_limits.limits(publisher, comparison),
        "publishing": publisher_limits.publishing(publisher, listed),
        "figures": _figures(public),
        "returns": [
            {
                **tasks.published_line(line, names),
                "timely": filers.timely(line["due"], publisher["joined"], late=line["late"]),
            }
            for line in public[:RETURNS_SHOWN]
        ],
        "all_returns_url": tk.url_for("spenddata_returns.index", publisher=publisher["slug"])
        if len(public) > RETURNS_SHOWN
        else None,
        "taken_back": [_taken_back(line) for line in listed if line["state"] in TAKEN_BACK],
        "not_due": tasks.not_due(listed, names),
        "missing": [
            f"{tk.h.spenddata_period(line['period'])} ({tk.h.spenddata_regime_title(line['regime'])})"
            for line in missing
        ],
    }


def _headline(
    publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None, paid: Mapping[str, Any] | None, public: bool
) -> str:
    """The answer in a sentence."""
    name = publisher["name"]
    if not comparison or not paid or paid["transactions"] is None:
        return name if public else tk._("{name} has published nothing here yet").format(name=name)
    if not paid["transactions"]:
        return tk._("{name} published no payment for {period}").format(name=name, period=comparison["period"]["title"])
    when = tk.h.spenddata_when(comparison["period"]["title"])
    if paid["amount"] is None:
        n = paid["transactions"]
        return ungettext(
            "{name} published {n} payment {when}", "{name} published {n} payments {when}", n, name=name, when=when
        )
    told = {"name": name, "pounds": tk.h.spenddata_pounds_short(paid["amount"]), "when": when}
    if paid["value"] is not None and comparison["measure"]["denominator"] == "population":
        return tk._("{name} spent {pounds} {when}, {value} a head").format(**told, value=paid["value_text"])
    return tk._("{name} spent {pounds} {when}").format(**told)


def _lede(comparison: Mapping[str, Any] | None) -> str:
    """How all of it stands beside the peers."""
    found = next((each for each in (comparison or {}).get("summary", ()) if each["code"] == "in-all"), None)
    return tables.in_words(found) if found else ""


def _basis(
    publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None, missing: Sequence[Mapping[str, Any]]
) -> dict[str, Any] | None:
    """What the figures are, and what is missing from them; and how much else is, so that they aren't taken for all that was due."""
    if not comparison:
        return None
    body = comparison["bodies"][0]
    coverage, period = body["coverage"], comparison["period"]
    bases = [reasons.vat(each) for each in body["amount_basis"]]
    return {
        "what": ", ".join([comparison["regime"]["title"], *bases, period["title"]]),
        "received": coverage["received"],
        "of": len(coverage["returns"]),
        "missing": [tk.h.spenddata_period(each) for each in coverage["missing"]],
        "others_missing": sum(
            line["regime"] != comparison["regime"]["id"] or line["period"] not in coverage["missing"]
            for line in missing
        ),
        "rows_left_out": coverage["rows_left_out"],
        "csv_url": _search(publisher, comparison, "spenddata_search.csv"),
        "api_url": api.address("spenddata_publisher_show", publisher=publisher["slug"], spending="true"),
    }


def _totals(publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What to ask *Explore* for the figures of this page, to be set out by months, categories or suppliers."""
    bases = comparison["bodies"][0]["amount_basis"] if comparison else ()
    if not comparison or len(bases) != 1:
        return None
    return {
        "publisher": publisher["slug"],
        "regime": comparison["regime"]["id"],
        "period": f"{comparison['period']['first_month']}/{comparison['period']['last_month']}",
        "amount_basis": bases[0],
        "columns": "none",
    }


def _search(publisher: Mapping[str, Any], comparison: Mapping[str, Any], endpoint: str, **more: str) -> str:
    """The payments behind the page's figures."""
    period = comparison["period"]
    return tk.url_for(
        endpoint,
        publisher_id=publisher["publisher_id"],
        regime=comparison["regime"]["id"],
        date_from=period["start"],
        date_to=period["end"],
        **more,
    )


def _months(shown: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Columns by month; a month of which nothing is published is hatched, and said."""
    if not shown or not shown["bodies"]:
        return None
    cells = [(line["id"], line["cells"][0]) for line in shown["lines"]]
    amounts = [None if cell["total"] is None else Decimal(cell["total"]) for _, cell in cells]
    known = [(month, amount) for (month, _), amount in zip(cells, amounts, strict=True) if amount is not None]
    if not known or max(amount for _, amount in known) <= 0:
        return None
    low, high = min(known, key=lambda each: each[1]), max(known, key=lambda each: each[1])
    without = [(tk.h.spenddata_period(month), cell["state"]) for month, cell in cells if cell["total"] is None]
    return {
        "plot": columns.drawn(amounts, [month for month, _ in cells]),
        "title": _title(low, high),
        "gaps": [month for month, state in without if state != State.OTHER_BASIS],
        "other_basis": [month for month, state in without if state == State.OTHER_BASIS],
        "lines": [
            {
                "month": month,
                "count": cell["count"],
                "total": cell["total"],
                "state": cell["state"],
                "gap": gap(cell["state"]),
            }
            for month, cell in cells
        ],
    }


def _title(low: tuple[str, Decimal], high: tuple[str, Decimal]) -> str:
    """What the columns say: the months with the least and the most, each with its sum."""
    most, most_month = tk.h.spenddata_pounds_short(high[1]), tk.h.spenddata_period(high[0])
    if low == high:
        return tk._("{sum} in {month}").format(sum=most, month=most_month)
    least = tk.h.spenddata_pounds_short(low[1]) if low[1] else tk._("nothing")
    return tk._("{high_month} was the highest month with {high}, {low_month} the lowest with {low}").format(
        low=least, low_month=tk.h.spenddata_period(low[0]), high=most, high_month=most_month
    )


def _categories(publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """On what the body spends, the largest first, beside its peers; where its amounts are never in one sum, by payments."""
    if not comparison:
        return None
    rows = [row for row in comparison["categories"] if row["cells"][0]["transactions"]]
    rows.sort(key=lambda row: (Decimal(row["cells"][0]["amount"] or 0), row["cells"][0]["transactions"]), reverse=True)
    if not rows:
        return None
    largest = Decimal(rows[0]["cells"][0]["amount"] or 0)
    a_head = comparison["measure"]["denominator"] == "population"
    lines = [_category(publisher, comparison, row, largest) for row in rows]
    count = (comparison["total"]["peers"] or {}).get("count", 0)
    return {
        "lines": lines[:SHOWN],
        "more": lines[SHOWN:],
        "a_head": a_head,
        "against": any(line["difference"] for line in lines),
        "peers": count,
    }


def _category(
    publisher: Mapping[str, Any], comparison: Mapping[str, Any], row: Mapping[str, Any], largest: Decimal
) -> dict[str, Any]:
    cell, standing = row["cells"][0], row["standing"]
    share = Decimal(cell["share_percent"]) if cell["share_percent"] is not None else None
    return {
        "label": row["label"],
        "amount": tables.summed(cell),
        "share": f"{share:.1f}%" if share is not None else None,
        "width": columns.width(Decimal(cell["amount"] or 0), largest),
        "value": cell["value_text"],
        "difference": tables.difference(standing),
        "url": _search(publisher, comparison, "spenddata_search.index", category=row["category"]),
        "compare_url": tk.url_for(
            "spenddata_comparison.category", category=row["category"], publisher=publisher["slug"]
        ),
    }


def _suppliers(publisher: Mapping[str, Any], comparison: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Whom the body pays most; nothing where its amounts are never in one sum."""
    spent = publisher["spending"]
    if not spent or not comparison or not spent["suppliers"]["largest"]:
        return None
    found = spent["suppliers"]
    size = "count" if spent["total"] is None else "total"
    largest = Decimal(found["largest"][0][size])
    return {
        **found,
        "summed": size == "total",
        "lines": [
            {
                **each,
                "amount": tk.h.spenddata_sum(each["total"], each["count"]),
                "width": columns.width(Decimal(each[size]), largest),
            }
            for each in found["largest"]
        ],
        "payments": spent["count"],
        "payments_url": _search(publisher, comparison, "spenddata_search.index"),
    }


def _figures(public: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """How many returns are published, and whether they all say that there was nothing; None where there are none."""
    if not public:
        return None
    return {
        "nil": all(line["nil"] for line in public),
        "rows": sum(line["rows_accepted"] for line in public),
        "returns": len(public),
    }


def _taken_back(line: Mapping[str, Any]) -> dict[str, Any]:
    """A return of which nothing is public any more, with when and why, as everybody may know."""
    words = {"withdrawn": tk._("Withdrawn on {date}"), "erased": tk._("Erased on {date}")}
    return {
        **line,
        "title": tk.h.spenddata_period(line["period"]),
        "ended": words[line["state"]].format(date=tk.h.spenddata_date(line["ended"])),
    }


def _population(publisher: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The newest that is known: its ``value``, ``year`` and ``source``."""
    known = (fact for fact in publisher["facts"] if fact["name"] == "population")
    return max(known, key=lambda fact: fact["year"], default=None)
