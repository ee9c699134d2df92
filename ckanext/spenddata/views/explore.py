"""`/spend/explore`: totals as a table of the reader's own making; the address carries all of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata import config
from ckanext.spenddata.definitions import Definitions
from ckanext.spenddata.logic.dimensions import bases, dimensions, measures
from ckanext.spenddata.logic.schema.totals import MOST_COLUMNS, MOST_ROWS
from ckanext.spenddata.values.text import capital
from ckanext.spenddata.views import api, exports, forms, guard, pictures
from ckanext.spenddata.views import explore_files as files
from ckanext.spenddata.views import explore_table as tables

blueprint = Blueprint("spenddata_explore", __name__)

SHOWN = (10, 25, 40, 100)
"""Numbers of rows that the form offers."""
USUAL_ROWS = "10"
ONE = (
    *("rows", "columns", "measure", "limit", "column_limit", "period", "from", "to", "card", "amount_basis", "prices"),
    "complete",
)
SEVERAL = ("body_type", "body_subtype", "region", "category", "category_group", "regime", "publisher")
FIELDS = (*ONE, *SEVERAL)
KNOWN = (*FIELDS, "spreadsheet")
USUAL_COLUMNS = "quarter"
NONE = "none"
"""What the form says for no columns: a field that is left out means the usual ones."""


@blueprint.route("/spend/explore")
@guard.page
def index() -> Response:
    """The form, and the table below it."""
    asked, wrong = given()
    found = None if wrong else _ask(asked)
    if isinstance(found, Wrong):
        found, wrong = None, found
    page = tk.render(
        "spenddata/explore/index.html",
        {
            "form": _form(asked, found),
            "table": tables.context(found, asked) if found else None,
            "query": query(asked),
            "narrowed": any(asked.get(name) for name in SEVERAL[1:] if name != "regime")
            or "amount_basis" in asked
            or "complete" in asked
            or "prices" in asked,
            "api_url": f"{api.address('spenddata_totals_show')}?{api_query(asked)}",
            "messages": dict(wrong),
            "problems": forms.problems(wrong, FIELDS),
        },
    )
    return forms.shown(page, wrong)


@blueprint.route("/spend/explore.csv", endpoint="csv", defaults={"ending": "csv"})
@blueprint.route("/spend/explore.<ending>")
@guard.page
def export(ending: str) -> Response:
    """All rows and columns, a line for each cell, as CSV or in a format that another plugin adds."""
    exports.known(ending)
    return files.export(_whole(), ending)


@blueprint.route("/spend/explore.xlsx")
@guard.page
def xlsx() -> Response:
    """All rows and columns as a workbook."""
    return files.workbook(_whole())


@blueprint.route("/spend/explore.svg", endpoint="svg", defaults={"ending": "svg"})
@blueprint.route("/spend/explore.png", endpoint="png", defaults={"ending": "png"})
@guard.page
def drawing(ending: str) -> Response:
    """The chart of the page as a drawing, or as a picture of it."""
    return pictures.attachment(files.drawn(*_charted()), f"spending.{ending}")


@blueprint.route("/spend/explore/embed")
@guard.page
def embed() -> str:
    """The drawing for a frame on another site: nothing can be changed or sent from it (``security/headers.py``)."""
    found, table = _charted()
    asked, _ = given()
    return tk.render(
        "spenddata/embed.html",
        {
            "headline": table["headline"],
            "drawing": tk.literal(files.drawn(found, table)),
            "address": f"{tk.url_for('spenddata_explore.index', _external=True)}?{query(asked)}",
            "csv": f"{tk.url_for('spenddata_explore.csv', _external=True)}?{query(asked)}",
        },
    )


class Wrong(dict[str, str]):
    """What is wrong with what was asked, by field."""


def given() -> tuple[dict[str, Any], Wrong]:
    """What the address asks for; empty fields of the form are nothing."""
    args = tk.request.args
    asked: dict[str, Any] = {name: words for name in ONE if (words := args.get(name, "").strip())}
    for name in SEVERAL:
        if values := [word for each in args.getlist(name) if (word := each.strip())]:
            asked[name] = values
    return asked, Wrong(forms.misread(KNOWN, SEVERAL))


def query(asked: Mapping[str, Any], **other: Any) -> str:
    """The part of an address after the question mark that asks the same, with some things asked otherwise."""
    return urlencode({name: value for name, value in {**asked, **other}.items() if value is not None}, doseq=True)


def api_query(asked: Mapping[str, Any]) -> str:
    """The same for the action."""
    return urlencode(_question(asked), doseq=True)


def _question(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the action is asked."""
    question = {name: value for name, value in asked.items() if name not in ("from", "to")}
    first, last = asked.get("from"), asked.get("to")
    if first or last:
        question["period"] = f"{first or last}/{last or first}"
    question.setdefault("limit", USUAL_ROWS)
    question.setdefault(
        "columns", USUAL_COLUMNS if question.get("rows", "category") not in ("month", "quarter") else NONE
    )
    return {name: value for name, value in question.items() if (name, value) != ("columns", NONE)}


def _ask(asked: Mapping[str, Any]) -> dict[str, Any] | Wrong:
    try:
        return tk.get_action("spenddata_totals_show")({}, _question(asked))
    except tk.ValidationError as error:
        return Wrong(forms.messages(error.error_dict))


def _charted() -> tuple[dict[str, Any], dict[str, Any]]:
    """What is asked, and the table of the page, which a chart is drawn from."""
    asked, wrong = given()
    found = wrong or _ask(asked)
    if isinstance(found, Wrong):
        return tk.abort(400, " ".join(found.values()))
    return found, tables.context(found, asked)


def _whole() -> dict[str, Any]:
    """Every row and column of what is asked."""
    asked, wrong = given()
    found = wrong or _ask({**asked, "limit": str(MOST_ROWS), "column_limit": str(MOST_COLUMNS)})
    if isinstance(found, Wrong):
        return tk.abort(400, " ".join(found.values()))
    return found


def _form(asked: Mapping[str, Any], found: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the form offers, with what is chosen."""
    question = _question(asked)
    bodies = tk.get_action("spenddata_publisher_list")({}, {})
    chosen = {name: (asked.get(name) or [""])[0] for name in SEVERAL}
    period = found["period"] if found else {"first": asked.get("from"), "last": asked.get("to")}
    months = _months() | {month: tk.h.spenddata_period(month) for month in (period["first"], period["last"]) if month}
    definitions = config.definitions()
    beside = {name: title for name, title in dimensions().items() if name != "supplier"}
    return {
        "rows": _choices(dimensions(), question.get("rows", "category")),
        "columns": _choices({NONE: tk._("None"), **beside}, question.get("columns", NONE)),
        "measures": _choices(measures(definitions), question.get("measure", "amount")),
        "shown": _choices({str(n): _rows_words(n) for n in SHOWN}, str(question["limit"])),
        "body_types": _choices(_values(bodies, "body_type"), chosen["body_type"], tk._("All")),
        "body_subtypes": _choices(_values(bodies, "body_subtype"), chosen["body_subtype"], tk._("All")),
        "regions": _choices(_values(bodies, "region"), chosen["region"], tk._("All")),
        "publishers": _choices({each["slug"]: each["name"] for each in bodies}, chosen["publisher"], tk._("All")),
        "regimes": _choices(
            {each.id: each.title for each in definitions.regimes.values()},
            chosen["regime"],
            tk._("All but payment cards"),
        ),
        "categories": _choices(
            {each.id: each.label for each in definitions.categories.by_id.values()}, chosen["category"], tk._("All")
        ),
        "bases": _choices(bases(), asked.get("amount_basis", ""), tk._("The one with most payments")),
        "complete": _choices(
            {"true": tk._("Only those with every return")}, asked.get("complete", ""), tk._("All that published")
        ),
        "prices": _choices(_years(definitions), asked.get("prices", ""), tk._("As paid"))
        if definitions.deflator or "prices" in asked
        else None,
        "kept": _kept(asked),
        "first_months": _choices(months, period["first"] or ""),
        "last_months": _choices(months, period["last"] or ""),
    }


def _years(definitions: Definitions) -> dict[str, str]:
    """The years in whose prices amounts can be told, the newest first."""
    series = definitions.deflator
    return {year: tk._("In {year} prices").format(year=year) for year in reversed(series.years if series else ())}


def _kept(asked: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the form has no field for, and goes along when it is sent."""
    single = [(name, asked[name]) for name in ("card", "column_limit") if name in asked]
    groups = [("category_group", value) for value in asked.get("category_group", ())]
    further = [(name, value) for name in SEVERAL if name != "category_group" for value in asked.get(name, ())[1:]]
    return [*single, *groups, *further]


def _rows_words(n: int) -> str:
    return tk.ungettext("{n} largest row", "{n} largest rows", n).format(n=n)


def _values(bodies: list[dict[str, Any]], field: str) -> dict[str, str]:
    """What some body has in a field."""
    found = sorted({each[field] for each in bodies if each[field]})
    return {each: capital(each) for each in found}


def _months() -> dict[str, str]:
    """Every month from the first to the last of which payments are published, the newest first."""
    shown = tk.get_action("spenddata_portal_show")({}, {})
    if not shown["first_month"]:
        return {}
    return {month: tk.h.spenddata_period(month) for month in tables.months(shown["first_month"], shown["last_month"])}


def _choices(known: Mapping[str, str], chosen: str, blank: str = "") -> list[dict[str, Any]]:
    """Choices of a list; one that is chosen and not known is offered, too, so that the form says what was asked."""
    offered = ({"": blank} if blank else {}) | dict(known)
    if chosen not in offered and chosen:
        offered[chosen] = chosen
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in offered.items()]
