"""`/spend/search`: one address holds words, filters, order and page; counts and sums stand above the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata.logic.away import SearchDownError, SearchError, SearchSlowError
from ckanext.spenddata.views import api, columns, forms, guard, reasons, search_feed, search_files, search_filters
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.months import filled
from ckanext.spenddata.views.search_asked import FIELDS, MANY, Asked, address, asked, chips, sentence
from ckanext.spenddata.views.transaction import page as page_of_transaction

blueprint = Blueprint("spenddata_search", __name__)

KNOWN = (*FIELDS, "cursor")
FOLLOWED = tuple(field for field in FIELDS if field != "sort")
"""What a feed takes: it has an order of its own."""
ROWS = 25
FACETS = (*search_filters.BY, "months")
MOST_MONTHS = 36
"""In one chart."""


@blueprint.route("/spend/search")
@guard.page
def index() -> Response:
    """The search as a page; without words or filters everything that is published."""
    query = asked()
    found, said = _answer(query, ROWS, FACETS, figures=True)
    parts = chips(query, lambda field, value: _name(field, value, found))
    result = _result(found) if found else None
    further = bool(tk.request.args.get("cursor"))
    page = tk.render(
        "spenddata/search/index.html",
        {
            "query": query,
            "chips": parts,
            "words": sentence(parts),
            "result": result,
            "months_words": columns.in_words(result["plot"]) if result and result["plot"] else "",
            "filters": search_filters.groups(found, query) if found else [],
            "hidden": search_filters.hidden(query),
            "orders": _orders(query),
            "columns": _columns(query),
            "kinds": [_kind(each, query) for each in found["sums"]] if found else [],
            "csv_url": address(query, "spenddata_search.csv"),
            "xlsx_url": address(query, "spenddata_search.xlsx"),
            "feed_url": address(query, "spenddata_search.atom", sort=None),
            "files_note": search_files.note(found["count"]) if found else "",
            "api_url": api.address("spenddata_transaction_search", **query),
            "next_url": address(query, cursor=found["cursor"]) if found and found["cursor"] else None,
            "first_url": address(query) if further else None,
            "further": further,
            "messages": said,
            "problems": forms.problems(said, FIELDS),
        },
    )
    return forms.shown(page, said)


@blueprint.route("/spend/search.csv")
@guard.page
def csv() -> Response:
    """The same payments as CSV, all pages of them."""
    query, first, _ = _taken((*KNOWN, "spreadsheet"))
    spreadsheet = tk.request.args.get("spreadsheet") == "yes"
    return search_files.csv(first, partial(_ask, query, search_files.AT_ONCE), spreadsheet=spreadsheet)


@blueprint.route("/spend/search.xlsx")
@guard.page
def xlsx() -> Response:
    """The same payments as a workbook."""
    query, first, words = _taken(KNOWN)
    about = [
        f"{tk._('Payments')} {words}".strip(),
        ungettext("{n} payment found", "{n} payments found", first["count"]),
        search_files.note(first["count"]),
        address(query, _external=True),
    ]
    return search_files.workbook(first, partial(_ask, query, search_files.AT_ONCE), filter(None, about))


@blueprint.route("/spend/search.atom")
@guard.page
def atom() -> Response:
    """The same search to follow: what has been published of it."""
    query = asked()
    said = forms.misread(FOLLOWED, MANY)
    found = None
    if not said:
        found, said = forms.ask("spenddata_publication_list", {**query, "limit": search_feed.MOST_ENTRIES})
    return search_feed.feed(query, _in_words(query), found) if found else tk.abort(400, " ".join(said.values()))


@blueprint.route("/spend/transactions/<int:id>")
@guard.page
@guard.takes()
def transaction(id: int) -> str:  # noqa: A002  the address's own word
    """One payment."""
    return page_of_transaction(id)


def _ask(
    query: Asked, rows: int, cursor: str | None = None, facets: Sequence[str] = (), *, figures: bool = False
) -> dict[str, Any]:
    question = {**query, "rows": rows, "facets": list(facets), "figures": figures}
    return tk.get_action("spenddata_transaction_search")({}, question | ({"cursor": cursor} if cursor else {}))


def _taken(known: Sequence[str]) -> tuple[Asked, dict[str, Any], str]:
    """What is taken away: the question, its first answer, and the search in words; a question that can't be asked ends as a refusal."""
    query = asked()
    first, said = _answer(query, search_files.AT_ONCE, known=known)
    if first is None:
        return tk.abort(400, " ".join(said.values()))
    return query, first, _in_words(query)


def _in_words(query: Asked) -> str:
    """A search that can be asked, as one sentence."""
    found = _ask(query, 0, facets=("suppliers",)) if query.get("supplier_id") else None
    return sentence(chips(query, lambda field, value: _name(field, value, found)))


def _answer(
    query: Asked, rows: int, facets: Sequence[str] = (), known: Sequence[str] = KNOWN, *, figures: bool = False
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The answer, or what is wrong with the question."""
    if said := forms.misread(known, MANY):
        return None, said
    try:
        return _ask(query, rows, tk.request.args.get("cursor"), facets, figures=figures), {}
    except tk.ValidationError as error:
        return None, forms.messages(error.error_dict)
    except (SearchDownError, SearchSlowError):
        raise
    except SearchError as error:  # it answered, and said that it can't do this
        return None, {"q": str(error)}


def _result(found: Mapping[str, Any]) -> dict[str, Any]:
    months = found["facets"].get("months", ()) if found["total"] is not None else ()
    months = filled(months) if months else []
    return {
        "count": found["count"],
        "figures": found["figures"] if found["count"] > 1 else None,
        "lines": [_line(row) for row in found["results"]],
        "behind": _behind(found["behind"]),
        "ignored": _ignored(found["ignored"]),
        "months": months if 1 < len(months) <= MOST_MONTHS else [],
        "plot": columns.by_month(months) if 1 < len(months) <= MOST_MONTHS else None,
    }


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    purposes = (row.get("description"), row.get("expense_type"), row.get("expense_area"))
    return {
        **row,
        "supplier": row.get("supplier_name") or tk._("withheld"),
        "supplier_url": tk.url_for("spenddata_suppliers.show", supplier_id=row["supplier_id"])
        if row.get("supplier_id") and row.get("supplier_name")
        else None,
        "purpose": next((words for words in purposes if words), "–"),
        "category": row["category_label"],
        "publisher": row["publisher_name"],
        "period": tk.h.spenddata_period(row["period"]),
    }


def _kind(kind: Mapping[str, Any], query: Asked) -> dict[str, Any]:
    """Payments that may be added up, and the way to them alone."""
    basis = kind["amount_basis"]
    return {
        **kind,
        "words": reasons.vat(basis),
        "url": address(
            query, amount_basis=[basis], card="true" if kind["card"] else "false", currency=[kind["currency"]]
        ),
    }


def _ignored(words: list[str]) -> str:
    if not words:
        return ""
    return tk._("Left out of the search, having no letter or figure: {words}").format(words=" ".join(words))


def _behind(returns: int) -> str:
    if not returns:
        return ""
    return ungettext(
        "{n} return that was just published or changed is not among these yet; it follows within minutes.",
        "{n} returns that were just published or changed are not among these yet; they follow within minutes.",
        returns,
    )


def _orders(query: Asked) -> list[dict[str, Any]]:
    """Ways to order what was found; without words nothing matches better than anything else."""
    titles = {
        "relevance": tk._("Best match"),
        "newest": tk._("Newest"),
        "oldest": tk._("Oldest"),
        "largest": tk._("Largest"),
        "smallest": tk._("Smallest"),
    }
    standard = "relevance" if query.get("q") else "newest"
    now = query.get("sort", standard)
    return [
        {"title": title, "current": order == now, "url": address(query, sort=order)}
        for order, title in titles.items()
        if query.get("q") or order != "relevance"
    ]


def _columns(query: Asked) -> list[dict[str, Any]]:
    """Titles of the columns; the date and the amount sort."""
    return [
        {"label": tk._("Supplier")},
        {"label": tk._("What for")},
        {"label": tk._("Publisher and return")},
        {**_sortable(query, tk._("Paid"), "newest", "oldest"), "class": "d"},
        {**_sortable(query, tk._("Amount"), "largest", "smallest"), "class": "n"},
    ]


def _sortable(query: Asked, label: str, down: str, up: str) -> dict[str, Any]:
    now = query.get("sort")
    other = up if now == down else down
    direction = {down: "descending", up: "ascending"}.get(now or "")
    return {
        "label": label,
        "direction": direction,
        "url": address(query, sort=other),
    }


def _name(field: str, value: str, found: Mapping[str, Any] | None) -> str:
    """What people call a value of a filter."""
    if field == "publisher_id":
        return _publisher_name(value, found)
    if field in ("supplier_id", "supplier"):
        return _label(found, "suppliers", value)
    words = {
        "category": tk.h.spenddata_category_label,
        "regime": tk.h.spenddata_regime_title,
        "period": tk.h.spenddata_period,
        "month": tk.h.spenddata_period,
        "amount_basis": reasons.vat,
    }.get(field, str)
    return words(value)


def _publisher_name(publisher_id: str, found: Mapping[str, Any] | None) -> str:
    name = _label(found, "publishers", publisher_id)
    if name != publisher_id:
        return name
    try:
        return tk.get_action("spenddata_publisher_show")({}, {"publisher": publisher_id})["name"]
    except tk.ObjectNotFound:
        return publisher_id


def _label(found: Mapping[str, Any] | None, facet: str, value: str) -> str:
    buckets = found["facets"].get(facet, ()) if found else ()
    return next((bucket["label"] for bucket in buckets if bucket["value"] == value), value)
