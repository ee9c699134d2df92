"""What actions and authorisation functions share: who asks, and about which return or publisher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import gone
from ckanext.spenddata.logic.filters import no_publisher
from ckanext.spenddata.model import Revision, SpendReturn, State
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.people import authority, publishers
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.returns.removal import tombstones
from ckanext.spenddata.security import tokens


def user_id(context: Context) -> str | None:
    """Id of the user who asks; None for anybody."""
    user = context.get("auth_user_obj")
    if isinstance(user, model.User):
        return user.id
    name = context.get("user")
    found = model.User.get(name) if name else None
    return found.id if found else None


def acting_user(context: Context) -> str:
    """Id of the user who changes something.

    Raises:
        NotAuthorized: Nobody is signed in.
    """
    found = user_id(context)
    if found is None:
        raise tk.NotAuthorized(tk._("Sign in, or send an API token."))
    return found


def user_name(context: Context) -> str:
    """Name of the user who decides; the portal's own where it does."""
    found = user_id(context)
    user = model.User.get(found) if found else None
    return user.name if user else str(context.get("user") or "")


def role(context: Context, organization_id: str) -> Role:
    """What the user who asks is to a publisher; everything where the caller has set authorisation aside.

    Nothing where the request's API token is for another body.
    """
    if context.get("ignore_auth"):
        return Role.ADMIN
    return authority.role(user_id(context), organization_id) if tokens.covers(organization_id) else Role.NONE


def organizations(context: Context, least: Role) -> list[str] | None:
    """Ids of the organisations for which the user who asks has at least a role; None for all of them."""
    only = tokens.only_body()
    if only is not None:
        return [only] if role(context, only) >= least else []
    return None if context.get("ignore_auth") else authority.organizations(user_id(context), least)


def fresh(context: Context) -> Context:
    """The same user's context, without what an earlier step left in it."""
    fresh = Context(user=context.get("user", ""))
    if "auth_user_obj" in context:
        fresh["auth_user_obj"] = context["auth_user_obj"]
    return fresh


def verdict(allowed: bool, message: str) -> AuthResult:
    """What an authorisation function answers: a reason where it says no."""
    return {"success": True} if allowed else {"success": False, "msg": message}


def stewards_only(message: str) -> Callable[[Context, Any], AuthResult]:
    """An authorisation function: stewards, and the reason for others, which is translated when it is told."""

    def may(context: Context, _data_dict: Any) -> AuthResult:
        return verdict(is_steward(context), tk._(message))

    return may


def is_steward(context: Context) -> bool:
    """Whether the user who asks does the central team's work; so does a caller who has set authorisation aside."""
    return bool(context.get("ignore_auth")) or authority.is_steward(user_id(context))


def body(name: str) -> Body:
    """A publisher by its identifier or its organisation.

    Raises:
        ObjectNotFound: There is none.
    """
    found = publishers.find(name)
    if found is None:
        raise tk.ObjectNotFound(no_publisher(name))
    return found


def spend_return(context: Context, reference: str) -> SpendReturn:
    """A return that the user who asks may know of.

    Raises:
        ObjectNotFound: There is none, or nothing of it is public and it is somebody else's: the two can't be told apart.
    """
    found = queries.by_reference(reference)
    if found is None or not _may_know(context, found):
        raise tk.ObjectNotFound(tk._("There is no return {reference}.").format(reference=reference))
    return found


def revision(context: Context, data_dict: dict[str, Any]) -> Revision:
    """The revision that ``reference`` and ``revision`` name, by default the newest, of those the user who asks may know of.

    Raises:
        ObjectNotFound: There is none.
    """
    found = spend_return(context, data_dict["reference"])
    number = data_dict.get("revision")
    wanted = queries.newest(found) if number is None else queries.by_number(found, number)
    if wanted is not None and not _may_see(context, wanted):
        wanted = queries.published(found) if number is None else None
    if wanted is None:
        raise tk.ObjectNotFound(
            tk._("The return {reference} has no revision {number}.").format(reference=found.reference, number=number)
        )
    if wanted.state == State.ERASED:
        gone.refuse(tombstones.of_revision(wanted), tk._("This revision"))
    return wanted


def revision_for(action: str, context: Context, data_dict: dict[str, Any]) -> Revision:
    """The same, where the user may do with it what an action does.

    Raises:
        ObjectNotFound: There is none.
        NotAuthorized: The user may not.
    """
    found = revision(context, data_dict)
    tk.check_access(action, context, data_dict)
    return found


def withdrawable(context: Context, data_dict: dict[str, Any]) -> Revision:
    """The revision to take back: the one that is asked for, else the published one, else the newest that is not erased.

    Where the newest is erased, those before it can still be taken back without being named one by one.

    Raises:
        ObjectNotFound: There is none.
    """
    if data_dict.get("revision") is not None:
        return revision(context, data_dict)
    found = spend_return(context, data_dict["reference"])
    published = queries.published(found)
    if published is not None:
        return published
    left = [each.number for each in found.revisions if each.state != State.ERASED and _may_see(context, each)]
    return revision(context, {**data_dict, "revision": max(left, default=None)})


def _may_know(context: Context, found: SpendReturn) -> bool:
    return _belongs(context, found) or any(queries.was_public(each) for each in found.revisions)


def _may_see(context: Context, wanted: Revision) -> bool:
    return queries.was_public(wanted) or _belongs(context, wanted.spend_return)


def _belongs(context: Context, found: SpendReturn) -> bool:
    return role(context, found.organization_id) >= Role.MEMBER
