"""`/spend/periods`: a month, quarter or financial year of the portal or of one body: who published, what for, the largest payments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.spenddata.logic.away import SearchError
from ckanext.spenddata.logic.schema.totals import MOST_ROWS
from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.values.periods import Period, PeriodError
from ckanext.spenddata.views import api, columns, explore_basis, explore_table, forms, guard
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.explore_chart import gap

blueprint = Blueprint("spenddata_periods", __name__)

ASKED = ("publisher", "card", "amount_basis")
SHOWN = 10
"""Bodies, categories and payments that are shown at once."""
WIDER = {"month": "quarter", "quarter": "year"}


@blueprint.route("/spend/periods")
@guard.page
@guard.takes()
def index() -> str:
    """The months, quarters and years of which payments are published, the newest first."""
    shown = tk.get_action("spenddata_portal_show")({}, {})
    months = explore_table.months(shown["first_month"], shown["last_month"]) if shown["first_month"] else []
    starts = [date.fromisoformat(f"{month}-01") for month in months]
    years = dict.fromkeys(Period.of(day, "year") for day in starts)
    return tk.render(
        "spenddata/periods/index.html",
        {
            "years": [
                {
                    **_link(year),
                    "quarters": [_link(each) for each in _within(year, "quarter", starts)],
                    "months": [_link(each) for each in _within(year, "month", starts)],
                }
                for year in years
            ]
        },
    )


@blueprint.route("/spend/periods/<period>")
@guard.page
@guard.takes(*ASKED)
def show(period: str) -> str:
    """One period."""
    wanted = _parsed(period)
    asked = {name: words for name in ASKED if (words := tk.request.args.get(name, "").strip())}
    try:
        bodies = _totals(wanted, asked, rows="publisher", limit=MOST_ROWS)
    except tk.ValidationError as refusal:
        return tk.abort(400, " ".join(forms.messages(refusal.error_dict).values()))
    # What the table of bodies was made of is what the others are made of, too.
    same = {**asked, "amount_basis": bodies["amount_basis"]}
    categories = _totals(wanted, same, rows="category", limit=SHOWN)
    months = _totals(wanted, same, rows="month", limit=MOST_ROWS) if wanted.kind != "month" else None
    one = (
        tk.get_action("spenddata_publisher_show")({}, {"publisher": asked["publisher"]})
        if "publisher" in asked
        else None
    )
    published = [line for line in bodies["lines"] if line["cells"][0]["count"] is not None]
    return tk.render(
        "spenddata/periods/show.html",
        {
            "period": {**_link(wanted), "kind": wanted.kind},
            "stands": _stands(wanted),
            "before_joining": _nobody_had_joined(bodies["missing"]),
            "around": _around(wanted, asked),
            "publisher": one,
            "shown": bodies,
            "headline": _headline(wanted, bodies, published, one),
            "basis": explore_basis.basis(bodies),
            "bodies": [_body(line, published, wanted, asked) for line in published[:SHOWN]],
            "more_bodies": len(published) - SHOWN,
            "missing": [
                _body(line, (), wanted, asked) for line in bodies["lines"] if line["cells"][0]["state"] == "missing"
            ],
            "part": sum(line["cells"][0]["state"] == "part" for line in published),
            "published": len(published),
            "categories": _categories(categories, wanted, same),
            "more_categories": categories["shown"]["of_rows"] - categories["shown"]["rows"],
            "months": _months(months),
            "payments": _payments(bodies["search"]) if published and bodies["search"] else [],
            "others": _others(bodies, wanted, asked),
            "explore_query": {**same, "period": str(wanted)},
            "api_url": api.address(
                "spenddata_totals_show",
                period=str(wanted),
                rows="publisher",
                **asked,
            ),
        },
    )


def _parsed(text: str) -> Period:
    """A period of an address; an accounting period is somebody's own, so it has no page here."""
    try:
        found = Period.parse(text)
    except PeriodError as error:
        return tk.abort(404, str(error))
    if found.kind == "accounting" or str(found) != text:
        return tk.abort(404, tk._("Write a month as 2026-04, a quarter as 2026-Q1, a financial year as 2026-27."))
    return found


def _stands(wanted: Period) -> str:
    """Whether a period is ``over``, ``running``, or ``to come``: what is not published of one that is not over, nobody owes yet."""
    today = london_today()
    return "over" if wanted.end < today else "running" if wanted.start <= today else "to come"


def _nobody_had_joined(missing: Mapping[str, Any]) -> bool:
    """Whether all that is not there fell due before its bodies began to file here: then nobody has failed to publish."""
    return bool(missing["returns"]) and missing["returns"] == missing["before_joining"]["returns"]


def _totals(wanted: Period, asked: Mapping[str, str], **more: Any) -> dict[str, Any]:
    question = {**asked, "period": f"{wanted.start:%Y-%m}/{wanted.end:%Y-%m}", **more}
    return tk.get_action("spenddata_totals_show")({}, question)


def _link(wanted: Period, **query: str) -> dict[str, Any]:
    url = tk.url_for("spenddata_periods.show", period=str(wanted), **query)
    return {"id": str(wanted), "title": wanted.title, "url": url}


def _within(whole: Period, cadence: Any, starts: Sequence[date]) -> list[Period]:
    """The parts of a period in which some days lie."""
    return list(dict.fromkeys(Period.of(day, cadence) for day in starts if day in whole))


def _around(wanted: Period, asked: Mapping[str, str]) -> dict[str, Any]:
    """The periods before, after and around one, and those in it; none that has not begun."""
    before = Period.of(wanted.start - date.resolution, wanted.kind)  # pyright: ignore[reportArgumentType]
    wider = WIDER.get(wanted.kind)
    parts = {"year": "quarter", "quarter": "month"}.get(wanted.kind)
    after = wanted.following() if wanted.end < london_today() else None
    inside = Period.between(wanted.start, wanted.end, parts) if parts else ()  # pyright: ignore[reportArgumentType]
    return {
        "before": _link(before, **asked),
        "after": _link(after, **asked) if after else None,
        "wider": _link(Period.of(wanted.start, wider), **asked) if wider else None,  # pyright: ignore[reportArgumentType]
        "inside": [_link(each, **asked) for each in inside],
    }


def _headline(
    wanted: Period, shown: Mapping[str, Any], published: Sequence[Mapping[str, Any]], one: Mapping[str, Any] | None
) -> str:
    """The answer in a sentence."""
    total = shown["total"]["cells"][0] if shown["total"] else None
    if not published or total is None or total["total"] is None:
        if one:
            return tk._("{name} has published nothing for {period}").format(name=one["name"], period=wanted.title)
        return tk._("Nothing is published for {period}").format(period=wanted.title)
    pounds = tk.h.spenddata_pounds_short(total["total"])
    if one:
        return tk._("{name} spent {pounds} {when}").format(
            name=one["name"], pounds=pounds, when=tk.h.spenddata_when(wanted.title)
        )
    return ungettext(
        "{n} public body published {pounds} of payments for {period}",
        "{n} public bodies published {pounds} of payments for {period}",
        len(published),
        pounds=pounds,
        period=wanted.title,
    )


def _body(
    line: Mapping[str, Any], beside: Sequence[Mapping[str, Any]], wanted: Period, asked: Mapping[str, str]
) -> dict[str, Any]:
    cell = line["cells"][0]
    largest = max((Decimal(each["cells"][0]["total"]) for each in beside), default=Decimal(0))
    kept = {name: words for name, words in asked.items() if name != "publisher"}
    return {
        "label": line["label"],
        "url": tk.url_for("spenddata_publishers.show", slug=line.get("slug", line["id"])),
        "period_url": tk.url_for(
            "spenddata_periods.show", period=str(wanted), publisher=line.get("slug", line["id"]), **kept
        ),
        "count": cell["count"],
        "total": cell["total"],
        "part": cell["state"] == "part",
        "width": columns.width(Decimal(cell["total"] or 0), largest),
    }


def _categories(shown: Mapping[str, Any], wanted: Period, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """What was paid for, the largest first."""
    total = Decimal(shown["total"]["cells"][0]["total"] or 0) if shown["total"] else Decimal(0)
    largest = max((Decimal(line["cells"][0]["total"]) for line in shown["lines"]), default=Decimal(0))
    known = {name: asked[name] for name in ("card", "amount_basis") if asked.get(name)}
    return [
        {
            "label": line["label"],
            "url": tk.url_for("spenddata_markets.show", category=line["id"], period=str(wanted), **known),
            "payments_url": explore_table.payments_url(shown, tk.url_for("spenddata_search.index"), line["search"]),
            "total": line["cells"][0]["total"],
            "share": Decimal(line["cells"][0]["total"]) / total if total > 0 else None,
            "width": columns.width(Decimal(line["cells"][0]["total"]), largest),
        }
        for line in shown["lines"]
    ]


def _months(shown: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if shown is None:
        return None
    cells = [(line["id"], line["cells"][0]) for line in shown["lines"]]
    amounts = [None if cell["total"] is None else Decimal(cell["total"]) for _, cell in cells]
    if max((each for each in amounts if each is not None), default=Decimal(0)) <= 0:
        return None
    return {
        "plot": columns.drawn(amounts, [month for month, _ in cells]),
        "lines": [
            {"month": month, "url": _link(Period.parse(month))["url"], "gap": gap(cell["state"]), **cell}
            for month, cell in cells
        ],
    }


def _payments(search: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """The largest payments; None while the index doesn't answer, as the rest of the page can be read without it."""
    try:
        question = {**search, "sort": "largest", "rows": SHOWN, "facets": False}
        found = tk.get_action("spenddata_transaction_search")({}, question)
    except SearchError:
        tk.g.spenddata_incomplete = True
        return None
    return found["results"]


def _others(shown: Mapping[str, Any], wanted: Period, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Bodies on another VAT treatment, and the way to them."""
    kept = {name: words for name, words in asked.items() if name != "amount_basis"}
    return [
        {
            "words": tk.h.spenddata_vat(each["amount_basis"]),
            "bodies": each["bodies"],
            "url": tk.url_for("spenddata_periods.show", period=str(wanted), **kept, amount_basis=each["amount_basis"]),
        }
        for each in shown["amount_bases"]
        if each["amount_basis"] != shown["amount_basis"]
    ]
