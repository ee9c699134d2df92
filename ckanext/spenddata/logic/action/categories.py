"""The browse categories and what they mean; a new version of them, looked at and applied by stewards."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import category_read, connection
from ckanext.spenddata.ledger.category_moves import Line, Moved
from ckanext.spenddata.ledger.publication import Undecidable
from ckanext.spenddata.logic import category_decisions, common
from ckanext.spenddata.logic.markets import category_dict
from ckanext.spenddata.logic.refusals import refused
from ckanext.spenddata.logic.schema import decisions as schema
from ckanext.spenddata.logic.schema.data import nothing
from ckanext.spenddata.returns.followups import categories
from ckanext.spenddata.returns.work import background

PREVIEWED = ("moved", "total", "sums", "lines")
"""What can be told of what is only tried."""


@tk.side_effect_free
@tk.validate_action_data(nothing)
def spenddata_category_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the categories into which payments are put, each defined so that anyone can apply it. Anybody may.

    :returns: ``version`` of everything that decides a category, and ``categories``: dictionaries with ``id``, ``label``, ``kind``
        (``procurement`` or ``non-procurement``), ``definition``, and in sentences what is ``in`` it, what is ``out`` of it and
        where that is, and where the ``boundary`` is in doubt
    :rtype: dictionary
    """
    tk.check_access("spenddata_category_list", context, data_dict)
    known = config.definitions()
    return {
        "version": known.category_version,
        "categories": [category_dict(each) for each in known.categories.by_id.values()],
    }


@tk.side_effect_free
@tk.validate_action_data(schema.preview)
def spenddata_category_preview(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Tell which published payments of a publisher the categories in force now would put elsewhere; nothing is changed. For stewards.

    :param publisher: identifier or organisation name of the publisher
    :type publisher: string

    :returns: ``version`` in force; ``moved`` (how many payments); ``sums`` of each kind of them (``card``, ``amount_basis``,
        ``currency``, ``count``, ``total``) and ``total``, null where there are several kinds, which are never in one sum, or it is not in
        pounds; ``lines``, each of one kind: ``publisher_id``, ``before``, ``after`` (with their labels), and as ``sums``
    :rtype: dictionary

    :raises ObjectNotFound: there is no such publisher
    """
    tk.check_access("spenddata_category_preview", context, data_dict)
    publisher_id = common.body(data_dict["publisher"]).publisher.publisher_id
    found = categories.preview(publisher_id)
    moved = Moved(tuple(Line(publisher_id, *row) for row in found.rows()))
    result = category_decisions.moved_dict(moved)
    return {"version": config.definitions().category_version} | {name: result[name] for name in PREVIEWED}


@tk.validate_action_data(schema.apply)
def spenddata_category_apply(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Apply the version of the categories in force to everything that a publisher has published. For stewards.

    A new version changes nothing by itself. This decides each published payment of the publisher again, in one transaction, totals
    with it; what stewards decided stands. What each payment was before is kept, and ``spenddata_category_undo`` gives it back. Files and
    the search index follow in minutes. Applying again changes nothing.

    :param publisher: identifier or organisation name of the publisher
    :type publisher: string
    :param why: the reason
    :type why: string

    :returns: ``change`` (its number; null where nothing changed), ``version``, ``moved`` (how many payments are in another category),
        ``total``, ``sums``, ``returns`` (how many returns' files change) and ``lines``, as ``spenddata_category_preview``
    :rtype: dictionary

    :raises ObjectNotFound: there is no such publisher
    """
    tk.check_access("spenddata_category_apply", context, data_dict)
    publisher_id = common.body(data_dict["publisher"]).publisher.publisher_id
    moved = categories.apply(publisher_id, common.user_name(context), data_dict["why"])
    background.ring_followups()
    version = config.definitions().category_version
    return {"change": moved.change_no, "version": version} | category_decisions.moved_dict(moved)


@tk.validate_action_data(schema.undo_change)
def spenddata_category_undo(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take back a version that was applied to a publisher, as far as no later one took its place. For stewards.

    :param change: its number, as ``spenddata_category_apply`` and ``spenddata_category_change_list`` give it
    :type change: int
    :param why: the reason
    :type why: string

    :returns: as ``spenddata_category_apply``; ``change`` is the number of the undoing
    :rtype: dictionary

    :raises ValidationError: there is no such change, or nothing of it is in force any more
    """
    tk.check_access("spenddata_category_undo", context, data_dict)
    try:
        moved = categories.undo_version(data_dict["change"], common.user_name(context), data_dict["why"])
    except Undecidable as error:
        raise refused("change", str(error)) from error
    background.ring_followups()
    return {"change": moved.change_no} | category_decisions.moved_dict(moved)


@tk.side_effect_free
@tk.validate_action_data(schema.changes)
def spenddata_category_change_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the versions of the categories that were applied, and what was undone, the newest first. For stewards.

    :param publisher: only to this publisher (optional)
    :type publisher: string
    :param limit: how many (20, at most 100)
    :type limit: int

    :returns: dictionaries with ``change``, ``publisher_id``, ``kind`` (``version`` or ``undo``), ``version``, ``decision`` and ``undoes``
        (what was undone), ``count``, ``sums`` and ``total`` of the payments that moved (as ``spenddata_category_preview``;
        ``sums`` are empty where the change was made before they were kept), ``reviewer``, ``why`` and ``made``
    :rtype: list of dictionaries
    """
    tk.check_access("spenddata_category_change_list", context, data_dict)
    name = data_dict.get("publisher")
    publisher_id = common.body(name).publisher.publisher_id if name else None
    with connection.reading() as database:
        found = category_read.changes(database, publisher_id, data_dict["limit"])
    return [category_decisions.change_dict(row) for row in found]
