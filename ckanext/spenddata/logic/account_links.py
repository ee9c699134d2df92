"""CKAN's own links to accounts, in its lists of members and administrators: by the account's name, too, not by a chosen one alone."""

from __future__ import annotations

from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata.returns.people import accounts


@tk.chained_helper
def linked_user(original: Any, user: str | model.User, maxlength: int = 0, avatar: int = 20) -> Any:
    """A link to an account; a name that is no account's as CKAN shows it.

    Args:
        original: CKAN's own.
        user: The account, its name or its id.
        maxlength: Not followed: what is cut off could be what tells two people apart.
        avatar: As CKAN has it.
    """
    found = user if isinstance(user, model.User) else model.User.get(str(user))
    if found is None:
        return original(user, maxlength, avatar)
    return tk.h.link_to(accounts.shown(found.fullname, found.name), tk.url_for("user.read", id=found.name))
