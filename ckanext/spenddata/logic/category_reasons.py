"""Why a published payment has its category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ckanext.spenddata import config
from ckanext.spenddata.classify.classify import EVIDENCE, kind_of_body
from ckanext.spenddata.classify.evidence import FIELDS
from ckanext.spenddata.classify.reasons import reason
from ckanext.spenddata.definitions.publishers import Publisher

__all__ = ["of_payment"]


def of_payment(row: Mapping[str, Any], publisher: Publisher | None) -> dict[str, Any] | None:
    """What decided, and what spoke against; None where no evidence was weighed, or by tables that are no longer in force."""
    known = config.definitions()
    if row.get("category_method") != EVIDENCE or row.get("category_version") != known.category_version:
        return None
    found = reason({field: row.get(field) for field in FIELDS}, row["category"], kind_of_body(publisher), known)
    return asdict(found) if found else None
