"""What may be asked of stewards' queues and decisions, and of versions of the categories."""

from __future__ import annotations

from ckan.lib.navl.validators import default, ignore_empty, ignore_missing, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata import config
from ckanext.spenddata.definitions.categories import REDACTED, UNCLASSIFIED
from ckanext.spenddata.ledger.supplier_decisions import APART, SAME
from ckanext.spenddata.logic.nearest import there_is_no
from ckanext.spenddata.logic.schema.said import one_of, required, words, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.schema.suppliers import at_most
from ckanext.spenddata.logic.validators import spenddata_count

SUPPLIER, CATEGORY = "supplier", "category"
_KIND = one_of(lambda: tk._("kind"), (SUPPLIER, CATEGORY))
_VERDICT = one_of(lambda: tk._("verdict"), (SAME, APART))


@only_known
def queue() -> Schema:
    """``spenddata_queue_list``."""
    return {
        "kind": [default(SUPPLIER), unicode_safe, _KIND],
        "publisher": [ignore_missing, unicode_safe],
        "limit": [default(20), spenddata_count, at_most],
        "offset": [default(0), spenddata_count],
    }


@only_known
def decide() -> Schema:
    """``spenddata_decision_make``."""
    return {
        "kind": [default(SUPPLIER), unicode_safe, _KIND],
        "verdict": [ignore_missing, unicode_safe, _VERDICT],
        "one": [ignore_missing, unicode_safe],
        "other": [ignore_missing, unicode_safe],
        "name": [ignore_missing, unicode_safe],
        "category": [ignore_empty, unicode_safe, _category],
        "payment": [ignore_missing, spenddata_count],
        "expense_type": [ignore_missing, unicode_safe],
        "supplier_id": [ignore_missing, unicode_safe],
        "publisher": [ignore_missing, unicode_safe],
        "why": [required, unicode_safe, words],
        "preview": [default(False), yes_or_no],
    }


@only_known
def undo() -> Schema:
    """``spenddata_decision_undo``."""
    return {
        "kind": [default(SUPPLIER), unicode_safe, _KIND],
        "decision": [required, spenddata_count],
        "why": [required, unicode_safe, words],
        "preview": [default(False), yes_or_no],
    }


@only_known
def preview() -> Schema:
    """``spenddata_category_preview``."""
    return {"publisher": [required, unicode_safe]}


@only_known
def apply() -> Schema:
    """``spenddata_category_apply``."""
    return {"publisher": [required, unicode_safe], "why": [required, unicode_safe, words]}


@only_known
def undo_change() -> Schema:
    """``spenddata_category_undo``."""
    return {"change": [required, spenddata_count], "why": [required, unicode_safe, words]}


@only_known
def changes() -> Schema:
    """``spenddata_category_change_list``."""
    return {"publisher": [ignore_missing, unicode_safe], "limit": [default(20), spenddata_count, at_most]}


def _category(value: str) -> str:
    known = {
        each.id: each.label
        for each in config.definitions().categories.by_id.values()
        if each.id not in (REDACTED, UNCLASSIFIED)
    }
    if value not in known:
        raise tk.Invalid(there_is_no(tk._("category"), value, known))
    return value
