"""E-mail addresses of accounts: one account each, and no list of who has one for whoever asks about many.

CKAN compares with LIKE, so that whoever changes their own address to ``%@council.example`` learns letter by letter which there are. An
address is compared as it is written here; that somebody has it must be told to who wants it too, but not often.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from flask import has_request_context

from ckanext.spenddata.returns.people import authority
from ckanext.spenddata.security import address
from ckanext.spenddata.security.throttle import Limit

TAKEN = Limit("addresses taken", 5, 3600)
"""Addresses of others, by one account, or by strangers at one address."""


def email_is_unique(key: FlattenKey, data: FlattenDataDict, _errors: FlattenErrorDict, context: Context) -> Any:
    """Refuse an address that another account has, and any once somebody has named many of those. Takes the place of CKAN's."""
    given, own = str(data[key]), _changed(data, context)
    if own and (own.email or "").lower() == given.lower():
        return
    who = _asking(context)
    counted = TAKEN.take(who) if who else None
    if counted and counted.wait:
        words = tk._(
            "You have named several email addresses that other accounts have. Nothing was changed. Try again in an hour."
        )
        raise tk.Invalid(words)
    if _is_taken(given, own):
        raise tk.Invalid(
            tk._("The email address {address} belongs to another account. Nothing was changed.").format(address=given)
        )
    if counted:
        counted.take_back()


def _changed(data: FlattenDataDict, context: Context) -> model.User | None:
    """The account that is changed; none where one is made."""
    known, id_or_name = context.get("user_obj"), data.get(("id",))
    if isinstance(known, model.User):
        return known
    return model.User.get(id_or_name) if isinstance(id_or_name, str) else None


def _asking(context: Context) -> str | None:
    """Whose tries are counted; nobody's where a steward or a command works."""
    if not has_request_context():
        return None
    user = model.User.get(context.get("user") or None)
    if user is None:
        return address.client()
    return None if authority.is_steward(user.id) else user.id


def _is_taken(given: str, own: model.User | None) -> bool:
    found = sa.select(model.User.id).where(
        sa.func.lower(model.User.email) == given.lower(),
        model.User.state.in_(tk.config["ckan.user.unique_email_states"]),
        model.User.id != (own.id if own else ""),
    )
    return model.Session.execute(found.limit(1)).first() is not None
