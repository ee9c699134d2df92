"""Publishers, read. They are CKAN's organisations; ``organization_create`` and ``organization_update`` change them."""

from __future__ import annotations

from typing import Any

import msgspec
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import common
from ckanext.spenddata.logic.schema import publishers as schema
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.people.publishers import Body

__all__ = ["spenddata_publisher_list", "spenddata_publisher_show"]


@tk.side_effect_free
@tk.validate_action_data(schema.list_)
def spenddata_publisher_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List publishers, by name.

    :param body_type: only bodies of this kind, such as ``local authority`` (optional)
    :type body_type: string
    :param region: only bodies of this region or nation (optional)
    :type region: string
    :param regime: only bodies that file under this duty (optional)
    :type regime: string
    :param q: only bodies with these letters in their name, identifier or another name (optional)
    :type q: string

    :returns: publishers, as of ``spenddata_publisher_show``
    :rtype: list of dictionaries
    """
    tk.check_access("spenddata_publisher_list", context, data_dict)
    found = [body for body in publishers.every() if _is_wanted(body, data_dict)]
    return [_told(body) for body in sorted(found, key=lambda body: body.publisher.name.casefold())]


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_publisher_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a publisher.

    :param publisher: its identifier (``GB-LAE-LDS``), or its organisation's name or id
    :type publisher: string

    :returns: ``publisher_id``, ``name``, ``slug`` and ``organization_id`` (CKAN's name and id of the organisation), ``body_type``,
        ``body_subtype``, ``region``, ``parent_id``, ``other_names``, ``regimes``, ``amount_basis``, ``facts`` (dictionaries with
        ``name``, ``value``, ``year``, ``source``), ``joined`` (the day from which it files here), ``contact_email`` (about its
        data; may be empty)
    :rtype: dictionary

    :raises ObjectNotFound: there is no such publisher
    """
    tk.check_access("spenddata_publisher_show", context, data_dict)
    return _told(common.body(data_dict["publisher"]))


def _is_wanted(body: Body, data_dict: dict[str, Any]) -> bool:
    publisher = body.publisher
    letters = (data_dict.get("q") or "").casefold()
    names = (publisher.name, publisher.publisher_id, *publisher.other_names)
    return (
        data_dict.get("body_type") in (None, publisher.body_type)
        and data_dict.get("region") in (None, publisher.region)
        and (not data_dict.get("regime") or data_dict["regime"] in publisher.regimes)
        and any(letters in name.casefold() for name in names)
    )


def _told(body: Body) -> dict[str, Any]:
    told = msgspec.to_builtins(body.publisher)
    lists = {name: list(value) for name, value in told.items() if isinstance(value, tuple)}
    return {
        **told,
        **lists,
        "organization_id": body.organization_id,
        "amount_basis": body.amount_basis,
        "contact_email": body.contact_email,
    }
