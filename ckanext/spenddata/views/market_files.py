"""The months of a category to take away: CSV and a drawing. Figures and words are those of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Response

from ckanext.spenddata.views import columns, exports, reasons
from ckanext.spenddata.views.counting import ungettext

COLUMNS = (
    *("category", "category_label", "month", "payments", "amount", "bodies"),
    *("payment_method", "amount_basis", "categories_version", "as_of_entry"),
)


def title(found: Mapping[str, Any], words: str) -> str:
    """What the months show, with the name of the category, as a drawing stands without its page."""
    return tk._("{category}: {words}").format(category=found["label"], words=f"{words[:1].lower()}{words[1:]}")


def only_whole(bodies: int) -> str:
    """Of whom the months are."""
    words: str = tk.ungettext(
        "Only the %(num)s body with every return of these months published, so that a missing return does not look like a fall. One year"
        " cannot tell season from trend.",
        "Only the %(num)s bodies with every return of these months published, so that a missing return does not look like a fall. One"
        " year cannot tell season from trend.",
        bodies,
    )
    return words


def left_out(found: Mapping[str, Any], most: int = 5) -> str:
    """Which buyers are not among the bodies of the months, and why; nothing where all are."""
    those = found["trend"]["left_out"]
    if not those:
        return ""
    named = ", ".join(_why(each) for each in those[:most])
    more = tk._(" and {n} more").format(n=tk.h.spenddata_count(len(those) - most)) if len(those) > most else ""
    return ungettext(
        "{n} buyer is left out: {named}.", "{n} buyers are left out: {named}.", len(those), named=f"{named}{more}"
    )


def _why(each: Mapping[str, Any]) -> str:
    """A body that is left out, with the reason."""
    if each["missing"]:
        words = tk.ungettext("{n} return missing", "{n} returns missing", each["missing"])
    elif each["not_due"]:
        words = tk.ungettext("{n} return not due yet", "{n} returns not due yet", each["not_due"])
    else:
        words = tk._("no return is asked of it here")
    return f"{each['name']} ({words.format(n=each['missing'] or each['not_due'])})"


def lines(found: Mapping[str, Any]) -> Iterator[list[Any]]:
    """A line for each month; none where no body has published every return."""
    method = "card" if found["card"] else "invoice"
    for month in found["trend"]["months"]:
        yield [
            *(found["id"], found["label"], month["month"], month["count"], month["total"], found["trend"]["bodies"]),
            *(method, found["amount_basis"], found["version"], found["as_of_entry"]),
        ]


def export(found: Mapping[str, Any]) -> Response:
    """The months as CSV."""
    return exports.csv(found["id"], COLUMNS, lines(found))


def drawn(found: Mapping[str, Any], words: str) -> str:
    """The columns of the page as one drawing, with title and source; an answer of 404 where the page has none."""
    plot = columns.by_month(found["trend"]["months"])
    if plot is None:
        return tk.abort(404, f"{words}.")
    told = {
        "title": title(found, words),
        "sub": [
            tk._("{period}, by month of payment. Amounts are {basis}.").format(
                period=found["period"]["title"], basis=reasons.vat(found["amount_basis"])
            ),
            only_whole(found["trend"]["bodies"]),
        ],
        "plot": plot,
        "source": f"{tk._('As of publication {n}').format(n=found['as_of_entry'])}. "
        + tk.url_for("spenddata_markets.show", category=found["id"], _external=True),
    }
    made: str = tk.render("spenddata/categories/drawing.svg", told)
    return made
