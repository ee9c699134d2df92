"""What may be asked about peer groups."""

from __future__ import annotations

import re

from ckan.lib.navl.validators import default, ignore_empty, unicode_safe
from ckan.plugins import toolkit as tk
from ckan.types import Schema

from ckanext.spenddata.definitions.peer_table import MOST_CHARACTERS
from ckanext.spenddata.logic.schema.comparisons import names
from ckanext.spenddata.logic.schema.said import required, required_as, web_address, words, yes_or_no
from ckanext.spenddata.logic.schema.strict import only_known
from ckanext.spenddata.logic.validators import spenddata_count

LAST_PLACE = 999
_NAME = re.compile(r"[a-z][a-z0-9-]{1,59}")


@only_known
def listing() -> Schema:
    """``spenddata_peer_group_list``."""
    return {"history": [default(False), yes_or_no]}


@only_known
def load() -> Schema:
    """``spenddata_peer_group_load``."""
    text = [required, unicode_safe, words]
    return {
        "id": [required_as("peer group"), unicode_safe, _name],
        **{field: list(text) for field in ("title", "basis", "version", "licence", "source")},
        "url": [ignore_empty, unicode_safe, web_address],
        "order": [default(35), spenddata_count, _place],
        "csv": [required, unicode_safe, _not_large],
        "preview": [default(False), yes_or_no],
    }


@only_known
def save() -> Schema:
    """``spenddata_peer_group_save``."""
    return {
        "title": [required, unicode_safe, words],
        "publishers": [required, names],
        "shared": [default(False), yes_or_no],
    }


@only_known
def remove() -> Schema:
    """``spenddata_peer_group_remove``."""
    return {"id": [required_as("peer group"), unicode_safe], "why": [ignore_empty, unicode_safe, words]}


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise tk.Invalid(tk._("An id has small letters, digits and hyphens, such as core-cities."))
    return value


def _not_large(value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        raise tk.Invalid(
            tk._("The table has {count} characters; it may have {most}. Load it in two groups.").format(
                count=f"{len(value):,}", most=f"{MOST_CHARACTERS:,}"
            )
        )
    return value


def _place(value: int) -> int:
    if value > LAST_PLACE:
        raise tk.Invalid(tk._("The place is a number up to {most}.").format(most=LAST_PLACE))
    return value
