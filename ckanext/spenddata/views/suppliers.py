"""`/spend/suppliers`: whom public money goes to; and one supplier: who pays it, and under which names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint

from ckanext.spenddata.compare.figures import Span
from ckanext.spenddata.compare.words import in_sentence
from ckanext.spenddata.views import api, columns, forms, guard, reasons
from ckanext.spenddata.views.charts import Scale

blueprint = Blueprint("spenddata_suppliers", __name__)

LISTED = 50
PAYERS_SHOWN = 10
PAYERS_FOLDED = 40
"""More of them, in a table that is opened."""
A_FEW = 5
"""So many of those who pay most are told together."""
MONTHS_SHOWN = 24
CATEGORIES_SHOWN = 5
KIND = ("card", "amount_basis", "currency")


@blueprint.route("/spend/suppliers")
@guard.page
@guard.takes("q")
def index() -> str:
    """The suppliers that are paid most, or those with some words in their name."""
    words = tk.request.args.get("q", "").strip()[:100]
    found = tk.get_action("spenddata_supplier_list")({}, {"q": words, "limit": LISTED})
    return tk.render(
        "spenddata/suppliers/index.html", {"words": words, "lines": [_line(each) for each in found], "most": LISTED}
    )


@blueprint.route("/spend/suppliers/<path:supplier_id>")
@guard.page
@guard.takes(*KIND)
def show(supplier_id: str) -> str:
    """One supplier."""
    asked = {name: words for name in KIND if (words := tk.request.args.get(name, "").strip())}
    found, said = forms.ask("spenddata_supplier_show", {"id": supplier_id, **asked})
    if said:
        return tk.abort(400, " ".join(said.values()))
    total = Decimal(found["total"])
    kind = _query(found)
    months = _all_months(found["months"])
    scale = Scale.from_nought(Decimal(payer["total"]) for payer in found["payers"])
    payers = [
        payer
        | {
            "url": tk.url_for(
                "spenddata_search.index", supplier_id=found["id"], publisher_id=payer["publisher_id"], **kind
            ),
            "share": Decimal(payer["total"]) / total if total > 0 else None,
            "width": scale.length(Decimal(0), Decimal(payer["total"])),
        }
        for payer in found["payers"]
    ]
    plot = columns.by_month(months[-MONTHS_SHOWN:])
    return tk.render(
        "spenddata/suppliers/show.html",
        {
            "supplier": found,
            "identity": _identity(found["identity"]),
            "payers": payers[:PAYERS_SHOWN],
            "more_payers": payers[PAYERS_SHOWN : PAYERS_SHOWN + PAYERS_FOLDED],
            "others": len(payers) - PAYERS_SHOWN - PAYERS_FOLDED,
            "few": _few(payers),
            "names": [name | {"why": _why(name)} for name in found["names"]],
            "months": months[-MONTHS_SHOWN:],
            "plot": plot,
            "plot_words": columns.in_words(plot) if plot and len(months) > 1 else "",
            "categories": found["categories"][:CATEGORIES_SHOWN],
            "main_category": in_sentence(found["categories"][0]["label"]),
            "kind": reasons.kind(found),
            "others_apart": [_other(found, each) for each in found["kinds"] if not _is_shown(found, each)],
            "kind_query": kind,
            "payments_url": tk.url_for("spenddata_search.index", supplier_id=found["id"], **kind),
            "csv_url": tk.url_for("spenddata_search.csv", supplier_id=found["id"], **kind),
            "api_url": api.address("spenddata_supplier_show", id=found["id"], **kind),
        },
    )


def _few(payers: Sequence[Mapping[str, Any]]) -> str:
    """How much of what a supplier is paid comes from a few, in a sentence; nothing where only a few pay it, or credits blur it."""
    shares = [payer["share"] for payer in payers[:A_FEW]]
    if len(payers) <= A_FEW or None in shares or any(payer["share"] < 0 for payer in payers):
        return ""
    return tk._("{n} of them make up {share} of it.").format(n=A_FEW, share=tk.h.spenddata_percent(sum(shares)))


def _all_months(paid: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Every month from the first to the last, those without a payment too."""
    known = {each["month"]: dict(each) for each in paid}
    every = Span(paid[0]["month"], paid[-1]["month"]).months
    return [known.get(month, {"month": month, "count": 0, "total": "0.00"}) for month in every]


def _line(supplier: Mapping[str, Any]) -> dict[str, Any]:
    url = tk.url_for("spenddata_suppliers.show", supplier_id=supplier["id"])
    sums = [{**each, "words": reasons.kind(each)} for each in supplier["sums"]]
    return {**supplier, "url": url, "sums": sums}


def _is_shown(found: Mapping[str, Any], kind: Mapping[str, Any]) -> bool:
    return all(kind[name] == found[name] for name in KIND)


def _query(kind: Mapping[str, Any]) -> dict[str, str]:
    """A kind of payments, as an address asks for it."""
    return {**{name: kind[name] for name in KIND}, "card": str(kind["card"]).lower()}


def _other(found: Mapping[str, Any], kind: Mapping[str, Any]) -> dict[str, Any]:
    """Payments of another kind, and the way to them."""
    url = tk.url_for("spenddata_suppliers.show", supplier_id=found["id"], **_query(kind))
    return {**kind, "words": reasons.kind(kind), "url": url}


def _identity(identity: Mapping[str, Any]) -> dict[str, Any]:
    """Who the supplier is, in words."""
    words = {
        "company": tk._("Company number {number}"),
        "charity": tk._("Charity number {number}"),
        "public body": tk._("In the register of public bodies as {number}"),
        "name": tk._("No publisher gave a company or charity number, so it is known by its name alone"),
    }
    return {"words": words[identity["kind"]].format(number=identity["number"]), "url": identity["url"]}


def _why(name: Mapping[str, Any]) -> str:
    """Why a name is this supplier's, in words."""
    words = {
        "own": tk._("The name that it is known by"),
        "number": tk._("The publisher gave its number"),
        "register": tk._("A name of this public body"),
        "alias": tk._("Renamed"),
        "steward": tk._("A steward decided it"),
        "spelling": tk._("The same but for spelling, short words and legal form"),
        "order": tk._("The same words in another order"),
        "cut": tk._("The same name, cut off"),
        "other_name": tk._("Trades as it, or was called so"),
        "words": tk._("Nearly the same words"),
    }
    reason: str = words.get(name["method"]) or name["method"]
    return tk._("{reason}, like “{name}”").format(reason=reason, name=name["like"]) if name["like"] else reason
