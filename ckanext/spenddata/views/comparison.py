"""`/spend/compare`: where does a public body differ most from its peers, and what must be known before that is judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response

from ckanext.spenddata.views import api, exports, forms, guard, pictures
from ckanext.spenddata.views import comparison_asked as asking
from ckanext.spenddata.views import comparison_files as files
from ckanext.spenddata.views import comparison_table as tables

blueprint = Blueprint("spenddata_comparison", __name__)


@blueprint.route("/spend/compare")
@guard.page
def index() -> Response:
    """The form, and below it how the body differs."""
    question = asking.asked()
    shown, wrong = asking.compare(question)
    page = tk.render(
        "spenddata/comparison/index.html",
        {
            "form": asking.choices(question, shown),
            "comparison": context(shown, question) if shown else None,
            "messages": wrong,
            "problems": forms.problems(wrong, asking.FIELDS),
        },
    )
    return forms.shown(page, wrong)


@blueprint.route("/spend/compare.csv", endpoint="csv", defaults={"ending": "csv"})
@blueprint.route("/spend/compare.<ending>")
@guard.page
def export(ending: str) -> Response:
    """The same figures as CSV, or in a format that another plugin adds: a line for each category and body."""
    exports.known(ending)
    return files.export(asking.compared(asking.asked()), ending)


@blueprint.route("/spend/compare.xlsx")
@guard.page
def xlsx() -> Response:
    """The same as a workbook."""
    return files.workbook(asking.compared(asking.asked()))


@blueprint.route("/spend/compare.svg", endpoint="svg", defaults={"ending": "svg"})
@blueprint.route("/spend/compare.png", endpoint="png", defaults={"ending": "png"})
@guard.page
def drawing(ending: str) -> Response:
    """The strips as a drawing, or as a picture of it."""
    shown = asking.compared(asking.asked())
    return pictures.attachment(files.drawn(shown, _drawn(shown)), f"comparison.{ending}")


@blueprint.route("/spend/compare/embed")
@guard.page
def embed() -> str:
    """The drawing for a frame on another site: nothing can be changed or sent from it (``security/headers.py``)."""
    shown, question = asking.compared(asking.asked()), asking.asked()
    query = asking.query(question)
    return tk.render(
        "spenddata/embed.html",
        {
            "headline": tables.in_words(shown["finding"]),
            "drawing": tk.literal(files.drawn(shown, _drawn(shown))),
            "address": f"{tk.url_for('spenddata_comparison.index', _external=True)}?{query}",
            "csv": f"{tk.url_for('spenddata_comparison.csv', _external=True)}?{query}",
        },
    )


def context(shown: Mapping[str, Any], question: Mapping[str, Any]) -> dict[str, Any]:
    """What the page shows of a comparison."""
    return {
        "headline": tables.in_words(shown["finding"]),
        "kicker": kicker(shown),
        "summary": [tables.in_words(each) for each in shown["summary"]],
        "basis": basis(shown),
        "differences": tables.differences(shown, _addresses(question)),
        "in_all": tables.in_all(shown),
        "in_all_words": tables.place(shown["total"]["standing"], shown["total"]["cells"]),
        "orders": asking.orders(question, shown),
        "by_category": shown["measure"]["by_category"],
        "measure": shown["measure"],
        "peers": [
            each | {"remove": asking.with_and_without(question, shown, body) if body["role"] == "peer" else None}
            for each, body in zip(tables.peers(shown), shown["bodies"], strict=True)
        ],
        "peer_group": shown.get("peer_group"),
        "save": _to_save(shown),
        "cautions": [tables.caution_words(each) for each in shown["cautions"] if not each["publisher_id"]],
        "body_cautions": list(
            dict.fromkeys(tables.caution_words(each) for each in shown["cautions"] if each["publisher_id"])
        ),
        "query": asking.query(question),
        "cite": asking.cited(question, shown),
        "as_of": shown["as_of_entry"],
        "changes": _changes(shown),
        "api_url": api_url(question),
    }


def _to_save(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """The peers that somebody who is signed in may save as a group of their own."""
    first, *others = (body["publisher_id"] for body in shown["bodies"])
    return {"subject": first, "bodies": others} if others and tk.current_user.is_authenticated else None


def kicker(shown: Mapping[str, Any]) -> str:
    """Who is compared with whom, in a line."""
    first, *others = shown["bodies"]
    if not others:
        return tk._("{name} alone").format(name=first["title"])
    if len(others) == 1:
        return tk._("{name} compared with {other}").format(name=first["title"], other=others[0]["title"])
    kinds = {body["tier"] for body in others}
    return tk._("{name} compared with {n} {kind}").format(
        name=first["title"], n=len(others), kind=kinds.pop() if len(kinds) == 1 else tk._("public bodies")
    )


def basis(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What the figures are, and what is missing from them."""
    bodies = shown["bodies"]
    gaps = []
    for body in bodies:
        words = [
            text
            for caution, text in zip(body["cautions"], tables.left_out(body), strict=True)
            if caution["code"] in ("nothing_published", "incomplete", "elsewhere", "rows_left_out")
        ]
        if words:
            gaps.append(f"{body['title']}: {', '.join(words)}")
    returns = sum(body["coverage"]["received"] for body in bodies)
    return {
        "what": tk._("{measure}; payments of {period}, {duty}").format(
            measure=shown["measure"]["title"], period=shown["period"]["title"], duty=shown["regime"]["title"]
        ),
        "gaps": gaps,
        "returns": tk.ungettext("{n} return is published.", "{n} returns are published.", returns).format(n=returns),
        "made": _made(shown),
    }


def api_url(question: Mapping[str, Any]) -> str:
    """The address of the API that asks the same."""
    flat = {name: ",".join(value) if isinstance(value, list) else value for name, value in question.items() if value}
    return api.address("spenddata_comparison_show", **flat)


def _made(shown: Mapping[str, Any]) -> str:
    count = (shown["total"]["peers"] or {}).get("count", 0)
    kind = tables.kind_of_table(shown)
    if kind == "median":
        return tk._("Median and quartiles of {n} comparable peers.").format(n=count)
    if kind == "range":
        return tk._("Fewer than four peers are comparable: their figures, and no median.")
    return tk._("One peer is comparable.") if kind == "one" else tk._("No peer is comparable.")


def _changes(shown: Mapping[str, Any]) -> dict[str, Any] | None:
    """What has changed since the address was made, by body; None where the address doesn't say when that was."""
    if shown["changes"] is None:
        return None
    titles = {body["publisher_id"]: body["title"] for body in shown["bodies"]}
    words = {
        "published": tk._("published"),
        "replaced": tk._("replaced"),
        "withdrawn": tk._("withdrawn"),
        "erased": tk._("erased"),
        "erased in part": tk._("erased in part"),
        "categories changed": tk._("categories changed"),
    }
    return {
        "lines": [
            {
                "title": titles[each["publisher_id"]],
                "period": tk.h.spenddata_period(each["period"]) if each["period"] else "",
                "what": words[each["what"]],
                "date": tk.h.spenddata_date(each["date"]),
            }
            for each in shown["changes"]
        ]
    }


def _addresses(question: Mapping[str, Any]) -> dict[str, str]:
    # Hundreds of links to the one address: CKAN would look it up for each.
    return {
        "search": tk.url_for("spenddata_search.index"),
        "category": tk.url_for("spenddata_comparison.index"),
        "query": asking.query(question, order=None),
    }


def _drawn(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {"differences": tables.differences(shown, _addresses(asking.asked()))}
