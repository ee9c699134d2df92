"""Who may do what with returns: members see, editors prepare and (where approval is off) publish, administrators approve and withdraw."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.filing import publishing
from ckanext.spenddata.returns.people.authority import Role

__all__ = [
    "spenddata_return_answer",
    "spenddata_return_approve",
    "spenddata_return_erase",
    "spenddata_return_list",
    "spenddata_return_publish",
    "spenddata_return_recover",
    "spenddata_return_show",
    "spenddata_return_submit",
    "spenddata_return_withdraw",
    "spenddata_revision_download",
    "spenddata_revision_findings",
    "spenddata_revision_report",
]


def spenddata_return_submit(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors of the publisher, or of its parent body."""
    organization_id = common.body(data_dict["publisher"]).organization_id
    return _needs(context, organization_id, Role.EDITOR, tk._("Only editors of this publisher may submit its returns."))


def spenddata_return_answer(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors of the publisher, or of its parent body."""
    return _of_return(
        context, data_dict, Role.EDITOR, tk._("Only editors of this publisher may answer for its returns.")
    )


def spenddata_return_publish(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors where approval is off, administrators where it is on."""
    least = publishing.least_role()
    message = tk._("Only editors of this publisher may publish its returns.")
    if least is Role.ADMIN:
        message = tk._("On this portal an administrator of the publisher approves a return before it is published.")
    return _of_return(context, data_dict, least, message)


def spenddata_return_approve(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Administrators of the publisher, or of its parent body."""
    return _of_return(
        context, data_dict, Role.ADMIN, tk._("Only administrators of this publisher may approve its returns.")
    )


def spenddata_return_withdraw(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Administrators of the publisher, or of its parent body."""
    return _of_return(
        context, data_dict, Role.ADMIN, tk._("Only administrators of this publisher may withdraw its returns.")
    )


def spenddata_return_erase(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Administrators of the publisher, or of its parent body; and stewards."""
    if common.is_steward(context):
        return {"success": True}
    message = tk._("Only administrators of this publisher and the stewards of this portal may erase what was filed.")
    return _of_return(context, data_dict, Role.ADMIN, message)


def spenddata_return_recover(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors of the publisher: what is stuck is theirs."""
    return _of_return(
        context, data_dict, Role.EDITOR, tk._("Only editors of this publisher may restart the work on its returns.")
    )


@tk.auth_allow_anonymous_access
def spenddata_return_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody where something of it was published, else members; everybody is shown what they may see."""
    spend_return = common.spend_return(context, data_dict["reference"])
    if any(queries.was_public(revision) for revision in spend_return.revisions):
        return {"success": True}
    return _needs(context, spend_return.organization_id, Role.MEMBER, tk._("This return is not published."))


@tk.auth_allow_anonymous_access
def spenddata_return_list(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody; the list holds what the user who asks may see."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def spenddata_revision_report(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody where the revision was published, else members; only members are shown cells."""
    revision = common.revision(context, data_dict)
    if queries.was_public(revision):
        return {"success": True}
    return _needs(context, revision.spend_return.organization_id, Role.MEMBER, tk._("This revision is not published."))


@tk.auth_allow_anonymous_access
def spenddata_revision_download(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """The CSV of a published revision is for anybody; what quotes the file as it was sent is for members."""
    if data_dict.get("kind", "csv") == "csv":
        return spenddata_revision_report(context, data_dict)
    return spenddata_revision_findings(context, data_dict)


def spenddata_revision_findings(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Members: findings quote cells that may not be fit to publish."""
    return _of_return(
        context, data_dict, Role.MEMBER, tk._("Only members of this publisher may see the findings of its returns.")
    )


def _of_return(context: Context, data_dict: dict[str, Any], least: Role, message: str) -> AuthResult:
    return _needs(context, common.spend_return(context, data_dict["reference"]).organization_id, least, message)


def _needs(context: Context, organization_id: str, least: Role, message: str) -> AuthResult:
    if common.role(context, organization_id) >= least:
        return {"success": True}
    return {"success": False, "msg": message}
