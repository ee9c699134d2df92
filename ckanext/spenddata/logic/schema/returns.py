"""What may be asked about returns."""

from __future__ import annotations

from ckan.lib.navl.validators import default, ignore_missing, limit_to_configured_maximum, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.logic.schema.said import one_of, required, required_as, words, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.schema.suppliers import at_most
from ckanext.spenddata.logic.validators import (
    spenddata_acknowledge,
    spenddata_answers,
    spenddata_count,
    spenddata_day,
    spenddata_fixes,
    spenddata_places,
    spenddata_regime,
    spenddata_uploads,
)

MOST_LISTED = 1000
MOST_MONTHS = 36
"""In one calendar of coverage."""


def _page() -> Schema:
    most = limit_to_configured_maximum("ckan.group_and_organization_list_max", MOST_LISTED)
    return {"limit": [default(100), spenddata_count, most], "offset": [default(0), spenddata_count]}


@only_known
def coverage() -> Schema:
    """``spenddata_coverage_list``."""
    return {
        **_page(),
        "limit": [default(30), spenddata_count, at_most],
        "months": [default(13), spenddata_count, _window],
    }


def _window(value: int) -> int:
    """From one month to as many as come in one answer."""
    if not 1 <= value <= MOST_MONTHS:
        raise tk.Invalid(tk._("Ask for 1 to {most} months.").format(most=MOST_MONTHS))
    return value


@only_known
def submit() -> Schema:
    """``spenddata_return_submit``."""
    return {
        "publisher": [required, unicode_safe],
        "regime": [required, unicode_safe, spenddata_regime],
        "period": [required, unicode_safe],
        "period_start": [ignore_missing, spenddata_day],
        "period_end": [ignore_missing, spenddata_day],
        "upload": [default([]), spenddata_uploads],
        "nil": [default(False), yes_or_no],
        "answers": [default({}), spenddata_answers],
        "fixes": [default([]), spenddata_fixes],
        "acknowledge": [default([]), spenddata_acknowledge],
        "publish": [default(False), yes_or_no],
    }


@only_known
def answer() -> Schema:
    """``spenddata_return_answer``."""
    return {
        **as_looked_at(),
        "answers": [default({}), spenddata_answers],
        "fixes": [default([]), spenddata_fixes],
        "publish": [default(False), yes_or_no],
    }


@only_known
def approve() -> Schema:
    """``spenddata_return_publish`` and ``spenddata_return_approve``."""
    return {
        **as_looked_at(),
        "without_errors": [default(0), spenddata_count],
        "acknowledge": [default([]), spenddata_acknowledge],
        "note": [default(""), unicode_safe, words],
    }


@only_known
def send_for_approval() -> Schema:
    """``spenddata_return_send_for_approval``."""
    return {**as_looked_at(), "note": [default(""), unicode_safe, words]}


@only_known
def send_back() -> Schema:
    """``spenddata_return_send_back``."""
    return {**as_looked_at(), "why": [required_as("put right"), unicode_safe, words]}


@only_known
def acknowledge() -> Schema:
    """``spenddata_finding_acknowledge``."""
    return {
        **as_looked_at(),
        "acknowledge": [required, spenddata_acknowledge],
    }


@only_known
def withdraw() -> Schema:
    """``spenddata_return_withdraw``."""
    return {
        **as_looked_at(),
        "published_revision": [ignore_missing, spenddata_count],
        "every_revision": [default(False), yes_or_no],
        "why": [required_as("public reason"), unicode_safe, words],
    }


@only_known
def erase() -> Schema:
    """``spenddata_return_erase``."""
    return {
        **as_looked_at(),
        "published_revision": [ignore_missing, spenddata_count],
        "places": [default([]), spenddata_places],
        "same_words": [default(False), yes_or_no],
        "every_revision": [default(False), yes_or_no],
        "preview": [default(False), yes_or_no],
        "why": [required_as("public reason"), unicode_safe, words],
    }


@only_known
def one_return() -> Schema:
    """An action about one return."""
    return {"reference": [required, unicode_safe]}


@only_known
def one_revision() -> Schema:
    """An action about one revision."""
    return {"reference": [required, unicode_safe], "revision": [ignore_missing, spenddata_count]}


def as_looked_at() -> Schema:
    """One revision, and the reading of it that was looked at."""
    return {**one_revision(), "attempt": [ignore_missing, spenddata_count]}


@only_known
def download() -> Schema:
    """``spenddata_revision_download``."""
    return {
        **one_revision(),
        "kind": [default("csv"), one_of(lambda: tk._("kind"), ("csv", "marked", "printable"))],
        "position": [default(1), spenddata_count],
    }


@only_known
def rows() -> Schema:
    """``spenddata_revision_rows``."""
    return {**one_revision(), **_page(), "limit": [default(20), spenddata_count, at_most]}


@only_known
def fixes() -> Schema:
    """``spenddata_revision_fixes``."""
    return {
        **one_revision(),
        "rule": [ignore_missing, unicode_safe],
        **_page(),
    }


@only_known
def findings() -> Schema:
    """``spenddata_revision_findings``."""
    return {
        **fixes(),
        "severity": [ignore_missing, unicode_safe, one_of(lambda: tk._("severity"), ("error", "stop", "warning"))],
        "fixable": [default(False), yes_or_no],
    }


@only_known
def list_() -> Schema:
    """``spenddata_return_list``."""
    from ckanext.spenddata.returns.due.lines import STATES

    return {
        "publisher": [ignore_missing, unicode_safe],
        "regime": [ignore_missing, unicode_safe, spenddata_regime],
        "state": [ignore_missing, unicode_safe, one_of(lambda: tk._("state"), STATES)],
        "due_before": [ignore_missing, spenddata_day],
        "everybody": [default(False), yes_or_no],
        **_page(),
        "after": [default(""), unicode_safe],
        "count": [default(True), yes_or_no],
    }
