"""What a person must confirm before a return is published: for the page, and back from its form.

Each finding has a tick of its own; those of one rule share a reason, written once for the ones that are ticked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan.plugins import toolkit as tk
from werkzeug.datastructures import MultiDict

SHOWN = 200
"""So many findings of a rule are listed at once; the others follow when these are confirmed."""

Stops = Sequence[Mapping[str, Any]]


def found(revision: Mapping[str, Any], reference: str) -> list[dict[str, Any]]:
    """What must be confirmed of a revision, with what was acknowledged; nothing for readers who may not see it."""
    if not revision.get("to_acknowledge"):
        return []
    asked = {"reference": reference, "revision": revision["number"]}
    return tk.get_action("spenddata_finding_list")({}, asked)["findings"]


def shown(found: Stops, form: MultiDict[str, str], messages: Mapping[str, str]) -> list[dict[str, Any]]:
    """What is still to be confirmed, rule by rule, what is about people first, with what was just entered."""
    parts: dict[str, list[Mapping[str, Any]]] = {}
    for each in found:
        if not each["acknowledged"]:
            parts.setdefault(each["rule"], []).append(each)
    ticked = set(form.getlist("finding"))
    told = [_part(rule, stops, ticked, form, messages) for rule, stops in parts.items()]
    return sorted(told, key=lambda part: not part["personal"])


def _part(
    rule: str, stops: Stops, ticked: set[str], form: MultiDict[str, str], messages: Mapping[str, str]
) -> dict[str, Any]:
    name = reason_of(rule)
    first = stops[0]
    return {
        "rule": rule,
        "title": first["title"],
        "personal": first["personal"],
        "expected": first["expected"],
        "remedy": first["remedy"],
        "count": len(stops),
        "more": max(len(stops) - SHOWN, 0),
        "name": name,
        "reason": form.get(name, ""),
        "message": messages.get(name, ""),
        "tick_message": messages.get(f"tick-{rule}", ""),
        "stops": [{**each, "ticked": each["finding"] in ticked} for each in stops[:SHOWN]],
    }


def confirmed(found: Stops) -> list[dict[str, Any]]:
    """What was confirmed, for whoever approves: each with its reason, and who gave it when."""
    return [dict(each) for each in found if each["acknowledged"]]


def acknowledged(found: Stops, form: MultiDict[str, str]) -> tuple[list[dict[str, str]], dict[str, str]]:
    """What the form confirms, and what is wrong with it: field → words."""
    open_ones = {each["finding"]: each for each in found if not each["acknowledged"]}
    ticked = [open_ones[name] for name in dict.fromkeys(form.getlist("finding")) if name in open_ones]
    problems: dict[str, str] = {}
    kept = []
    for each in ticked:
        reason = form.get(reason_of(each["rule"]), "").strip()
        if not reason:
            problems[reason_of(each["rule"])] = tk._("Enter why it is right: {title}").format(title=each["title"])
        kept.append({"finding": each["finding"], "reason": reason})
    kept += _of_another_reading(open_ones, form)
    rules = {each["rule"] for each in ticked}
    for each in open_ones.values():
        if each["rule"] not in rules and form.get(reason_of(each["rule"]), "").strip():
            problems[f"tick-{each['rule']}"] = tk._("Tick what you confirm: {title}").format(title=each["title"])
    if not kept and not problems:
        problems["stops"] = tk._("Tick what you confirm, and enter why it is right")
    return kept, problems


def _of_another_reading(open_ones: Mapping[str, Any], form: MultiDict[str, str]) -> list[dict[str, str]]:
    """What was ticked of another reading than the one that stands: handed on, for the action to say that it is another."""
    said = next((words for name, words in form.items() if name.startswith(reason_of("")) and words.strip()), "")
    gone = [name for name in dict.fromkeys(form.getlist("finding")) if name not in open_ones]
    return [{"finding": name, "reason": said} for name in gone if said]


def reason_of(rule: str) -> str:
    """Name of the field for the reason of a rule's findings."""
    return f"reason-{rule}"
