"""A table of totals as its page shows it: the answer as a heading, figures that open their payments, a chart of the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.words import in_sentence
from ckanext.spenddata.logic.dimensions import bases
from ckanext.spenddata.logic.schema.totals import MOST_ROWS
from ckanext.spenddata.views import explore_chart
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.explore_basis import basis, kind
from ckanext.spenddata.views.explore_chart import IN_TIME, figure, gap
from ckanext.spenddata.views.explore_incomplete import told_once

PERIODS = ("month", "quarter", "financial_year")
"""Rows that have pages of their own."""


def context(shown: Mapping[str, Any], asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows."""
    # Hundreds of links to the one address: CKAN would look it up for each.
    search = tk.url_for("spenddata_search.index")
    lines = [_line(shown, line, asked, search) for line in shown["lines"]]
    rest = _plain(shown, shown["rest"], rest_words(shown)) if shown["rest"] else None
    total = _plain(shown, shown["total"], tk._("All")) if shown["total"] else None
    incomplete = told_once([*lines, *(each for each in (rest, total) if each)])
    return {
        "shown": shown,
        "headline": headline(shown),
        "intro": intro(shown),
        "caption": _caption(shown),
        "basis": basis(shown),
        "heads": [_head(shown, value) for value in shown["column_values"]],
        "lines": lines,
        "rest": rest,
        "total": total,
        "incomplete": incomplete,
        "bars": explore_chart.with_bars(shown, lines),
        "multiples": explore_chart.small(shown),
        "columns": explore_chart.months(shown),
        "others": _others(shown, asked),
        "payments_url": payments_url(shown, search),
    }


def months(first: str, last: str) -> list[str]:
    """Every month between two, the newest first."""
    return Span(first, last).months[::-1]


def headline(shown: Mapping[str, Any]) -> str:
    """The answer in a sentence."""
    period = shown["period"]["title"]
    counted = [line for line in shown["lines"] if _whole(line)["count"]]
    if not counted:
        return tk._("Nothing is published for {period} that is asked for here").format(period=period)
    if shown["measure"]["limits"]:
        return f"{_caption(shown)['title']}, {period}"
    total = shown["total"] and _whole(shown["total"])
    if not total or Decimal(total["total"]) <= 0 or shown["rows"]["id"] in IN_TIME:
        sums = tk.h.spenddata_pounds_short(total["total"]) if total else None
        return (
            tk._("{pounds} by {rows}, {period}").format(
                pounds=sums, rows=in_sentence(shown["rows"]["title"]), period=period
            )
            if sums
            else tk._("Side by side: {rows}, {period}").format(rows=in_sentence(shown["rows"]["title"]), period=period)
        )
    # Payments of which nobody may know the supplier are of many.
    named = [line for line in counted if line["id"] or shown["rows"]["id"] != "supplier"] or counted
    first = max(named, key=lambda line: Decimal(_whole(line)["total"]))
    share = Decimal(_whole(first)["total"]) / Decimal(total["total"])
    words = _largest_words(shown["rows"]["id"])
    label = in_sentence(first["label"]) if shown["rows"]["id"] == "category" else first["label"]
    return words.format(
        share=tk.h.spenddata_percent(share), pounds=tk.h.spenddata_pounds_short(total["total"]), label=label
    )


def _largest_words(rows: str) -> str:
    if rows == "category":
        return tk._("{share} of {pounds} goes on {label}")
    if rows == "publisher":
        return tk._("{label} paid {share} of {pounds}")
    if rows == "supplier":
        return tk._("{label} was paid {share} of {pounds}")
    return tk._("{label}: {share} of {pounds}")


def intro(shown: Mapping[str, Any]) -> list[str]:
    """How much of everything is on the page, and what is behind it."""
    of = shown["shown"]
    said = []
    if of["rows"] < of["of_rows"]:
        if shown["rows"]["id"] in IN_TIME:
            words = tk._("The newest {rows} of {of} rows are shown; the download has all.")
        elif of["of_rows"] > MOST_ROWS:
            words = tk._(
                "The {rows} largest of {of} rows are shown; the others are together in one, and the download has the {most} largest."
            )
        else:
            words = tk._(
                "The {rows} largest of {of} rows are shown; the others are together in one, and the download has all."
            )
        counts = {"rows": of["rows"], "of": of["of_rows"], "most": MOST_ROWS}
        said.append(words.format(**{name: tk.h.spenddata_count(count) for name, count in counts.items()}))
    if of["columns"] < of["of_columns"]:
        words = tk._("{columns} of {of} columns are shown; the others are together in one, and the download has all.")
        said.append(words.format(columns=of["columns"], of=tk.h.spenddata_count(of["of_columns"])))
    count = sum(_whole(line)["count"] or 0 for line in [*shown["lines"], *([shown["rest"]] if shown["rest"] else [])])
    if count:
        payments = ungettext("{n} payment", "{n} payments", count)
        bodies = tk.ungettext("{n} public body", "{n} public bodies", shown["bodies"]).format(n=shown["bodies"])
        said.append(tk._("{payments} of {bodies}.").format(payments=payments, bodies=bodies))
    return said


def rest_words(shown: Mapping[str, Any]) -> str:
    """What the rows that are not shown are called together."""
    n = shown["shown"]["of_rows"] - shown["shown"]["rows"]
    if shown["rows"]["id"] in IN_TIME:
        return ungettext("{n} earlier", "{n} earlier", n)
    return ungettext("{n} other", "{n} others", n)


def _whole(line: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figure of a line over all columns; where these are never in one sum, its first."""
    return line["all"] or line["cells"][0]


def _head(shown: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, Any]:
    label = value["label"]
    if shown["columns"]["id"] == "month":
        day = f"{value['id']}-01"
        return {"label": tk.h.spenddata_date(day).partition(" ")[2], "full": label}
    return {"label": label, "full": label}


def _line(shown: Mapping[str, Any], line: Mapping[str, Any], asked: Mapping[str, Any], search: str) -> dict[str, Any]:
    """A row; each of its figures opens its payments."""
    plain = _plain(shown, line, line["label"])
    beside = [value["search"] for value in shown["column_values"]] or [{}]
    for cell, of_column in zip(plain["cells"][: len(beside)], beside, strict=True):
        if cell["count"]:
            cell["url"] = payments_url(shown, search, line["search"], of_column)
    return {**plain, "url": _leads_on(shown["rows"]["id"], line, asked)}


def _plain(shown: Mapping[str, Any], line: Mapping[str, Any], label: str) -> dict[str, Any]:
    cells = [cell for cell in (*line["cells"], line["others"], line["all"]) if cell is not None]
    return {"label": label, "cells": [{**cell, **_words(shown, cell), "url": None} for cell in cells]}


def _words(shown: Mapping[str, Any], cell: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a cell: a figure, or why there is none."""
    if words := gap(cell["state"]):
        return {"text": words, "gap": True, "part": False}
    if not cell["count"]:
        return {"text": tk._("Nothing"), "gap": False, "part": cell["state"] == "part"}
    return {"text": figure(shown, cell["value"]), "gap": False, "part": cell["state"] == "part"}


def _leads_on(rows: str, line: Mapping[str, Any], asked: Mapping[str, Any]) -> str | None:
    """The page about a row, or the table that opens it up."""
    value = line["id"]
    if rows == "category":
        return tk.url_for("spenddata_markets.show", category=value)
    if rows == "supplier" and value:
        return tk.url_for("spenddata_suppliers.show", supplier_id=value)
    if rows == "publisher" and line.get("slug"):
        return tk.url_for("spenddata_publishers.show", slug=line["slug"])
    if rows in PERIODS:
        return tk.url_for("spenddata_periods.show", period=value)
    if rows in ("body_type", "body_subtype", "region") and value:
        kept = {name: words for name, words in asked.items() if name not in ("rows", rows)}
        return tk.url_for("spenddata_explore.index", **kept, **{rows: value, "rows": "publisher"})
    return None


def payments_url(shown: Mapping[str, Any], address: str, *narrowed: Mapping[str, Any] | None) -> str | None:
    """The payments behind a figure of a row and a column; None where the page of searches can't ask for them."""
    parts = [shown["search"], *narrowed]
    search: dict[str, Any] = {}
    for part in parts:
        if part is None:
            return None
        search |= part
    single = {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value for name, value in search.items()
    }
    if any(isinstance(value, list) for value in single.values()):
        return None
    told = {name: str(value).lower() if isinstance(value, bool) else value for name, value in single.items()}
    return f"{address}?{urlencode(told)}" if told else address


def _caption(shown: Mapping[str, Any]) -> dict[str, str]:
    words = (
        tk._("{measure}, by {rows} and {columns}").format(
            measure=shown["measure"]["title"],
            rows=in_sentence(shown["rows"]["title"]),
            columns=in_sentence(shown["columns"]["title"]),
        )
        if shown["columns"]
        else tk._("{measure}, by {rows}").format(
            measure=shown["measure"]["title"], rows=in_sentence(shown["rows"]["title"])
        )
    )
    return {"title": words, "sub": kind(shown)}


def _others(shown: Mapping[str, Any], asked: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Bodies whose amounts are of another kind: in words, and the way to them."""
    if shown["amount_basis"] is None:
        return []
    kept = {name: value for name, value in asked.items() if name != "amount_basis"}
    return [
        {
            "words": bases().get(each["amount_basis"], each["amount_basis"]),
            "bodies": each["bodies"],
            "url": tk.url_for("spenddata_explore.index", **kept, amount_basis=each["amount_basis"]),
        }
        for each in shown["amount_bases"]
        if each["amount_basis"] != shown["amount_basis"]
    ]
