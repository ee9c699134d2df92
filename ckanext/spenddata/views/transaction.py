"""`/spend/transactions/<_id>`: one payment as published, what we added, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.compare.words import in_sentence
from ckanext.spenddata.values.sums import STERLING
from ckanext.spenddata.values.text import without_controls
from ckanext.spenddata.values.vat import UNKNOWN
from ckanext.spenddata.views import api, lineage, payment_context, reasons

SUMS = ("irrecoverable_vat",)
OURS = ("category_version", "category_confidence")
SHOWN_ABOVE = ("amount", "amount_basis", "supplier_name", "payment_date", "publisher_id", "publisher_name")
AS_USUAL = {"date_precision": ("day",), "date_basis": ("unknown", "payment"), "currency": (STERLING,)}
"""What nearly every payment has, and nobody needs to be told."""


def page(transaction_id: int) -> str:
    """The page of a transaction, or what it was replaced by; NotFound where there is none, Gone where it was taken back."""
    found = tk.get_action("spenddata_transaction_show")({}, {"id": transaction_id, "around": True})
    if found["state"] == "replaced":
        return _replaced(found)
    names = [name for name in config.definitions().transaction.names if name not in SHOWN_ABOVE and _tells(found, name)]
    return tk.render(
        "spenddata/transactions/show.html",
        {
            "transaction": found,
            "erased": [_erased(each) for each in found["erased"]],
            "supplier": found["supplier_name"] or _no_supplier(found),
            "heading": heading(found),
            "amount": money(found),
            "basis": reasons.vat(found["amount_basis"] or UNKNOWN),
            "fields": [*_paid(found), *_lines(found, names)],
            "ours": [*_category(found), *_lines(found, OURS), *_changes(found), *_supplier(found)],
            "may_decide": _may_decide(),
            "steps": lineage.steps(found, _return(found["reference"])),
            **payment_context.context(found, money),
            "wrong_url": _wrong(found),
            "api_url": api.address("spenddata_transaction_show", id=transaction_id),
        },
    )


def heading(found: Mapping[str, Any]) -> str:
    """Who paid whom how much, in a sentence."""
    amount = Decimal(str(found["amount"]))
    if not found["supplier_name"]:
        words = tk._("{publisher} paid {pounds}; {supplier}")
    elif amount < 0:
        words = tk._("{supplier} credited {publisher} with {pounds}")
    else:
        words = tk._("{publisher} paid {supplier} {pounds}")
    # What turns the direction of writing in a name would turn the rest of the sentence, its amount included.
    supplier = without_controls(found["supplier_name"] or "") or in_sentence(_no_supplier(found))
    pounds = money(found, abs(amount) if found["supplier_name"] else amount)
    return words.format(publisher=found["publisher_name"], supplier=supplier, pounds=pounds)


def money(found: Mapping[str, Any], amount: Decimal | None = None) -> str:
    """Its amount, or another, to the penny and in its own currency."""
    return tk.h.spenddata_money(found["amount"] if amount is None else amount, found.get("currency"), pence=True)


def _tells(found: Mapping[str, Any], name: str) -> bool:
    """Whether a field says something that a reader doesn't know already."""
    usual = (found["publisher_name"],) if name == "entity" else AS_USUAL.get(name, ("",))
    return found.get(name) not in usual


def _paid(found: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """To whom, how much and when, first of what was published."""
    basis = reasons.vat(found["amount_basis"] or UNKNOWN)
    yield {"label": tk.h.spenddata_field_title("supplier_name"), "value": found["supplier_name"] or _no_supplier(found)}
    yield {"label": tk.h.spenddata_field_title("amount"), "value": f"{money(found)}, {basis}"}
    yield {
        "label": tk.h.spenddata_field_title("payment_date"),
        "value": tk.h.spenddata_date(found["payment_date"]),
    }


def _changes(found: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """What its category was before, with when and why it changed, the last change first."""
    label = config.definitions().categories.label
    for change in reversed(found["category_history"]):
        if change["before"]["category"] != change["after"]["category"]:
            words = tk._("{before}, until {day}: {why}").format(
                before=label(change["before"]["category"]),
                day=tk.h.spenddata_date(change["at"][:10]),
                why=change["why"],
            )
            yield {"label": tk._("Category before"), "value": words}


def _may_decide() -> bool:
    """Whether who looks is a steward, who may decide the category."""
    return not tk.current_user.is_anonymous and bool(tk.h.check_access("spenddata_queue_list"))


def _wrong(found: Mapping[str, Any]) -> str:
    """The way to tell the publisher that a payment is wrong: a mail to it that names the payment, or its page where it gives no address."""
    publisher = tk.get_action("spenddata_publisher_show")({}, {"publisher": found["publisher_id"]})
    if not publisher["contact_email"]:
        return str(tk.url_for("spenddata_publishers.show", slug=publisher["slug"]))
    address = tk.url_for("spenddata_search.transaction", id=found["_id"], qualified=True)
    subject = tk._("Published payment of {date}, {amount}").format(
        date=tk.h.spenddata_date(found["payment_date"]), amount=money(found)
    )
    query = urlencode({"subject": subject, "body": f"{address}\n\n{tk._('What is wrong with it:')}\n"}, quote_via=quote)
    return f"mailto:{quote(publisher['contact_email'], safe='@')}?{query}"


def _erased(details: Mapping[str, Any]) -> str:
    """What was erased of a payment, when and why: never what it said."""
    if details["fields"]:
        names = ", ".join(tk.h.spenddata_field_title(field) for field in details["fields"])
        words = tk._("Erased on {date}: {fields}. The reason that was given: {why}")
    else:
        names = ""
        words = tk._("Details of this payment were erased on {date}. The reason that was given: {why}")
    return words.format(date=tk.h.spenddata_date(details["at"]), fields=names, why=details["why"])


def _no_supplier(found: Mapping[str, Any]) -> str:
    erased = any("supplier_name" in details["fields"] for details in found["erased"])
    return tk._("Supplier erased") if erased else tk._("Supplier withheld")


def _replaced(found: Mapping[str, Any]) -> str:
    """The address of a payment lives on when its return is replaced: it leads to the same payment, or to what counts now."""
    by = found["replaced_by"]
    row = by["_id"]
    shown = _return(found["reference"])
    return tk.render(
        "spenddata/transactions/replaced.html",
        {
            "transaction": found,
            "publisher": tk.get_action("spenddata_publisher_show")({}, {"publisher": shown["publisher_id"]})["name"],
            "period": shown["period"],
            "payment_url": tk.url_for("spenddata_search.transaction", id=row) if row else None,
            "revision_url": tk.url_for("spenddata_revisions.show", reference=found["reference"], number=by["revision"]),
        },
    )


def _lines(found: Mapping[str, Any], names: Iterable[str]) -> Iterable[dict[str, Any]]:
    titles = {
        "category_version": tk._("Version of the categories"),
        "category_confidence": tk._("How sure that is (0 to 1)"),
    }
    for name in names:
        if found.get(name) not in (None, ""):
            yield {"label": titles.get(name) or tk.h.spenddata_field_title(name), "value": _value(found, name)}


def _value(found: Mapping[str, Any], name: str) -> Any:
    """A field's value as people write it: sums with their currency, yes or no in words."""
    value = found[name]
    if name in SUMS:
        return money(found, Decimal(str(value)))
    if isinstance(value, bool):
        return tk._("Yes") if value else tk._("No")
    return value


def _category(found: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The category, and in words how it was found."""
    yield {
        "label": tk._("Category"),
        "value": reasons.category(found),
        "url": tk.url_for("spenddata_markets.show", category=found["category"]),
    }
    if method := found.get("category_method"):
        yield {"label": tk._("How the category was found"), "value": reasons.method(method)}
    if why := found.get("category_reason"):
        yield {"label": tk._("What decided it"), "value": reasons.evidence(why["decided"])}
        if why["against"]:
            second = config.definitions().categories.label(why["second"])
            label = tk._("What spoke against it, and for {category}").format(category=second)
            yield {"label": label, "value": reasons.evidence(why["against"])}
    elif missing := reasons.missing(found):
        yield {"label": tk._("What decided it"), "value": missing}


def _supplier(found: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """The way to the supplier, as this portal links names."""
    if found.get("supplier_id"):
        url = tk.url_for("spenddata_suppliers.show", supplier_id=found["supplier_id"])
        yield {"label": tk._("The same supplier"), "value": tk._("Who else pays it, and under which names"), "url": url}


def _return(reference: str) -> dict[str, Any]:
    return tk.get_action("spenddata_return_show")({}, {"reference": reference})
