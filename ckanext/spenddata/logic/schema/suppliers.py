"""What may be asked about suppliers."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.ledger.supplier_decisions import APART, SAME
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.schema.strict import only_known

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any

__all__ = ["decide", "listed", "queue", "show", "undo"]

MOST_LISTED = 100


@only_known
@validator_args
def show(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """``spenddata_supplier_show``."""
    return {"id": [not_empty, unicode_safe]}


@only_known
@validator_args
def listed(default: Validator, unicode_safe: Validator, spenddata_count: Validator) -> Schema:
    """``spenddata_supplier_list``."""
    return {"q": [default(""), unicode_safe], "limit": [default(20), spenddata_count, _at_most]}


@only_known
@validator_args
def queue(default: Validator, spenddata_count: Validator) -> Schema:
    """``spenddata_queue_list``."""
    return {"limit": [default(20), spenddata_count, _at_most], "offset": [default(0), spenddata_count]}


@only_known
@validator_args
def decide(
    not_empty: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
) -> Schema:
    """``spenddata_decision_make``."""
    return {
        "verdict": [not_empty, unicode_safe, _verdict],
        "one": [ignore_missing, unicode_safe],
        "other": [ignore_missing, unicode_safe],
        "name": [ignore_missing, unicode_safe],
        "why": [not_empty, unicode_safe],
        "preview": [default(False), boolean_validator],
    }


@only_known
@validator_args
def undo(not_empty: Validator, unicode_safe: Validator, spenddata_count: Validator) -> Schema:
    """``spenddata_decision_undo``."""
    return {"decision": [not_empty, spenddata_count], "why": [not_empty, unicode_safe]}


def _verdict(value: str) -> str:
    if value not in (SAME, APART):
        raise tk.Invalid(there_is_no(tk._("verdict"), value, (SAME, APART)))
    return value


def _at_most(value: int) -> int:
    if value > MOST_LISTED:
        raise tk.Invalid(tk._("At most {most} come in one answer.").format(most=MOST_LISTED))
    return value
