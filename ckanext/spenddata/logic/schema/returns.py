"""What may be asked about returns."""

from __future__ import annotations

from typing import Any

from ckan.logic.schema import validator_args
from ckan.types import Schema

from ckanext.spenddata.logic.schema.strict import only_known

# Validators come by the names of these parameters (CKAN's ``validator_args``).
Validator = Any

MOST_LISTED = 1000


@only_known
@validator_args
def submit(
    not_empty: Validator,
    ignore_missing: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
    spenddata_day: Validator,
    spenddata_regime: Validator,
    spenddata_acknowledge: Validator,
    spenddata_answers: Validator,
    spenddata_fixes: Validator,
    spenddata_uploads: Validator,
) -> Schema:
    """``spenddata_return_submit``."""
    return {
        "publisher": [not_empty, unicode_safe],
        "regime": [not_empty, unicode_safe, spenddata_regime],
        "period": [not_empty, unicode_safe],
        "period_start": [ignore_missing, spenddata_day],
        "period_end": [ignore_missing, spenddata_day],
        "upload": [default([]), spenddata_uploads],
        "nil": [default(False), boolean_validator],
        "answers": [default({}), spenddata_answers],
        "fixes": [default([]), spenddata_fixes],
        "acknowledge": [default([]), spenddata_acknowledge],
        "publish": [default(False), boolean_validator],
    }


@only_known
@validator_args
def answer(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    ignore_missing: Validator,
    spenddata_count: Validator,
    boolean_validator: Validator,
    spenddata_answers: Validator,
    spenddata_fixes: Validator,
) -> Schema:
    """``spenddata_return_answer``."""
    return {
        "reference": [not_empty, unicode_safe],
        "revision": [ignore_missing, spenddata_count],
        "answers": [default({}), spenddata_answers],
        "fixes": [default([]), spenddata_fixes],
        "publish": [default(False), boolean_validator],
    }


@only_known
@validator_args
def approve(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    ignore_missing: Validator,
    spenddata_count: Validator,
    spenddata_acknowledge: Validator,
) -> Schema:
    """``spenddata_return_publish`` and ``spenddata_return_approve``."""
    return {
        "reference": [not_empty, unicode_safe],
        "revision": [ignore_missing, spenddata_count],
        "without_errors": [default(0), spenddata_count],
        "acknowledge": [default([]), spenddata_acknowledge],
    }


@only_known
@validator_args
def acknowledge(
    not_empty: Validator,
    unicode_safe: Validator,
    ignore_missing: Validator,
    spenddata_count: Validator,
    spenddata_acknowledge: Validator,
) -> Schema:
    """``spenddata_finding_acknowledge``."""
    return {
        "reference": [not_empty, unicode_safe],
        "revision": [ignore_missing, spenddata_count],
        "acknowledge": [not_empty, spenddata_acknowledge],
    }


@only_known
@validator_args
def withdraw(not_empty: Validator, unicode_safe: Validator, default: Validator, boolean_validator: Validator) -> Schema:
    """``spenddata_return_withdraw``."""
    return {
        **one_revision(),
        "every_revision": [default(False), boolean_validator],
        "why": [not_empty, unicode_safe],
    }


@only_known
@validator_args
def erase(
    not_empty: Validator,
    unicode_safe: Validator,
    default: Validator,
    boolean_validator: Validator,
    spenddata_places: Validator,
) -> Schema:
    """``spenddata_return_erase``."""
    return {
        **one_revision(),
        "places": [default([]), spenddata_places],
        "same_words": [default(False), boolean_validator],
        "every_revision": [default(False), boolean_validator],
        "preview": [default(False), boolean_validator],
        "why": [not_empty, unicode_safe],
    }


@only_known
@validator_args
def one_return(not_empty: Validator, unicode_safe: Validator) -> Schema:
    """An action about one return."""
    return {"reference": [not_empty, unicode_safe]}


@only_known
@validator_args
def one_revision(
    not_empty: Validator, unicode_safe: Validator, ignore_missing: Validator, spenddata_count: Validator
) -> Schema:
    """An action about one revision."""
    return {"reference": [not_empty, unicode_safe], "revision": [ignore_missing, spenddata_count]}


@only_known
@validator_args
def download(default: Validator, spenddata_count: Validator, one_of: Validator) -> Schema:
    """``spenddata_revision_download``."""
    return {
        **one_revision(),
        "kind": [default("csv"), one_of(["csv", "marked", "printable"])],
        "position": [default(1), spenddata_count],
    }


@only_known
@validator_args
def fixes(
    unicode_safe: Validator,
    ignore_missing: Validator,
    spenddata_count: Validator,
    default: Validator,
    limit_to_configured_maximum: Validator,
) -> Schema:
    """``spenddata_revision_fixes``."""
    return {
        **one_revision(),
        "rule": [ignore_missing, unicode_safe],
        "limit": [
            default(100),
            spenddata_count,
            limit_to_configured_maximum("ckan.group_and_organization_list_max", MOST_LISTED),
        ],
        "offset": [default(0), spenddata_count],
    }


@only_known
@validator_args
def findings(
    unicode_safe: Validator,
    ignore_missing: Validator,
    default: Validator,
    one_of: Validator,
    boolean_validator: Validator,
) -> Schema:
    """``spenddata_revision_findings``."""
    return {
        **fixes(),
        "severity": [ignore_missing, unicode_safe, one_of(["error", "stop", "warning"])],
        "fixable": [default(False), boolean_validator],
    }


@only_known
@validator_args
def list_(
    ignore_missing: Validator,
    unicode_safe: Validator,
    default: Validator,
    spenddata_count: Validator,
    spenddata_day: Validator,
    boolean_validator: Validator,
    one_of: Validator,
    limit_to_configured_maximum: Validator,
    spenddata_regime: Validator,
) -> Schema:
    """``spenddata_return_list``."""
    from ckanext.spenddata.returns.due.listing import STATES

    return {
        "publisher": [ignore_missing, unicode_safe],
        "regime": [ignore_missing, unicode_safe, spenddata_regime],
        "state": [ignore_missing, unicode_safe, one_of(list(STATES))],
        "due_before": [ignore_missing, spenddata_day],
        "everybody": [default(False), boolean_validator],
        "limit": [
            default(100),
            spenddata_count,
            limit_to_configured_maximum("ckan.group_and_organization_list_max", MOST_LISTED),
        ],
        "offset": [default(0), spenddata_count],
        "after": [default(""), unicode_safe],
        "count": [default(True), boolean_validator],
    }
