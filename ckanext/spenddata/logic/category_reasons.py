"""Why a published payment has its category, and which ones it had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ckanext.spenddata import config
from ckanext.spenddata.classify.classify import EVIDENCE, kind_of_body
from ckanext.spenddata.classify.evidence import FIELDS
from ckanext.spenddata.classify.reasons import reason
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.logic.times import instant

NOT_WEIGHED, OTHER_VERSION, NOTHING_SPEAKS = "not_weighed", "other_version", "nothing_speaks"
"""A code, a table or a steward decided; another version of the categories did; or no word spoke for any category."""


def explained(row: Mapping[str, Any], publisher: Publisher | None) -> dict[str, Any]:
    """A payment with the name of its category, how sure that is, and why; nothing of it where it has no category yet."""
    if row.get("category") is None:
        names = ("category_label", "category_level", "category_reason", "category_reason_missing")
        return {**row, **dict.fromkeys(names)}
    why = of_payment(row, publisher)
    return {
        **row,
        "category_label": config.definitions().categories.label(row["category"]),
        "category_level": level(row),
        "category_reason": why,
        "category_reason_missing": None if why else _missing(row),
    }


def level(row: Mapping[str, Any]) -> str | None:
    """How sure the category of a published payment is, by the levels in force; None where it has none, or nobody knows how sure."""
    confidence = row.get("category_confidence")
    if confidence is None or row["category"] in (REDACTED, UNCLASSIFIED):
        return None
    return config.definitions().category_levels.of(float(confidence))


def of_payment(row: Mapping[str, Any], publisher: Publisher | None) -> dict[str, Any] | None:
    """What decided, and what spoke against; None where no evidence was weighed, or by tables that are no longer in force."""
    known = config.definitions()
    if row.get("category_method") != EVIDENCE or row.get("category_version") != known.category_version:
        return None
    found = reason({field: row.get(field) for field in FIELDS}, row["category"], kind_of_body(publisher), known)
    return asdict(found) if found else None


def _missing(row: Mapping[str, Any]) -> str:
    """Why no words can be named that decided."""
    if row.get("category_method") != EVIDENCE:
        return NOT_WEIGHED
    return NOTHING_SPEAKS if row.get("category_version") == config.definitions().category_version else OTHER_VERSION


def change_dict(row: Mapping[str, Any]) -> dict[str, Any]:
    """A category that a payment was given after it was approved."""
    return {
        "at": instant(row["made"]),
        "kind": row["kind"],
        "why": row["why"],
        "before": {"category": row["was"], "method": row["was_method"], "version": row["was_version"]},
        "after": {name: row[name] for name in ("category", "method", "version")},
    }
