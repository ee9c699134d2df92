"""Publishers, read. They are CKAN's organisations; ``organization_create`` and ``organization_update`` change them."""

from __future__ import annotations

from typing import Any

import msgspec
from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import connection
from ckanext.spenddata.logic import common, profiles
from ckanext.spenddata.logic.schema import publishers as schema
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.people.publishers import Body
from ckanext.spenddata.values.calendar import london_today


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
    return [_publisher_dict(body) for body in sorted(found, key=lambda body: body.publisher.name.casefold())]


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_publisher_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a publisher; with ``spending`` also whom it pays and how it publishes.

    :param publisher: its identifier (``GB-LAE-LDS``), or its organisation's name or id
    :type publisher: string
    :param spending: whether ``spending``, ``publishing`` and ``history`` are told (optional, default: ``False``)
    :type spending: bool
    :param regime: with ``spending``: the duty under which it was published; without it the first of the body that isn't about cards
    :type regime: string
    :param period: with ``spending``: whole months by payment date, as for ``spenddata_comparison_show``; without it the newest financial
        year that the body has published whole, else its newest twelve months
    :type period: string

    :returns: ``publisher_id``, ``name``, ``slug`` and ``organization_id`` (CKAN's name and id of the organisation), ``body_type``,
        ``body_subtype``, ``region``, ``parent_id``, ``other_names``, ``regimes``, ``amount_basis``, ``facts`` (dictionaries with
        ``name``, ``value``, ``year``, ``source``), ``joined`` (the day from which it files here), ``contact_email`` (about its data;
        may be empty). With ``spending``: ``spending`` (null for a body without a duty): ``regime``, ``period``, ``publisher_ids`` (the
        body, and those that it took over from in that time), ``count`` and ``total`` (null where nothing is published, and, like every
        sum and share below it, where amounts are of kinds that are never added up: with VAT and without, or of several currencies),
        ``suppliers`` (their ``count``, the ten ``largest`` with the ``category`` of most money (by payments where there are no sums),
        ``largest_percent`` of all that these received, and ``unnamed``: what went to suppliers whom nobody may know), ``withheld``,
        ``not_classified`` and ``own_codes`` (payments put in a category by the publisher's own code), each with ``count``, ``total``
        and ``percent`` of the money; ``publishing``: how many returns are ``published`` now, ``replaced``, ``withdrawn`` or ``erased``,
        and ``files`` by ``kind``; ``history``: ``predecessors``, ``successors`` and ``former_names`` in addresses
    :rtype: dictionary

    :raises ObjectNotFound: there is no such publisher
    :raises ValidationError: the duty or the period is none
    """
    tk.check_access("spenddata_publisher_show", context, data_dict)
    body = common.body(data_dict["publisher"])
    return _publisher_dict(body) | (_spending(body, data_dict) if data_dict["spending"] else {})


def _spending(body: Body, data_dict: dict[str, Any]) -> dict[str, Any]:
    """What the body spends and how it publishes."""
    every = [each.publisher for each in publishers.every()]
    with connection.reading(connection.READER_TIMEOUT) as database:
        spent = profiles.spending(config.definitions(), database, body.publisher, every, data_dict, london_today())
    return {
        "spending": spent,
        "publishing": profiles.publishing(body.organization_id),
        "history": profiles.history(body.publisher, body.organization_id, every),
    }


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


def _publisher_dict(body: Body) -> dict[str, Any]:
    fields = msgspec.to_builtins(body.publisher)
    lists = {name: list(value) for name, value in fields.items() if isinstance(value, tuple)}
    return {
        **fields,
        **lists,
        "organization_id": body.organization_id,
        "amount_basis": body.amount_basis,
        "contact_email": body.contact_email,
    }
