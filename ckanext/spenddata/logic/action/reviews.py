"""Looking before saying yes."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata.logic import category_reasons, common
from ckanext.spenddata.logic.schema import returns as schema
from ckanext.spenddata.returns.files import reports
from ckanext.spenddata.returns.filing import review, unusable
from ckanext.spenddata.returns.people import publishers


@tk.side_effect_free
@tk.validate_action_data(schema.one_revision)
def spenddata_revision_review(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show what to look at before a revision is published: its findings drawn together, and its largest lines.

    For members of the publisher. All findings one by one are given by ``spenddata_revision_findings``.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int

    :returns: ``groups``: dictionaries with ``rule``, ``title``, ``severity``, ``count``, ``places`` (the first of them, in words),
        ``more_places`` (in how many more sheets), ``columns``, ``examples`` (the most frequent cells: ``value``, ``expected``, ``fix``,
        ``count``), ``fixes`` (how many carry a suggested fix), ``expected``, ``remedy``, ``basis``, ``url``; and ``largest``: the five
        largest lines that would be published, with their places, and with ``category``, ``category_label``, ``category_method``,
        ``category_confidence``, ``category_level`` and ``category_reason`` as ``spenddata_transaction_show`` gives them
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision, or it is not yours to see
    """
    revision = common.revision_for("spenddata_revision_review", context, data_dict)
    body = publishers.known(revision.spend_return.publisher_id)
    largest = [category_reasons.explained(line, body) for line in review.largest(revision)]
    return {"groups": review.grouped(revision), "largest": largest}


@tk.side_effect_free
@tk.validate_action_data(schema.rows)
def spenddata_revision_rows(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the rows of a revision that cannot be used, each with its cells in error, for members of the publisher.

    What they should be can be typed, cell by cell: ``fixes`` of ``spenddata_return_answer``.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int
    :param limit: (optional, default: 20)
    :type limit: int
    :param offset: (optional, default: 0)
    :type offset: int

    :returns: ``count`` and ``results``, in the order of the files: dictionaries with ``file``, ``sheet``, ``row``, what tells the payment
        (``supplier_name``, ``description``, ``expense_type``, ``expense_area``, ``payment_date``, ``amount`` in pounds as a string,
        ``currency``), and ``cells``: ``field``, ``column``, ``rule``, ``value`` (as sent, or as fixed since) and ``expected``
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision, or it is not yours to see
    """
    revision = common.revision_for("spenddata_revision_rows", context, data_dict)
    return unusable.page(revision, data_dict["offset"], data_dict["limit"])


@tk.side_effect_free
@tk.validate_action_data(schema.fixes)
def spenddata_revision_fixes(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the cells of a revision that accepted fixes, or people, changed, for members of the publisher. The files stay as they were sent.

    What is suggested and not accepted yet is listed by ``spenddata_revision_findings`` with ``fixable``.

    :param reference: the return
    :type reference: string
    :param revision: number of the revision (optional, default: the newest)
    :type revision: int
    :param rule: only what this rule suggested; ``typed``: only what a person typed (optional)
    :type rule: string
    :param limit: (optional, default: 100)
    :type limit: int
    :param offset: (optional, default: 0)
    :type offset: int

    :returns: ``count`` and ``results``: dictionaries with ``rule``, ``file``, ``sheet``, ``row`` and ``column`` (from 1), ``field``,
        ``before`` (as sent, or as the change before left it) and ``after``
    :rtype: dictionary

    :raises ObjectNotFound: there is no such revision, or it is not yours to see
    """
    revision = common.revision_for("spenddata_revision_fixes", context, data_dict)
    return reports.fixes(revision, data_dict.get("rule"), data_dict["offset"], data_dict["limit"])
