"""What the address of a comparison asks, and the addresses and choices that lead to others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.compare.order import DISTANCE
from ckanext.spenddata.values.calendar import london_today
from ckanext.spenddata.values.periods import Period, financial_year
from ckanext.spenddata.views import forms
from ckanext.spenddata.web.figures import spenddata_period

FIELDS = ("publisher", "peer_group", "without", "regime", "period", "measure", "order", "as_of")
MONTHS = ("first_month", "last_month")
"""Of the form: two months, which an address carries as one period."""
SEVERAL = ("publisher", "without")
YEARS = 10
"""Financial years offered."""


def asked(category: str | None = None) -> dict[str, Any]:
    """What is asked, as ``spenddata_comparison_show`` takes it; fields that are left empty are not there."""
    given = tk.request.args
    found: dict[str, Any] = {field: given[field] for field in FIELDS if field not in SEVERAL and given.get(field)}
    found["publishers"] = list(dict.fromkeys(name for name in given.getlist("publisher") if name))
    if without := list(dict.fromkeys(name for name in given.getlist("without") if name)):
        found["without"] = without
    first, last = (given.get(month, "") for month in MONTHS)
    if first or last:
        found["period"] = f"{first or last}/{last or first}"
    if len(found["publishers"]) == 1 and found.get("peer_group"):
        found["publisher"] = found["publishers"][0]
        found["publishers"] = []
    return found | ({"category": category} if category else {})


def compare(question: Mapping[str, Any]) -> tuple[Any, dict[str, str]]:
    """What the action answers, or what is wrong with the question; neither where nobody is chosen yet."""
    if wrong := forms.misread((*FIELDS, *MONTHS, "spreadsheet"), SEVERAL):
        return None, wrong
    if not question["publishers"] and not question.get("publisher"):
        return None, {}
    return forms.ask("spenddata_comparison_show", question)


def compared(question: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the action answers; where it does not, the request ends with what is wrong."""
    shown, wrong = compare(question)
    if shown is None:
        return tk.abort(400, " ".join(wrong.values()) or tk._("Choose the publishers to compare."))
    return shown


def query(question: Mapping[str, Any], **changes: Any) -> str:
    """The part of an address behind the question mark that asks the same, or the same with changes; None takes away."""
    fields = {
        "publisher": [question["publisher"]] if question.get("publisher") else question["publishers"],
        **{field: question[field] for field in FIELDS[1:] if field in question},
    } | changes
    return urlencode({name: value for name, value in fields.items() if value not in (None, [], "")}, doseq=True)


def cited(question: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    """The address that a citation carries: every body, the months, the measure and the state of the ledger by name."""
    period = f"{shown['period']['first_month']}/{shown['period']['last_month']}"
    ids = [body["publisher_id"] for body in shown["bodies"]]
    return query(
        {"publishers": ids},
        regime=question.get("regime"),
        period=period,
        measure=shown["measure"]["id"],
        order=question.get("order"),
        as_of=str(shown["as_of_entry"]),
    )


def orders(question: Mapping[str, Any], shown: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The orders in which the categories can stand, as links."""
    unit = {
        "pounds": tk._("Pounds apart"),
        "percent": tk._("Points apart"),
        "number": tk._("Number apart"),
    }[shown["measure"]["unit"]]
    titles = {
        DISTANCE: tk._("Most unusual first"),
        "difference": unit,
        "times": tk._("Times the median"),
        "size": tk._("Largest categories"),
    }
    if (shown["total"]["peers"] or {}).get("median") is None:
        titles = {name: titles[name] for name in (DISTANCE, "size")}
    return [
        {
            "title": title,
            "current": shown["order"] == name,
            "query": query(question, order=None if name == DISTANCE else name),
        }
        for name, title in titles.items()
    ]


def with_and_without(question: Mapping[str, Any], shown: Mapping[str, Any], body: Mapping[str, Any]) -> str:
    """The address of the comparison without one of the peers."""
    if shown["peer_group"] is not None:
        return query(question, without=[*question.get("without", []), body["publisher_id"]])
    names = {body["publisher_id"], body["slug"]}
    return query(question, publisher=[name for name in question["publishers"] if name not in names])


def choices(question: Mapping[str, Any], shown: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the form offers, with what is chosen."""
    chosen = [question["publisher"]] if question.get("publisher") else question["publishers"]
    compared = [body["publisher_id"] for body in shown["bodies"]] if shown else []
    group = (shown["peer_group"] or {}).get("id", "") if shown else question.get("peer_group", "")
    return {
        "publishers": _publishers(chosen[:1], compared[1:] or chosen[1:]),
        "groups": [
            {"value": each["id"], "label": each["title"], "chosen": each["id"] == group}
            for each in (shown["peer_groups"] if shown else [])
        ],
        "own": bool(shown and shown["peer_group"] is None and len(compared) > 1),
        "measures": [
            {
                "value": each.id,
                "label": each.title,
                "chosen": each.id == (shown["measure"]["id"] if shown else question.get("measure")),
            }
            for each in config.definitions().measures.values()
        ],
        "years": _years(question.get("period"), shown["period"]["title"] if shown else ""),
        "regimes": tk.h.spenddata_regime_choices(),
        "regime": question.get("regime", ""),
        "months": (shown["period"]["first_month"], shown["period"]["last_month"]) if shown else ("", ""),
    }


def _publishers(subject: list[str], others: list[str]) -> list[dict[str, Any]]:
    """Everybody who could be compared, by tier; the subject is selected, the others are ticked."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for each in tk.get_action("spenddata_publisher_list")({}, {}):
        kind = each["body_subtype"] or each["body_type"] or tk._("Other public bodies")
        names = {each["publisher_id"], each["slug"]}
        member = {"value": each["publisher_id"], "label": each["name"]}
        groups.setdefault(kind, []).append(
            member | {"subject": bool(names & set(subject)), "checked": bool(names & set(others))}
        )
    return [{"kind": kind, "members": members} for kind, members in sorted(groups.items())]


def _years(period: str | None, title: str) -> list[dict[str, Any]]:
    """The periods that are offered: the last years, the last two that are over side by side, and the one asked for, under its title."""
    newest = Period.of(london_today(), "year").fiscal_year
    years = [financial_year(year) for year in range(newest, newest - YEARS, -1)]
    two = tk._("{first} and {last}, year by year").format(first=years[2], last=years[1])
    known = {"": tk._("The newest that is published"), **dict(zip(years, years, strict=True))}
    known[f"{newest - 2}-04/{newest}-03"] = two
    if period and period not in known:
        known[period] = title or spenddata_period(period)
    return [{"value": value, "label": label, "chosen": value == (period or "")} for value, label in known.items()]
