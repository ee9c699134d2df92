"""CKAN's own actions on the files of spend datasets: not for people, whatever their role, so that no page offers them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import AuthResult, Context

from ckanext.spenddata.logic import gone
from ckanext.spenddata.returns.followups import one_way_in
from ckanext.spenddata.returns.removal import tombstones

Data = dict[str, Any] | None
Auth = Callable[[Context, Data], AuthResult]


def _nobody(**asked: str) -> Any:
    """Nobody, for what is a spend dataset's; else as before.

    Args:
        asked: Parameter → the question whether what it names is ours.
    """

    @tk.chained_auth_function
    def guarded(original: Auth, context: Context, data_dict: Data) -> AuthResult:
        named = data_dict or {}
        if not any(getattr(one_way_in, is_ours)(named.get(field)) for field, is_ours in asked.items()):
            return original(context, data_dict)
        message = tk._("The files of spend datasets are published from returns (spenddata_return_submit).")
        return {"success": False, "msg": message}

    return guarded


# Who adds a view is asked here, by the id of its resource.
resource_create = _nobody(package_id="is_spend_dataset", id="is_spend_resource")
package_delete = _nobody(id="is_spend_dataset")
resource_update = resource_delete = _nobody(id="is_spend_resource")


@tk.auth_allow_anonymous_access
@tk.chained_auth_function
def resource_show(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Nobody from the moment at which what it held was taken back: its page, download, views and table ask this.

    The catalogue and the table follow the order in the background; until they have, nothing of them is shown.
    """
    resource_id = (data_dict or {}).get("id")
    if isinstance(resource_id, str) and not one_way_in.may_write():
        gone.refuse(tombstones.of_resource(resource_id), tk._("This file"))
    return original(context, data_dict)


@tk.auth_allow_anonymous_access
@tk.auth_sysadmins_check  # theirs, too: all else is theirs by what the original asks
@tk.chained_auth_function
def datastore_search_sql(original: Auth, context: Context, data_dict: Data) -> AuthResult:
    """Nobody, where a statement names a table of published spend; where SQL is on, others' tables are read as ever.

    A statement can name many tables and hide them in others: what was taken back is not told from what is published.
    """
    # CKAN hands on a generator, and those that follow want the names, too.
    names = context["table_names"] = list(context.get("table_names") or ())  # pyright: ignore[reportGeneralTypeIssues]
    if any(one_way_in.is_spend_resource(name) for name in names):
        message = tk._("Published spend can't be read by SQL. Use spenddata_transaction_search or datastore_search.")
        return {"success": False, "msg": message}
    return original(context, data_dict)
