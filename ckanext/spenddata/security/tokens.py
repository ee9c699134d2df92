"""API tokens: they end, and may be good for less than their owner is: for reading, or for publishing for one body.

What a token is good for is signed into it, so that nobody but its maker can widen it, and is held against every
request at one place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.lib import api_token
from ckan.plugins import toolkit as tk
from ckan.types import FlattenDataDict, FlattenErrorDict, FlattenKey, Schema
from flask import Response, g, has_request_context, request
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.security import address, answers, audit
from ckanext.spenddata.security.throttle import Limit

KEY = "spenddata"
EVERYTHING, READ, PUBLISH = SCOPES = ("everything", "read", "publish")
PUBLISHING = frozenset(
    {
        "spenddata_return_submit",
        "spenddata_finding_acknowledge",
        "spenddata_return_answer",
        "spenddata_return_publish",
        "spenddata_return_send_for_approval",
        "spenddata_return_recover",
    }
)
"""What a token for publishing may call besides what only reads. Approving and taking back is for people."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
WRONG = Limit("token", 30, 300)
"""Tokens that are none, by one address."""


def schema(known: Schema) -> Schema:
    """What may be asked of a new token, added to what CKAN and other plugins know: ``scope``, ``publisher``, ``days``."""
    missing, positive = tk.get_validator("ignore_missing"), tk.get_validator("is_positive_integer")
    one_of: Any = tk.get_validator("one_of")
    return {
        **known,
        "scope": [missing, one_of(list(SCOPES)), _needs_body],
        "publisher": [missing, _body],
        "days": [missing, positive],
    }


def bind(claims: dict[str, Any], token_id: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Sign into a new token what it is good for, and until when.

    Args:
        claims: What is signed so far.
        token_id: The token's row, which keeps the same for its owner to see.
        asked: As ``schema`` has checked it.
    """
    facts: dict[str, Any] = {"scope": asked.get("scope") or EVERYTHING}
    if facts["scope"] == PUBLISH:
        facts["body"] = asked["publisher"]
    ends = _end(asked.get("days"))
    if ends:
        claims["exp"] = min(api_token.into_seconds(ends), claims.get("exp") or api_token.into_seconds(ends))
    row = model.ApiToken.get(token_id)
    if row is not None:
        row.set_extra(KEY, {**facts, "expires": ends.date().isoformat() if ends else None}, True)
    return {**claims, KEY: facts}


def read(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    """Note what the token of this request is good for."""
    if has_request_context():
        g.spenddata_token = (claims or {}).get(KEY) or {}
    return claims


def within_scope() -> Response | None:
    """Refuse what the request's token is not good for; and tokens that are none, once there were many."""
    if not request.headers.get(tk.config["apitoken_header_name"]):
        return None
    if not (g.get("login_via_auth_header") and tk.current_user.is_authenticated):
        return _wrong()
    scope = _token_facts().get("scope", EVERYTHING)
    if scope == EVERYTHING or request.method in SAFE or _may_call(scope):
        return None
    return answers.refusal(
        403, tk._("This API token does not allow that. Nothing was changed. Make one with a wider scope.")
    )


def covers(organization_id: str) -> bool:
    """Whether the token of this request, if it has one, lets its owner act for that organisation."""
    return only_body() in (None, organization_id)


def only_body() -> str | None:
    """The organisation that the token of this request is for; None where it is for all, or there is none."""
    facts = _token_facts() if has_request_context() else {}
    return facts.get("body", "") if facts.get("scope") == PUBLISH else None


def _token_facts() -> dict[str, Any]:
    """What the token that this request's user is known by is good for."""
    return g.get("spenddata_token") or {}


def _may_call(scope: str) -> bool:
    """Whether the request calls an action of the API that the scope holds."""
    name = (request.view_args or {}).get("logic_function")
    if request.endpoint != "api.action" or not name:
        return False
    try:
        action = tk.get_action(name)
    except KeyError:
        return False
    return bool(getattr(action, "side_effect_free", False)) or (scope == PUBLISH and name in PUBLISHING)


def _wrong() -> Response | None:
    """Such a request goes on as anybody's, as in CKAN, until there were too many of them."""
    try:
        wait = WRONG.take(address.client()).wait
    except RedisError:
        return None
    if not wait:
        return None
    audit.record("token.refused", why="too many tries", wait=wait)
    return answers.refusal(
        429, tk._("There were too many API tokens that are not valid. Wait and try again."), retry=wait
    )


def _end(days: int | None) -> dt.datetime | None:
    """When a token ends that was asked for so many days; None for never."""
    longest = config.token_days()
    wanted = min(days, longest) if days and longest else days or longest
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=wanted) if wanted else None


def _needs_body(key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, _context: Any) -> None:
    if data.get(key) == PUBLISH and not data.get((*key[:-1], "publisher")):
        errors[key].append(tk._("Say for which publisher the token is."))


def _body(value: Any) -> str:
    """The id of an organisation, by its identifier, name or id."""
    bodies: Any = model.Group
    meant = (
        (bodies.id == str(value)) | (bodies.name == str(value)) | (bodies.extras["publisher_id"].astext == str(value))
    )
    active = (bodies.is_organization.is_(True), bodies.state == model.State.ACTIVE)
    group = model.Session.query(bodies).filter(*active, meant).first()
    if group is None:
        raise tk.Invalid(tk._("There is no publisher {name}.").format(name=value))
    return group.id
