"""`/spend/returns`: the task list, one return as it stands, and every step of its life that a person takes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, make_response

from ckanext.spenddata import config
from ckanext.spenddata.views import asking, confirming, filers, fixes, forms, guard, layouts, tasks
from ckanext.spenddata.views.counting import ungettext
from ckanext.spenddata.views.return_page import MESSAGE, page, whole
from ckanext.spenddata.views.revision_of import own

blueprint = Blueprint("spenddata_returns", __name__)

LISTED = 25
AS_IT_STANDS = {"revision", "attempt", "published_revision"}
"""Parameters of actions that say what was looked at: what is wrong with them is how the return stands, not what was typed."""


@blueprint.route("/spend/returns")
@guard.page
@guard.takes("publisher", "offset")
def index() -> str:
    """What is due and what waits, for a publisher's own people; what is published, for everybody."""
    name = tk.request.args.get("publisher")
    publisher = tk.get_action("spenddata_publisher_show")({}, {"publisher": name}) if name else None
    own = filers.own()
    mine = [each["publisher_id"] for each in own]
    about = {"publisher": publisher["publisher_id"]} if publisher else {}
    offset = tk.request.args.get("offset", 0, type=int)
    published = tk.get_action("spenddata_return_list")(
        {}, {**about, "state": "published", "limit": LISTED, "offset": offset}
    )
    names = filers.names()
    yes = [each["publisher_id"] for each in own if each["may_publish"]]
    waiting = tasks.waiting(about, mine, names, yes) if mine else []
    if config.approval():
        waiting = tasks.with_answers(waiting)
    here = {"publisher": publisher["slug"] if publisher else None}
    return tk.render(
        "spenddata/returns/index.html",
        {
            "mine": bool(mine) and (publisher is None or publisher["publisher_id"] in mine),
            "may_send": any(each["may_send"] for each in own),
            "publisher": {**publisher, "title": publisher["name"]} if publisher else None,
            "tasks": {part: [task for task in waiting if task["group"] == part] for part in tasks.PARTS},
            "bodies": len(own),
            "running": tasks.running(about, mine, names) if mine else [],
            "heading": tasks.heading(about, publishes=bool(yes)) if mine else "",
            "published": [tasks.published_line(line, names) for line in published["results"]],
            "next_url": tk.url_for("spenddata_returns.index", **here, offset=offset + LISTED)
            if published["count"] > offset + LISTED
            else None,
            "first_url": tk.url_for("spenddata_returns.index", **here) if offset else None,
        },
    )


@blueprint.route("/spend/returns/<reference>")
@guard.page
@guard.takes("just")
def show(reference: str) -> str:
    """One return as it stands: progress, questions, report, the last look before publication, what is public."""
    return page(reference)


@blueprint.route("/spend/returns/<reference>/progress")
@guard.page
@guard.takes("state")
def progress(reference: str) -> Response:
    """For htmx: nothing new, other words, or that the page should be loaded again."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    response = make_response("", 204)
    if shown["state"] != tk.request.args.get("state"):
        response.headers["HX-Refresh"] = "true"
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/spend/returns/<reference>/answer")
@guard.form
def answer(reference: str) -> Any:
    """Answers to the questions about a file: it is read again."""
    revision = _own_revision(reference)
    asked = asking.questions(whole(reference, revision["number"]))
    answers, said = asking.answers(asked, tk.request.form)
    if said:
        return make_response(page(reference, said, asked), 400)
    return _answer(reference, revision, answers)


@blueprint.post("/spend/returns/<reference>/confirm")
@guard.form
def confirm(reference: str) -> Any:
    """Which column is what, as a person says: it is read again so, and so is the next file of the same layout."""
    revision = _own_revision(reference)
    read = layouts.layouts(whole(reference, revision["number"]))
    mapping, said = layouts.confirmed(read, tk.request.form)
    if said:
        return make_response(page(reference, said), 400)
    kept = {name: value for name, value in (revision.get("answers") or {}).items() if name not in asking.CHOICES}
    return _answer(reference, {**revision, "answers": kept}, {"layouts": mapping, **asking.answered(tk.request.form)})


@blueprint.post("/spend/returns/<reference>/fix")
@guard.form
def fix(reference: str) -> Any:
    """Suggested fixes that are accepted: it is checked again with them."""
    revision = _own_revision(reference)
    places = [each for each in revision.get("fixes") or () if not isinstance(each, str)]
    rules = tk.request.form.getlist("rule")
    if tk.request.form.get("all"):
        rules = list(dict.fromkeys([*rules, *fixes.rules_with_fixes(reference, revision["number"])]))
    accepted = [*rules, *places]
    return _answered(reference, revision.get("answers") or {}, accepted)


@blueprint.post("/spend/returns/<reference>/acknowledge")
@guard.form
def acknowledge(reference: str) -> Any:
    """Findings that a person confirms, each by its own tick, with the reason."""
    kept, said = confirming.acknowledged(confirming.found(_own_revision(reference), reference), tk.request.form)
    if said:
        return make_response(page(reference, said), 400)
    return _act("spenddata_finding_acknowledge", reference, {**forms.looked_at(), "acknowledge": kept})


@blueprint.post("/spend/returns/<reference>/publish")
@guard.form
def publish(reference: str) -> Any:
    """The person's own yes to what they looked at: this revision, this reading of it, without these rows in error."""
    sent = tk.request.form
    in_error = _own_revision(reference)["rows_in_error"] or 0
    tick = ungettext(
        "Tick that you publish without the {n} row in error, or put it right first",
        "Tick that you publish without the {n} rows in error, or put them right first",
        in_error,
    )
    return _act(
        "spenddata_return_publish",
        reference,
        {**forms.looked_at(), "without_errors": sent.get("without", 0, type=int), "note": sent.get("note", "")},
        just="published",
        fields={"note": "note", "without_errors": f"without-{in_error}"},
        instead={"without_errors": tick},
    )


@blueprint.post("/spend/returns/<reference>/send-for-approval")
@guard.form
def send_for_approval(reference: str) -> Any:
    """Whoever prepared it has looked at it, and sends it to those who approve."""
    asked = {**forms.looked_at(), "note": tk.request.form.get("note", "")}
    return _act("spenddata_return_send_for_approval", reference, asked, fields={"note": "note"})


@blueprint.post("/spend/returns/<reference>/send-back")
@guard.form
def send_back(reference: str) -> Any:
    """Whoever approves says what is to be put right first."""
    asked = {**forms.looked_at(), "why": tk.request.form.get("back", "")}
    return _act("spenddata_return_send_back", reference, asked, fields={"why": "back"})


@blueprint.post("/spend/returns/<reference>/withdraw")
@guard.form
def withdraw(reference: str) -> Any:
    """Take a return back, with the reason."""
    which = tk.request.form.get("which", "")
    chosen = {"every_revision": True} if which in ("", "every") else {"revision": which}
    published = tk.request.form.get("published_revision", 0, type=int)
    asked = {"published_revision": published, "why": tk.request.form.get("why", ""), **chosen}
    return _act("spenddata_return_withdraw", reference, asked, just="withdrawn", fields={"why": "why"})


@blueprint.post("/spend/returns/<reference>/recover")
@guard.form
def recover(reference: str) -> Any:
    """Try again what is stuck."""
    return _act("spenddata_return_recover", reference, {})


def _answer(reference: str, revision: Mapping[str, Any], answers: Mapping[str, Any]) -> Any:
    """Add to what was answered, and have it read again."""
    earlier = revision.get("answers") or {}
    mapping = {**earlier.get("mapping", {}), **answers.get("mapping", {})}
    merged = {**earlier, **answers, "mapping": mapping}
    return _answered(reference, merged, revision.get("fixes") or [])


def _answered(reference: str, answers: Mapping[str, Any], accepted: list[Any]) -> Any:
    """Have the revision that was looked at read again with answers and accepted fixes."""
    return _act("spenddata_return_answer", reference, {**forms.looked_at(), "answers": answers, "fixes": accepted})


def _act(
    action: str,
    reference: str,
    asked: Mapping[str, Any],
    just: str | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
    instead: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """Do it, and show the return as it then stands; or the page again with what the action said.

    Args:
        action: What is done.
        reference: To which return.
        asked: And with what.
        just: What to say was done.
        fields: Parameters of the action that the form has fields for → the field; what is said of others is told of the page.
        instead: Parameters → what the page says of them in place of what a program is told.
    """
    _, said = forms.ask(action, {"reference": reference, **asked})
    if not said:
        return tk.redirect_to("spenddata_returns.show", reference=reference, just=just)
    at_fields = {fields[name]: instead.get(name, words) for name, words in said.items() if name in fields}
    others = " ".join(words for name, words in said.items() if name not in fields)
    status = 409 if said.keys() & AS_IT_STANDS else 400
    return make_response(page(reference, at_fields | ({MESSAGE: others} if others else {})), status)


def _own_revision(reference: str) -> dict[str, Any]:
    """The revision that stands, as the publisher's own people see it."""
    shown = tk.get_action("spenddata_return_show")({}, {"reference": reference})
    return own(shown, shown["revision"])
