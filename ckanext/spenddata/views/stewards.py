"""`/spend/stewards`: the stewards' desk. What is uncertain, what to decide, what was decided, which returns are missing.

Every form is sent twice: first it says what would move, and then, confirmed, it moves it. What the evidence suggests can be accepted in
one step where no payment leaves a third category, and the desk then says what moved. No page needs a script.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from ckan.plugins import toolkit as tk
from flask import Blueprint, make_response

from ckanext.spenddata.definitions.categories import UNCLASSIFIED, UNDECIDED
from ckanext.spenddata.logic.schema.said import LONGEST_WORDS
from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.views import coverage, filers, forms, guard, reasons
from ckanext.spenddata.views.classified import classified

View = TypeVar("View", bound=Callable[..., Any])

blueprint = Blueprint("spenddata_stewards", __name__)

DESK = "spenddata_stewards.index"
ASKED = 20
MISSING = 50
SCOPES = ("everybody", "publisher", "payment")


def stewards_only(view: View) -> View:
    """A page for stewards: others are told so before anything is read."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        tk.check_access("spenddata_queue_list", {}, {})
        return view(*args, **kwargs)

    return cast("View", guard.page(guard.members_only(cast("View", guarded))))


@blueprint.route("/spend/stewards")
@stewards_only
@guard.takes("just", "decision", "from")
def index() -> str:
    """The desk."""
    queue = tk.get_action("spenddata_queue_list")
    asked = {"everybody": True, "limit": MISSING}
    overdue = tk.get_action("spenddata_return_list")(
        {}, asked | {"state": "missing", "due_before": london_today().isoformat()}
    )
    stuck = tk.get_action("spenddata_return_list")({}, asked | {"state": "stuck"})
    categories, number = queue({}, {"kind": "category", "limit": ASKED}), tk.request.args.get("decision", type=int)
    return tk.render(
        "spenddata/stewards/index.html",
        {
            "categories": categories,
            "classified": classified(),
            "evidence": reasons.evidence,
            "kind": reasons.kind,
            "suppliers": queue({}, {"kind": "supplier", "limit": ASKED}),
            "doubt": _doubt,
            "missing": sorted(overdue["results"], key=lambda line: (line["due"] or "", line["reference"])),
            "missing_count": overdue["count"],
            "stuck": stuck["results"],
            "stuck_count": stuck["count"],
            "calendar": coverage.calendar(tk.request.args.get("from", 0, type=int)),
            "changes": tk.get_action("spenddata_category_change_list")({}, {"limit": ASKED}),
            "names": filers.names(),
            "just": tk.request.args.get("just"),
            "made": next((each for each in categories["decisions"] if each["decision"] == number), None),
        },
    )


@blueprint.route("/spend/stewards/categories", methods=["GET", "POST"])
@stewards_only
@guard.takes("expense_type", "supplier_id", "publisher", "payment", "category", "scope")
def decide_category() -> Any:
    """Decide what some payments are."""
    data, said, told = _sent(), {}, None
    if tk.request.method == "POST":
        asked = {"kind": "category", **_target(data), "category": data.get("category", ""), "why": data.get("why", "")}
        told, said = _try("spenddata_decision_make", asked, data)
        if told and data.get("step") == "accept" and _is_undisputed(told, asked["category"]):
            told, said = _try("spenddata_decision_make", asked, data | {"step": "confirm"})
        if told and told["decision"] is not None:
            return tk.redirect_to(DESK, just="repeated" if told["repeated"] else "decided", decision=told["decision"])
    choices = [
        {"value": each["id"], "label": each["label"]}
        for each in tk.get_action("spenddata_category_list")({}, {})["categories"]
        if each["id"] not in UNDECIDED
    ]
    names, fields = filers.names(), ["scope", "category", "why"]
    scopes = _scopes(data, names)
    waiting = None if scopes else tk.get_action("spenddata_queue_list")({}, {"kind": "category", "limit": ASKED})
    more = {"choices": choices, "scopes": scopes, "waiting": waiting, "names": names, "fields": fields}
    return _form("category", data, said, told, **more)


@blueprint.route("/spend/stewards/suppliers", methods=["GET", "POST"])
@stewards_only
@guard.takes("one", "other")
def decide_supplier() -> Any:
    """Decide whether two suppliers are one."""
    data, said, told = _sent(), {}, None
    if tk.request.method == "GET" and not (data.get("one") or data.get("other")):
        return tk.redirect_to(DESK, _anchor="suppliers")
    if tk.request.method == "POST":
        asked = {name: data.get(name, "") for name in ("verdict", "one", "other", "why")}
        told, said = _try("spenddata_decision_make", asked, data)
        if told and told["decision"] is not None:
            return tk.redirect_to(DESK, just="decided", _anchor="decisions")
    sides = [_supplier(data.get(side, "")) for side in ("one", "other")]
    return _form("supplier", data, said, told, sides=sides, fields=["verdict", "why"])


@blueprint.route("/spend/stewards/undo", methods=["GET", "POST"])
@stewards_only
@guard.takes("kind", "decision")
def undo() -> Any:
    """Take a decision back."""
    data, said = _sent(), {}
    if tk.request.method == "GET" and not data.get("decision"):
        return tk.redirect_to(DESK, _anchor="decisions")
    if tk.request.method == "POST":
        asked = {"kind": data.get("kind", ""), "decision": data.get("decision", ""), "why": data.get("why", "")}
        told, said = _try("spenddata_decision_undo", asked, data | {"step": "confirm"})
        if told:
            return tk.redirect_to(DESK, just="undone", _anchor="decisions")
    return _form("undo", data, said, None, fields=["why"])


@blueprint.route("/spend/stewards/version", methods=["GET", "POST"])
@stewards_only
@guard.takes("publisher", "change")
def version() -> Any:
    """Look at what the categories in force would move of a publisher, apply them, or take that back."""
    data, said, told = _sent(), {}, None
    if tk.request.method == "POST" and data.get("change"):
        told, said = _try("spenddata_category_undo", {"change": data["change"], "why": data.get("why", "")}, data)
    elif tk.request.method == "POST":
        asked = {"publisher": data.get("publisher", ""), "why": data.get("why", "")}
        told, said = _try("spenddata_category_apply", asked, data)
    if told:
        return tk.redirect_to(DESK, just="applied", _anchor="versions")
    preview = None
    if data.get("publisher") and not data.get("change"):
        preview = tk.get_action("spenddata_category_preview")({}, {"publisher": data["publisher"]})
    names = filers.names()
    bodies = [{"value": id_, "label": name} for id_, name in sorted(names.items(), key=lambda each: each[1])]
    fields = ["publisher", "why"]
    return _form("version", data, said, None, preview=preview, choices=bodies, names=names, fields=fields)


def _sent() -> dict[str, str]:
    """What was asked in the address, and what was sent over it."""
    sent = {name: value.strip() for name, value in {**tk.request.args, **tk.request.form}.items()}
    if not sent.get("payment", "0").isdecimal():
        del sent["payment"]  # none has such a number, and so no page
    return sent


def _try(action: str, asked: dict[str, Any], data: Mapping[str, str]) -> tuple[dict[str, Any] | None, dict[str, str]]:
    """Ask an action to say what would move, or, confirmed, to move it; what it tells, or what is wrong."""
    if action == "spenddata_decision_make":
        asked = asked | {"preview": data.get("step") != "confirm"}
    return forms.ask(action, asked)


def _is_undisputed(told: Mapping[str, Any], category: str) -> bool:
    """Whether a decision would take no payment out of a third category: those that are sure are not asked about, but move as well."""
    return {line["before"] for line in told["lines"]} <= {category, UNCLASSIFIED}


def _target(data: Mapping[str, str]) -> dict[str, str]:
    """Which payments the form is about."""
    if data.get("scope") == "payment":
        return {"payment": data.get("payment", "")}
    names = ("expense_type", "supplier_id", *(("publisher",) if data.get("scope") == "publisher" else ()))
    return {name: data[name] for name in names if data.get(name)}


def _scopes(data: Mapping[str, str], names: Mapping[str, str]) -> list[dict[str, str]]:
    labels = {
        "everybody": tk._("Payments like these of every publisher, now and in future"),
        "publisher": tk._("Only those of {publisher}, now and in future").format(
            publisher=names.get(data.get("publisher", ""), data.get("publisher", ""))
        ),
        "payment": tk._("Only this one payment"),
    }
    known = {"everybody": bool(data.get("expense_type") or data.get("supplier_id"))}
    known |= {"publisher": known["everybody"] and bool(data.get("publisher")), "payment": bool(data.get("payment"))}
    return [{"value": scope, "label": labels[scope]} for scope in SCOPES if known[scope]]


def _form(kind: str, data: dict[str, str], said: dict[str, str], told: dict[str, Any] | None, **more: Any) -> Any:
    page = tk.render(
        f"spenddata/stewards/{kind}.html",
        {
            "data": data,
            "messages": said,
            "told": told,
            "kind": reasons.kind,
            "problems": forms.problems(said, more.pop("fields")),
            "most": LONGEST_WORDS,
            **more,
        },
    )
    return make_response(page, 400 if said else 200)


def _supplier(supplier_id: str) -> dict[str, Any]:
    try:
        return tk.get_action("spenddata_supplier_show")({}, {"id": supplier_id})
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        raise tk.ObjectNotFound(tk._("One of the two is no longer a supplier. Look at the desk again.")) from error


def _doubt(method: str) -> str:
    """What kept two names from being linked, in words."""
    words = {
        "numbers": tk._("One has a number that the other has not"),
        "directions": tk._("Two directions"),
        "places": tk._("One has a place that the other has not"),
        "public_kinds": tk._("Public bodies that may be two"),
        "companies": tk._("Companies that may be two of one group"),
        "words": tk._("Some words differ"),
        "spelling": tk._("Spelt alike"),
    }
    return words.get(method, tk._("The names are alike, but not enough"))
