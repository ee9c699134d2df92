"""What happened to a revision, in words: its changes of state, what follows its publication, how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckan.plugins import toolkit as tk

PUBLIC_EVENTS = ("published", "superseded", "withdrawn", "erased", "details_erased")
"""What everybody is told of a revision's life; its publisher's people see every step."""


def events(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The changes of state that the reader is told of, in order."""
    return [_event(event) for event in found["events"] if "why" in event or event["to"] in PUBLIC_EVENTS]


def last_step(found: Mapping[str, Any], wanted: str) -> dict[str, Any] | None:
    """Who did a step with a revision that waits for a yes, when and why; None where it is not the last one that its people did."""
    steps = [each for each in found["events"] if each["to"] == wanted]
    return steps[-1] if found.get("step") == wanted else None


def follow_ups(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What follows the publication, and how far it is."""
    return [_follow_up(part) for part in found["follow_ups"]]


def ended(found: Mapping[str, Any] | None) -> dict[str, str] | None:
    """When a revision was withdrawn or erased, and the reason that was given for that; None where it was not.

    Cells of what was withdrawn can be erased later, for a reason of their own.
    """
    state = found["state"] if found else None
    events = found["events"] if found and state in ("withdrawn", "erased") else ()
    last = (each for each in reversed(events) if each["to"] == state and "why" in each)
    return next(({"at": each["at"], "why": each["why"]} for each in last), None)


def _event(event: Mapping[str, Any]) -> dict[str, Any]:
    """A change of state: in the words written down with it where the reader may see them, else in general ones."""
    words = {
        "draft": tk._("Begun."),
        "submitted": tk._("Sent."),
        "checking": tk._("Checking began."),
        "rejected": tk._("Could not be read."),
        "ready": tk._("Checked."),
        "approval_asked": tk._("Sent for approval."),
        "approved": tk._("Approved for publication."),
        "publishing": tk._("Publication began."),
        "published": tk._("Published."),
        "superseded": tk._("Replaced."),
        "withdrawn": tk._("Withdrawn."),
        "erased": tk._("Erased."),
    }
    general = words.get(event["to"], event["to"])
    why = event.get("why")
    reasons = {
        "withdrawn": tk._("Withdrawn: {why}"),
        "erased": tk._("Erased: {why}"),
        "details_erased": tk._("Details erased: {why}"),
        "sent_back": tk._("Sent back: {why}"),
    }
    words_with_it = reasons.get(event["to"], "{why}").format(why=why) if why else general
    return {"at": event["at"], "words": words_with_it, "who": event.get("who")}


def _follow_up(part: Mapping[str, Any]) -> dict[str, Any]:
    labels = {
        "catalogue": tk._("File and dataset in the catalogue"),
        "datastore": tk._("Table for programs (DataStore)"),
        "index": tk._("Search"),
        "suppliers": tk._("Suppliers"),
    }
    states = {
        "stuck": tk._("stuck: the people who run this portal must look"),
        "waiting": tk._("on its way"),
        "failed": tk._("tried again soon"),
    }
    done = part.get("done")
    words = (
        tk._("done, {time}").format(time=tk.h.spenddata_time(done))
        if done
        else states.get(part.get("state") or "", tk._("on its way"))
    )
    return {"label": labels.get(part["step"], part["step"]), "words": words}
