"""Who may do what with returns: members see, editors prepare and (where approval is off) publish, administrators approve and withdraw.

What quotes the file as it was sent is for members alone, whatever was published of it: it can hold what is not fit for that. System
administrators are asked, too: their token may be for one body.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.filing import publishing
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.values.text import N_


def _needs(context: Context, organization_id: str, least: Role, message: str) -> AuthResult:
    return common.verdict(common.role(context, organization_id) >= least, tk._(message))


def _of_return(least: Role, message: str) -> Callable[[Context, dict[str, Any]], AuthResult]:
    """Whoever has at least a role in the publisher of the return, or in its parent body."""

    @tk.auth_sysadmins_check
    def may(context: Context, data_dict: dict[str, Any]) -> AuthResult:
        return _needs(context, common.spend_return(context, data_dict["reference"]).organization_id, least, message)

    return may


spenddata_return_answer = _of_return(Role.EDITOR, N_("Only editors of this publisher may answer for its returns."))
spenddata_return_recover = _of_return(
    Role.EDITOR, N_("Only editors of this publisher may restart the work on its returns.")
)
spenddata_finding_acknowledge = _of_return(
    Role.EDITOR, N_("Only editors of this publisher may confirm findings of its returns.")
)
spenddata_return_approve = _of_return(Role.ADMIN, N_("Only administrators of this publisher may approve its returns."))
spenddata_return_send_for_approval = _of_return(
    Role.EDITOR, N_("Only editors of this publisher may send its returns for approval.")
)
spenddata_return_send_back = _of_return(
    Role.ADMIN, N_("Only administrators of this publisher may send its returns back.")
)
spenddata_return_withdraw = _of_return(
    Role.ADMIN, N_("Only administrators of this publisher may withdraw its returns.")
)
spenddata_finding_list = spenddata_revision_findings = _of_return(
    Role.MEMBER, N_("Only members of this publisher may see the findings of its returns.")
)
spenddata_revision_fixes = spenddata_revision_review = spenddata_revision_rows = _of_return(
    Role.MEMBER, N_("Only members of this publisher may review its returns.")
)


@tk.auth_sysadmins_check
def spenddata_return_submit(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors of the publisher, or of its parent body."""
    organization_id = common.body(data_dict["publisher"]).organization_id
    return _needs(context, organization_id, Role.EDITOR, N_("Only editors of this publisher may submit its returns."))


@tk.auth_sysadmins_check
def spenddata_return_publish(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Editors where approval is off, administrators where it is on."""
    least = publishing.least_role()
    message = N_("Only editors of this publisher may publish its returns.")
    if least is Role.ADMIN:
        message = N_("On this portal an administrator of the publisher approves a return before it is published.")
    return _of_return(least, message)(context, data_dict)


@tk.auth_sysadmins_check
def spenddata_return_erase(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Administrators of the publisher, or of its parent body; and stewards."""
    if common.is_steward(context):
        return {"success": True}
    message = N_("Only administrators of this publisher and the stewards of this portal may erase what was filed.")
    return _of_return(Role.ADMIN, message)(context, data_dict)


@tk.auth_allow_anonymous_access
@tk.auth_sysadmins_check
def spenddata_return_show(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody where something of it was published, else members; everybody is shown what they may see."""
    spend_return = common.spend_return(context, data_dict["reference"])
    if any(queries.was_public(revision) for revision in spend_return.revisions):
        return {"success": True}
    return _needs(context, spend_return.organization_id, Role.MEMBER, N_("This return is not published."))


@tk.auth_allow_anonymous_access
def spenddata_return_list(_context: Context, _data_dict: dict[str, Any]) -> AuthResult:
    """Anybody; the list holds what the user who asks may see."""
    return {"success": True}


@tk.auth_allow_anonymous_access
@tk.auth_sysadmins_check
def spenddata_revision_report(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Anybody where the revision was published, else members; only members are shown cells."""
    revision = common.revision(context, data_dict)
    if queries.was_public(revision):
        return {"success": True}
    return _needs(context, revision.spend_return.organization_id, Role.MEMBER, N_("This revision is not published."))


@tk.auth_allow_anonymous_access
@tk.auth_sysadmins_check
def spenddata_revision_download(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """The CSV of a published revision is for anybody; what quotes the file as it was sent is for members."""
    csv = data_dict.get("kind", "csv") == "csv"
    return (spenddata_revision_report if csv else spenddata_revision_findings)(context, data_dict)
