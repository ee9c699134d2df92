"""The audit log: who did what to accounts, roles, tokens, bodies and publications, one line each.

The logger is ``ckanext.spenddata.audit``. A line is a JSON object; secrets have no place in one, and no value can
begin another line.
"""

from __future__ import annotations

import json
import logging
from typing import Any

from flask import g, has_request_context

from ckanext.spenddata.security import address

log = logging.getLogger("ckanext.spenddata.audit")

LONGEST = 200
"""Letters of one value: what a stranger typed may be of any length."""


def record(event: str, **facts: Any) -> None:
    """Write one line.

    Args:
        event: What happened, as ``noun.participle``: ``session.began``, ``role.given``, ``revision.published``.
        facts: What else is to be known. Values are text, numbers or lists of them; None is left out. Never a secret.
    """
    known = {name: _plain(value) for name, value in facts.items() if value is not None}
    # JSON writes line ends and all other control characters as escapes, and so do we with what only looks like one.
    log.info("%s", json.dumps({"event": event, **_circumstances(known), **known}, default=str))


def _circumstances(told: dict[str, Any]) -> dict[str, Any]:
    """Who asked, and from where, where there is a request."""
    if not has_request_context():
        return {} if "by" in told else {"by": "command"}
    # CKAN's plain name of the user: its object can't be asked while a transaction ends.
    return {"by": str(g.get("user") or "nobody"), "address": address.client()}


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value)[:LONGEST]
