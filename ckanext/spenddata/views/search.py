"""`/spend/search`: one address holds words, filters, order and page; counts and sums stand above the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, stream_with_context

from ckanext.spenddata import config
from ckanext.spenddata.logic.away import SearchDownError, SearchError, SearchSlowError
from ckanext.spenddata.views import downloads, forms, guard, reasons
from ckanext.spenddata.views.transaction import page as page_of_transaction

blueprint = Blueprint("spenddata_search", __name__)

FIELDS = (
    *(
        "q",
        "publisher_id",
        "category",
        "regime",
        "period",
        "month",
        "supplier",
        "supplier_id",
        "supplier_company_number",
        "body_type",
        "body_subtype",
        "region",
        "reference",
        "amount_basis",
        "card",
    ),
    *("date_from", "date_to", "amount_min", "amount_max", "sort"),
)
"""What an address can hold, in the order of the form."""
NARROWING = tuple(field for field in FIELDS if field not in ("q", "sort"))
KNOWN = (*FIELDS, "cursor", "spreadsheet")
YES = ("true", "yes", "t", "y", "1")
"""As CKAN reads them."""
ROWS = 50
CSV_ROWS = 1000
MOST_LINES = 100_000
"""Lines of one download; more are taken from the datasets or by the API."""
COLUMNS = (
    *(
        "publisher_id",
        "publisher_name",
        "regime",
        "period",
        "payment_date",
        "supplier_name",
        "supplier_company_number",
        "description",
        "expense_area",
        "expense_type",
    ),
    *("amount", "amount_basis", "currency", "transaction_number", "redaction_reason"),
    *("category", "category_label", "category_method", "category_version", "category_confidence", "supplier_id"),
    *("reference", "revision", "source_file", "source_sheet", "source_row", "source_sha256"),
)
BROKEN_DOWN = {"categories": "category", "publishers": "publisher_id", "suppliers": "supplier_id"}
"""Facet → the filter that its values narrow by."""
MOST_PARTS = 10


@blueprint.route("/spend/search")
@guard.page
def index() -> Response:
    """The search as a page; without words or filters everything that is published."""
    asked = _asked()
    found, said = _answer(asked, ROWS, facets=list(BROKEN_DOWN))
    page = tk.render(
        "spenddata/search/index.html",
        {
            "query": {**asked, "narrowed": any(asked.get(field) for field in NARROWING)},
            "kept": {
                field: asked[field]
                for field in (
                    *("period", "month", "supplier", "supplier_id", "supplier_company_number"),
                    *("body_type", "body_subtype", "region", "reference", "amount_basis", "card"),
                )
                if field in asked
            },
            "choices": _choices(),
            "result": _result(found, asked) if found else None,
            "columns": _columns(asked),
            "words": _in_words(asked, found),
            "csv_url": tk.url_for("spenddata_search.csv", **asked),
            "csv_note": _csv_note(found),
            "api_url": tk.url_for("api.action", ver=3, logic_function="spenddata_transaction_search", **asked),
            "next_url": tk.url_for("spenddata_search.index", **asked, cursor=found["cursor"])
            if found and found["cursor"]
            else None,
            "first_url": tk.url_for("spenddata_search.index", **asked) if tk.request.args.get("cursor") else None,
            "further": bool(tk.request.args.get("cursor")),
            "messages": said,
            "problems": forms.problems(said, FIELDS),
        },
    )
    return forms.shown(page, said)


@blueprint.route("/spend/search.csv")
@guard.page
def csv() -> Response:
    """The same transactions as CSV, all pages of them."""
    asked = _asked()
    first, said = _answer(asked, CSV_ROWS)
    if first is None:
        return tk.abort(400, " ".join(said.values()))
    lines = downloads.csv_lines(
        COLUMNS, _every_row(asked, first), spreadsheet=tk.request.args.get("spreadsheet") == "yes"
    )
    return downloads.attachment(stream_with_context(lines), "spending.csv", "text/csv; charset=utf-8")


@blueprint.route("/spend/transactions/<int:id>")
@guard.page
def transaction(id: int) -> str:  # noqa: A002  the address's own word
    """One payment."""
    return page_of_transaction(id)


def _asked() -> dict[str, str]:
    """What the address asks for; empty fields of the form are nothing."""
    given = tk.request.args
    return {field: words for field in FIELDS if (words := given.get(field, "").strip())}


def _ask(asked: Mapping[str, str], rows: int, cursor: str | None = None, facets: Sequence[str] = ()) -> dict[str, Any]:
    question = {**asked, "rows": rows, "facets": list(facets)}
    return tk.get_action("spenddata_transaction_search")({}, question | ({"cursor": cursor} if cursor else {}))


def _answer(
    asked: Mapping[str, str], rows: int, facets: Sequence[str] = ()
) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """The answer, or what is wrong with the question."""
    if said := forms.unknown(KNOWN):
        return None, said
    try:
        return _ask(asked, rows, tk.request.args.get("cursor"), facets), {}
    except tk.ValidationError as error:
        return None, forms.messages(error.error_dict)
    except (SearchDownError, SearchSlowError):
        raise
    except SearchError as error:  # it answered, and said that it can't do this
        return None, {"q": str(error)}


def _result(found: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    return {
        "count": found["count"],
        "amount": found["total"],
        "lines": [_line(row) for row in found["results"]],
        "behind": _behind(found["behind"]),
        "ignored": _ignored(found["ignored"]),
        "parts": [
            _part(name, found["facets"][name], asked) for name in BROKEN_DOWN if len(found["facets"].get(name, ())) > 1
        ],
    }


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    purposes = (row.get("description"), row.get("expense_type"), row.get("expense_area"))
    return {
        **row,
        "supplier": row.get("supplier_name") or tk._("withheld"),
        "purpose": next((words for words in purposes if words), "–"),
        "category": row["category_label"],
        "publisher": row["publisher_name"],
        "period": tk.h.spenddata_period(row["period"]),
    }


def _part(name: str, buckets: list[dict[str, Any]], asked: Mapping[str, str]) -> dict[str, Any]:
    titles = {"categories": tk._("By category"), "publishers": tk._("By publisher"), "suppliers": tk._("By supplier")}
    narrow = BROKEN_DOWN[name]
    lines = [
        {**bucket, "url": tk.url_for("spenddata_search.index", **{**asked, narrow: bucket["value"]})}
        for bucket in buckets[:MOST_PARTS]
    ]
    return {"title": titles[name], "lines": lines, "more": len(buckets) > MOST_PARTS}


def _ignored(words: list[str]) -> str:
    if not words:
        return ""
    return tk._("Left out of the search, having no letter or figure: {words}").format(words=" ".join(words))


def _behind(returns: int) -> str:
    if not returns:
        return ""
    return tk.ungettext(
        "{n} return that was just published or changed is not among these yet; it follows within minutes.",
        "{n} returns that were just published or changed are not among these yet; they follow within minutes.",
        returns,
    ).format(n=tk.h.spenddata_count(returns))


def _choices() -> dict[str, list[dict[str, str]]]:
    publishers = tk.get_action("spenddata_publisher_list")({}, {})
    categories = config.definitions().categories.by_id.values()
    sorts = {
        "relevance": tk._("Best match first"),
        "newest": tk._("Newest first"),
        "oldest": tk._("Oldest first"),
        "largest": tk._("Largest first"),
        "smallest": tk._("Smallest first"),
    }
    return {
        "publishers": [{"value": each["publisher_id"], "label": each["name"]} for each in publishers],
        "categories": [{"value": category.id, "label": category.label} for category in categories],
        "regimes": tk.h.spenddata_regime_choices(),
        "sorts": [{"value": value, "label": label} for value, label in sorts.items()],
    }


def _columns(asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """Titles of the columns; the date and the amount sort."""
    return [
        _sortable(asked, tk._("Date"), "newest", "oldest"),
        {"label": tk._("Supplier")},
        {"label": tk._("What for")},
        {"label": tk._("Publisher and return")},
        {**_sortable(asked, tk._("Amount"), "largest", "smallest"), "number": True},
    ]


def _sortable(asked: Mapping[str, str], label: str, down: str, up: str) -> dict[str, Any]:
    now = asked.get("sort")
    other = up if now == down else down
    direction = {down: "descending", up: "ascending"}.get(now or "")
    return {
        "label": label,
        "direction": direction,
        "url": tk.url_for("spenddata_search.index", **{**asked, "sort": other}),
    }


def _in_words(asked: Mapping[str, str], found: Mapping[str, Any] | None) -> str:
    """The search in a sentence, for the heading and the page's title."""
    parts = [f"“{asked['q']}”" if asked.get("q") else tk._("All payments")]
    if publisher := asked.get("publisher_id"):
        parts.append(tk._("of {name}").format(name=_publisher_name(publisher, found)))
    if category := asked.get("category"):
        parts.append(tk._("in {category}").format(category=tk.h.spenddata_category_label(category)))
    if supplier := asked.get("supplier") or asked.get("supplier_id") or asked.get("supplier_company_number"):
        parts.append(tk._("to {supplier}").format(supplier=_label(found, "suppliers", supplier)))
    if regime := asked.get("regime"):
        parts.append(tk._("under {duty}").format(duty=tk.h.spenddata_regime_title(regime)))
    if period := asked.get("period") or asked.get("month"):
        parts.append(tk._("for {period}").format(period=tk.h.spenddata_period(period)))
    parts += [asked[field] for field in ("body_type", "body_subtype", "region", "reference") if field in asked]
    parts += _kind_in_words(asked)
    for field, words in (
        ("date_from", tk._("from {day}")),
        ("date_to", tk._("until {day}")),
    ):
        if field in asked:
            day = tk.h.spenddata_date(asked[field])
            parts.append(words.format(day=day if day != "–" else asked[field]))
    for field, words in (("amount_min", tk._("of at least {pounds}")), ("amount_max", tk._("of at most {pounds}"))):
        if field in asked:
            pounds = tk.h.spenddata_pounds(asked[field])
            parts.append(words.format(pounds=pounds if pounds != "–" else asked[field]))
    return ", ".join(parts) if len(parts) > 1 or asked.get("q") else ""


def _kind_in_words(asked: Mapping[str, str]) -> Iterator[str]:
    """Which kind of amounts is asked for."""
    if basis := asked.get("amount_basis"):
        yield reasons.vat(basis)
    if card := asked.get("card"):
        yield tk._("by card") if card.lower() in YES else tk._("by invoice")


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


def _csv_note(found: Mapping[str, Any] | None) -> str:
    if not found or found["count"] <= MOST_LINES:
        return ""
    return tk._("the first {n}; for all of them take the datasets, or the API").format(
        n=tk.h.spenddata_count(MOST_LINES)
    )


def _every_row(asked: Mapping[str, str], answer: dict[str, Any]) -> Iterator[list[Any]]:
    """Rows of one page after the other. What fails on the way breaks the download off, so that nobody takes a part for the whole."""
    lines = 0
    while True:
        for row in answer["results"]:
            yield [row.get(column) for column in COLUMNS]
        lines += len(answer["results"])
        if not answer["cursor"] or lines >= MOST_LINES:
            return
        answer = _ask(asked, CSV_ROWS, answer["cursor"])
