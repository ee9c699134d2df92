"""What the pages of a comparison show, from what ``spenddata_comparison_show`` says: words, figures and places of marks.

``shown`` is what the action answered, everywhere here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.spenddata.compare.sentences import TEXTS
from ckanext.spenddata.compare.words import POINTS
from ckanext.spenddata.values.text import N_
from ckanext.spenddata.views import comparison_strips as strips
from ckanext.spenddata.views.charts import Scale
from ckanext.spenddata.views.counting import ungettext

SHOWN = 10
"""Categories that are shown at once; the others are folded."""
PURCHASE = "procurement"
_TWO = 2
FEW_WORDS = {
    "nothing_published": N_("Nothing published"),
    "nothing_owed": N_("Did not exist"),
    "ended": N_("No longer exists"),
    "reorganised": N_("With its predecessors"),
    "elsewhere": N_("No payment of a return falls in its period"),
    "vat_mixed": N_("Amounts with and without VAT"),
    "vat": N_("VAT is treated differently"),
    "vat_unknown": N_("VAT not stated"),
    "currency": N_("Amounts in other currencies"),
    "tier": N_("Other duties: {tier}"),
    "card": N_("Card payments"),
    "threshold": N_("Another threshold"),
    "no_fact": N_("What it is divided by is not known"),
    "denominator": N_("What it is divided by means nothing here"),
}
"""A caution's code → what stands beside a figure."""


def in_words(sentence: Mapping[str, Any]) -> str:
    """A sentence of a comparison in the reader's language."""
    text = TEXTS.get(sentence["code"])
    inner = {"sentence": in_words(sentence["inner"])} if "inner" in sentence else {}
    return tk._(text).format(**sentence["parameters"], **inner) if text else sentence["text"]


def kind_of_table(shown: Mapping[str, Any]) -> str:
    """What peers there are: ``median``, a ``range`` of two or three, ``one``, ``beside`` (one, unlike), or ``none``."""
    found = shown["total"]["peers"]
    if not found:
        return "beside" if len(shown["bodies"]) == _TWO else "none"
    if found["median"] is not None:
        return "median"
    return "one" if found["count"] == 1 else "range"


def differences(shown: Mapping[str, Any], addresses: Mapping[str, str]) -> dict[str, Any]:
    """The table of what is bought, what is folded below it, and the payments that buy nothing.

    Args:
        shown: The comparison.
        addresses: ``search``, the address of the search, and ``category``, that of the page of one category up to its
            id; with ``query``, what the address carries.
    """
    kind = kind_of_table(shown)
    bought = [row for row in shown["categories"] if row["kind"] == PURCHASE and _any(row)]
    others = [row for row in shown["categories"] if row["kind"] != PURCHASE and _any(row)]
    scale = Scale.around(each for row in bought for each in strips.distances(row, shown))
    wide = Scale.around(each for row in others for each in strips.distances(row, shown))
    return {
        "kind": kind,
        "judged": any(row["standing"] for row in bought),
        "axis": strips.axis(scale, shown),
        "rows": [_row(row, shown, scale, addresses) for row in bought[:SHOWN]],
        "more": [_row(row, shown, scale, addresses) for row in bought[SHOWN:]],
        "more_words": _more_words(bought[SHOWN:], shown) if bought[SHOWN:] else "",
        "others": [_row(row, shown, wide, addresses) for row in others],
        "others_axis": strips.axis(wide, shown),
        "headings": _headings(shown, kind),
    }


def in_all(shown: Mapping[str, Any]) -> dict[str, Any]:
    """All bodies by their whole figure, the largest first; those that have none come last."""
    total = shown["total"]
    known = [Decimal(cell["value"]) for cell in total["cells"] if cell["value"] is not None]
    scale = Scale.from_nought(known)
    median = (total["peers"] or {}).get("median")
    pairs = list(zip(shown["bodies"], total["cells"], strict=True))
    ordered = sorted(pairs, key=lambda pair: (pair[1]["value"] is None, -Decimal(pair[1]["value"] or 0)))
    return {
        "median": scale.at(Decimal(median)) if median is not None else None,
        "median_text": (total["peers"] or {}).get("median_text"),
        "bodies": [
            {
                "title": body["title"],
                "slug": body["slug"],
                "this": body["role"] == "publisher",
                "value": cell["value_text"],
                "width": scale.length(Decimal(0), Decimal(cell["value"])) if cell["value"] is not None else None,
                "amount": summed(cell),
                "payments": cell["transactions"],
                "cautions": left_out(body),
            }
            for body, cell in ordered
        ],
    }


def left_out(body: Mapping[str, Any]) -> list[str]:
    """In a few words what is wrong with a body's figures, and whether it keeps them out of the median."""
    return [_in_few_words(caution, body) for caution in body["cautions"]]


def _in_few_words(caution: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    code, coverage = caution["code"], body["coverage"]
    if code == "incomplete":
        received, n = coverage["received"], len(coverage["returns"])
        return tk.ungettext("{received} of {n} return", "{received} of {n} returns", n).format(received=received, n=n)
    if code == "rows_left_out":
        n = coverage["rows_left_out"]
        return ungettext("{n} row left out", "{n} rows left out", n)
    words = FEW_WORDS.get(code)
    return tk._(words).format(tier=body["tier"]) if words else caution_words(caution)


def caution_words(caution: Mapping[str, Any]) -> str:
    """What must be said at a figure; nobody has translated it, and a page in another language says so."""
    return tk._(caution["text"])


def peers(shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Who is compared: what each is like, what is missing of it, and whether it is in the statistics."""
    return [
        {
            "title": body["title"],
            "slug": body["slug"],
            "publisher_id": body["publisher_id"],
            "this": body["role"] == "publisher",
            "kind": body["body_subtype"] or body["body_type"],
            "region": body["region"],
            "population": (body["facts"].get("population") or {}).get("value"),
            "received": body["coverage"]["received"],
            "expected": len(body["coverage"]["returns"]),
            "rows_left_out": body["coverage"]["rows_left_out"],
            "counts": body["in_statistics"],
            "why": []
            if body["in_statistics"]
            else [caution_words(each) for each in body["cautions"] if each["excludes"]],
        }
        for body in shown["bodies"]
    ]


def place(standing: Mapping[str, Any] | None, cells: Sequence[Mapping[str, Any]] = ()) -> str:
    """*Highest of 5*, *2nd of 5*, *Lowest of 5*, *The lower of two*: a caption of its own.

    Args:
        standing: Where a figure stands.
        cells: The figure's cell and those of the others. Where one of them reads the same, a reader sees no higher and no lower.
    """
    if standing is None:
        return ""
    level = bool(cells) and cells[0]["value_text"] in [each["value_text"] for each in cells[1:]]
    if level and standing["place"] in ("highest", "lowest"):
        if standing["of"] == _TWO:
            return tk._("The same, as rounded")
        joint = tk._("Joint highest of {of}") if standing["place"] == "highest" else tk._("Joint lowest of {of}")
        return joint.format(of=standing["of"])
    if standing["of"] == _TWO and standing["place"] in ("highest", "lowest"):
        return tk._("The higher of two") if standing["place"] == "highest" else tk._("The lower of two")
    words = {
        "highest": tk._("Highest of {of}"),
        "lowest": tk._("Lowest of {of}"),
        "equal": tk._("The same as all others"),
        "between": tk._("{rank} of {of}"),
    }
    return words[standing["place"]].format(of=standing["of"], rank=_ordinal(standing["rank"]))


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _any(row: Mapping[str, Any]) -> bool:
    """Whether anybody has a payment in a row; a category that nobody uses now is no line."""
    return any(cell["transactions"] for cell in row["cells"])


def _row(row: Mapping[str, Any], shown: Mapping[str, Any], scale: Scale, to: Mapping[str, str]) -> dict[str, Any]:
    cell, found = row["cells"][0], row["peers"] or {}
    standing = row["standing"]
    return {
        "label": row["label"],
        "url": f"{to['category']}/{row['category']}?{to['query']}" if to.get("category") else None,
        "place": place(standing, row["cells"])
        if shown["total"]["peers"] and shown["total"]["peers"]["count"] > 1
        else "",
        "cautions": [in_words(each) for each in row["cautions"]],
        "strip": strips.strip(row, shown, scale),
        "value": _worded(cell),
        "value_url": f"{to['search']}?{urlencode(cell['search'])}" if cell["search"] and cell["transactions"] else None,
        "median": found.get("median_text"),
        "range": found.get("range_text"),
        "other": _worded(row["cells"][1]) if len(row["cells"]) == _TWO else None,
        "difference": difference(standing),
        "times": standing["times_text"] if standing else None,
    }


def difference(standing: Mapping[str, Any] | None) -> str | None:
    """How far a figure is from the others’, with its sign; of two percentages in points, in the reader's language."""
    said = standing["difference_text"] if standing else None
    if not said or not said.endswith(POINTS):
        return said
    return tk._("{n} points").format(n=said.removesuffix(POINTS))


def _worded(cell: Mapping[str, Any]) -> str:
    """A figure; *Nothing* for a true nought, *Mixed* for what is no sum, and for what isn't known that it is not published."""
    return (cell["transactions"] and cell["value_text"]) or summed(cell)


def summed(cell: Mapping[str, Any]) -> str:
    """What a body paid, in pounds; *Mixed* where it has payments, and their amounts are never in one sum."""
    if cell["transactions"] is None:
        return tk._("Not published")
    if not cell["transactions"]:
        return tk._("Nothing")
    return tk._("Mixed") if cell["amount"] is None else tk.h.spenddata_pounds(cell["amount"])


def _headings(shown: Mapping[str, Any], kind: str) -> dict[str, str]:
    other = next((body["title"] for body in shown["bodies"][1:]), "")
    names = {
        "median": tk._("Peers’ median"),
        "range": tk._("Peers’ range"),
        "one": next((body["title"] for body in shown["bodies"] if body["in_statistics"]), ""),
        "beside": other,
        "none": "",
    }
    return {"body": shown["bodies"][0]["title"], "others": names[kind]}


def _more_words(rows: Sequence[Mapping[str, Any]], shown: Mapping[str, Any]) -> str:
    count = len(rows)
    furthest = [abs(Decimal(row["standing"]["outside"])) for row in rows if row["standing"]]
    if shown["order"] != "distance" or not furthest or kind_of_table(shown) == "one":
        return tk.ungettext("The other category", "The other {n} categories", count).format(n=count)
    if not max(furthest):
        inside = tk._("all within the peers’ middle half")
        if kind_of_table(shown) == "range":
            inside = tk._("all within the peers’ range")
        return tk.ungettext("The other category: {inside}", "The other {n} categories: {inside}", count).format(
            n=count, inside=inside
        )
    closer = tk.ungettext(
        "The other category, closer to the peers", "The other {n} categories, closer to the peers", count
    )
    return closer.format(n=count)
