"""CKAN's own actions on spend datasets. They have one way in: what was submitted, checked and published (``spenddata_return_submit``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import model
from ckan.logic import auth_audit_exempt
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context

from ckanext.spenddata.logic import common, gone, identifiers, links, sound, statements
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.returns.followups import one_way_in
from ckanext.spenddata.returns.removal import tombstones

FIXED_FIELDS = ("name", "publisher_id", "regime", "owner_org", "type", "private", "state")
"""What follows from the returns: whose dataset it is, where it is, and that it is public."""

LIST_OF_TABLES = "_table_metadata"
"""CKAN's view of every table of the DataStore, those of private datasets among them; open to anybody by its own rules."""

RELATED = ("subject", "object")
"""The two ends of a relationship of datasets."""


@tk.chained_action
def package_create(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A spend dataset is made by the first publication of its publisher and regime; any other takes files, and links where allowed."""
    if not one_way_in.may_write():
        if data_dict.get("type") == one_way_in.DATASET_TYPE:
            raise refused("type", _in_words())
        sound.refuse_kind(data_dict.get("type"))
        sound.refuse_unsound(data_dict)
        links.refuse(data_dict.get("resources"), {})
        identifiers.refuse_chosen(data_dict.get("resources"), ())
    return original(context, data_dict)


@tk.chained_action
def package_update(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """A person may edit what describes a spend dataset, not its files nor whose it is."""
    id_or_name = data_dict.get("id") or data_dict.get("name")
    if not one_way_in.may_write():
        if one_way_in.is_spend_dataset(id_or_name):
            _refuse_changes(id_or_name, data_dict)
        sound.refuse_unsound(data_dict, id_or_name)
        known = links.stored(id_or_name)
        links.refuse(data_dict.get("resources"), known)
        identifiers.refuse_chosen(data_dict.get("resources"), known)
    return original(context, data_dict)


def _refusing(refuse: Callable[[dict[str, Any]], None], why: str) -> Any:
    """An action of CKAN's that ``refuse`` may stop, unless it follows a publication."""

    @tk.chained_action
    def guarded(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
        if not one_way_in.may_write():
            refuse(data_dict)
        return original(context, data_dict)

    guarded.__doc__ = why
    return guarded


def _taking_a_dataset(data_dict: dict[str, Any]) -> None:
    if one_way_in.is_spend_dataset(data_dict.get("id")):
        raise tk.NotAuthorized(_in_words())


def _changing_many_datasets(data_dict: dict[str, Any]) -> None:
    datasets = data_dict.get("datasets") or []
    if one_way_in.any_spend_dataset([each for each in datasets if isinstance(each, str)]):
        raise tk.NotAuthorized(_in_words())


def _adding_a_file(data_dict: dict[str, Any]) -> None:
    if one_way_in.is_spend_dataset(data_dict.get("package_id")):
        raise refused("upload", _in_words())


def _changing_a_file(data_dict: dict[str, Any]) -> None:
    if one_way_in.is_spend_resource(data_dict.get("id")):
        raise refused("upload", _in_words())


def _deleting_a_file(data_dict: dict[str, Any]) -> None:
    if one_way_in.is_spend_resource(data_dict.get("id")):
        raise tk.NotAuthorized(_in_words())


def _writing_a_table(data_dict: dict[str, Any]) -> None:
    """A DataStore action names its resource in several ways."""
    statements.check_names(data_dict)
    identifiers.refuse_as_second_names(statements.listed(data_dict.get("aliases")))
    resource = data_dict.get("resource")
    if isinstance(resource, dict) and one_way_in.is_spend_dataset(resource.get("package_id")):
        raise refused("resource", _in_words())
    if any(one_way_in.is_spend_resource(table) for table in _tables_of(data_dict)):
        raise refused("resource_id", _in_words())


def _tables_of(data_dict: dict[str, Any]) -> list[str]:
    """What a DataStore action may be about: CKAN takes its table by two names, and of both not the one that it documents."""
    return [name for name in (data_dict.get("resource_id"), data_dict.get("id")) if isinstance(name, str)]


def _giving_a_dataset_away(data_dict: dict[str, Any]) -> None:
    """Each update of a dataset says again whose it is."""
    if one_way_in.owner_of(data_dict.get("id")) != data_dict.get("organization_id"):
        _taking_a_dataset(data_dict)


def _relating_datasets(data_dict: dict[str, Any]) -> None:
    if any(one_way_in.is_spend_dataset(data_dict.get(end)) for end in RELATED):
        raise tk.NotAuthorized(_in_words())


package_delete = dataset_purge = _refusing(_taking_a_dataset, "A spend dataset goes when its returns are withdrawn.")
package_owner_org_update = _refusing(_giving_a_dataset_away, "Whose a spend dataset is follows from the returns.")
package_relationship_create = package_relationship_update = package_relationship_delete = _refusing(
    _relating_datasets, "What a spend dataset belongs with follows from the returns."
)
bulk_update_delete = bulk_update_private = _refusing(
    _changing_many_datasets, "What is published is public until withdrawn."
)
resource_create = _refusing(_adding_a_file, "A file of a spend dataset is made by a publication.")
resource_update = _refusing(_changing_a_file, "A file of a spend dataset is changed by a later revision of its return.")
resource_delete = _refusing(_deleting_a_file, "A file of a spend dataset goes when its return is withdrawn.")
datastore_create = datastore_upsert = datastore_delete = datastore_records_delete = _refusing(
    _writing_a_table, "Tables of published files, and the ledger's, follow publications."
)


# CKAN exempts what extensions add from its audit, but forgets what they chain; the original asks for authorisation where it must.
@auth_audit_exempt
@tk.side_effect_free
@tk.chained_action
def datastore_search(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The table of a file that was taken back is gone, which is told, with the reason; the list of all tables is the stewards'."""
    if LIST_OF_TABLES in _tables_of(data_dict) and not common.is_steward(context):
        raise tk.NotAuthorized(tk._("This lists private tables, too, so only stewards may read it."))
    return _read(original, context, data_dict, 'Resource "{0}" was not found.')


@auth_audit_exempt
@tk.side_effect_free
@tk.chained_action
def datastore_info(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """As for the search; how large the whole database is, is told to stewards alone: it grows with what is not published."""
    info = _read(original, context, data_dict, 'Resource/Alias "{0}" was not found.')
    if "db_size" in info.get("meta", {}) and not common.is_steward(context):
        del info["meta"]["db_size"]
    return info


def _read(original: Action, context: Context, data_dict: dict[str, Any], none: str) -> Any:
    """What a table holds; ``none`` are CKAN's own words where there is none."""
    for resource_id in _tables_of(data_dict) if not context.get("ignore_auth") else ():
        gone.refuse(tombstones.of_resource(resource_id), tk._("This file"))
    statements.check_names(data_dict)
    statements.check_words(data_dict, _tables_of(data_dict))
    try:
        found = original(context, statements.plain_words(data_dict))
    except tk.NotAuthorized:
        # Ids can't be guessed; the names that a private table may have beside its id can, and are then told as those of none.
        named = data_dict.get("id") or data_dict.get("resource_id")
        if not isinstance(named, str) or model.is_id(named) or named == LIST_OF_TABLES:
            raise
        # As CKAN does, which translates when the name is in it and so never finds a translation.
        raise tk.ObjectNotFound(tk._(none.format(named))) from None
    except tk.ValidationError as error:
        raise statements.keep_to_itself(error) from None
    return statements.as_asked(found, data_dict)


def _refuse_changes(id_or_name: str, data_dict: dict[str, Any]) -> None:
    before = tk.get_action("package_show")({"ignore_auth": True}, {"id": id_or_name})
    changed = [name for name in FIXED_FIELDS if name in data_dict and data_dict[name] != before.get(name)]
    if changed:
        raise refused(
            changed[0],
            tk._("This can't be changed: it follows from the returns. Withdraw a return to take its file back."),
        )
    if "resources" in data_dict and _by_id(data_dict["resources"]) != _by_id(before["resources"]):
        raise refused("resources", _in_words())


def _by_id(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """Resources by id, without what CKAN itself counts or stamps."""
    uncounted = ("position", "metadata_modified", "package_id", "revision_id", "tracking_summary")
    return {
        str(resource.get("id")): {
            name: value for name, value in resource.items() if name not in uncounted and value is not None
        }
        for resource in resources
    }


def _in_words() -> str:
    return tk._(
        "The files of spend datasets are published from returns, which are checked first. Nothing was changed. Submit the file with"
        " the action spenddata_return_submit, or at /spend/returns/new; to take a file back, withdraw its return"
        " (spenddata_return_withdraw)."
    )
