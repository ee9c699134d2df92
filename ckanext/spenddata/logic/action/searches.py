"""Transactions: finding them among all that is published, and opening one."""

from __future__ import annotations

from typing import Any

from ckan.plugins import toolkit as tk
from ckan.types import Context

from ckanext.spenddata import config
from ckanext.spenddata.ledger import category_read, connection, erasures
from ckanext.spenddata.ledger.keys import entry_of
from ckanext.spenddata.ledger.transactions import transaction
from ckanext.spenddata.logic import category_reasons, gone, payment_context, publications, search_figures, searching
from ckanext.spenddata.logic.schema import searches as schema
from ckanext.spenddata.logic.times import instant
from ckanext.spenddata.returns.people import publishers
from ckanext.spenddata.returns.removal import addresses, erased_details
from ckanext.spenddata.search.answers import ask
from ckanext.spenddata.search.core import Core
from ckanext.spenddata.search.publications import ask as ask_publications
from ckanext.spenddata.search.query import unsearchable


@tk.side_effect_free
@tk.validate_action_data(schema.search)
def spenddata_transaction_search(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Search all published transactions. Anybody may.

    :param q: words that a transaction must have in its supplier, description, kind or area of expense, publisher or
        transaction number, in any order; ``"in quotes"`` for a phrase, ``-word`` for none of these
    :type q: string
    :param publisher: identifiers or organisation names of publishers (one or a list, as for all filters)
    :param publisher_id: identifiers of publishers
    :param regime: ids of duties, such as ``lgtc-500``
    :param period: periods of returns, such as ``2026-Q1``
    :param month: months of payment, such as ``2026-04``
    :param category: ids of browse categories, such as ``agency-staff``
    :param supplier: suppliers' names, exactly as published
    :param supplier_id: suppliers, as a row or facet names them
    :param supplier_company_number: numbers of suppliers at Companies House, eight characters
    :param body_type: kinds of publishers, such as ``local authority``
    :param body_subtype: tiers or classes of publishers
    :param region: regions of publishers
    :param redaction_reason: why details were withheld
    :param reference: references of returns
    :param amount_basis: what VAT amounts include: ``net_of_recoverable_vat``, ``net_of_all_vat``, ``gross`` or ``unknown``
    :param currency: currencies, such as ``GBP``
    :param card: payments by card (true) or by invoice (false) alone
    :type card: boolean
    :param date_from: first day of payment, ``2026-04-01``
    :type date_from: string
    :param date_to: last day of payment
    :type date_to: string
    :param amount_min: smallest amount, in pounds; credits are negative
    :type amount_min: string
    :param amount_max: largest amount
    :type amount_max: string
    :param sort: ``relevance`` (the default; without words the newest first), ``newest``, ``oldest``, ``largest``,
        ``smallest``
    :type sort: string
    :param rows: how many rows to give (20, at most 1,000); 0 for counts and sums alone
    :type rows: integer
    :param cursor: where to go on: ``cursor`` of the answer before. There is no limit to how far one can go
    :type cursor: string
    :param facets: what to count and sum by (all of them): names of ``facets`` below, one or a list; false for none. Each takes its time:
        ask for those that you need
    :type facets: list of strings, or boolean
    :param figures: whether ``figures`` of all that is found are worked out (false)
    :type figures: boolean

    **Results:**

    ``count``, ``total``
        number of transactions found, and their exact sum in pounds, as text; null where none was found, where they are not alike,
        and where they are in another currency
    ``sums``
        one for each kind of amounts found, which are never added up with others: ``amount_basis``, ``card``, ``currency``, ``count``,
        ``total``; the most payments first
    ``results``
        a page of them: as published (``supplier_name``, ``description``, ``amount`` …), with ``category`` and how it
        was decided, ``_id`` for ``spenddata_transaction_show``, ``reference`` of the return, and ``source_file``,
        ``source_sheet``, ``source_row``, ``source_sha256``
    ``facets``
        ``publishers``, ``regimes``, ``categories``, ``suppliers``, ``body_types``, ``regions``, ``months``: the
        largest sums first (months in order), each ``value, label, count, total``; ``total`` is null where what was found is not alike
    ``cursor``
        to ask for the next page with; null on the last
    ``figures``
        null unless asked for; of all that was found, exact: number of ``publishers`` and of known ``suppliers``; ``largest`` payment, and
        ``median`` payment, credits not counted, in the currency of ``sums``, as text. These two are null where amounts are not alike, and
        the median where there are more than 100,000 payments
    ``ignored``
        what was in ``q`` and can't be searched for, having no letter or figure: it was left out
    ``behind``
        number of returns whose last change is not yet among what is searched

    :raises ValidationError: a parameter can't be understood, is none of this action's, or has a value that nothing published has:
        the message names the nearest that there is
    :raises SearchError: the search server is not responding, or would have taken too long
    """
    tk.check_access("spenddata_transaction_search", context, data_dict)
    lag = searching.lag()
    core, question = Core(config.search_url()), searching.question(data_dict, without=lag.withdrawn)
    answer = searching.answer_dict(found := ask(core, question))
    return answer | {
        "figures": search_figures.figures_dict(core, question, found, alike=len(answer["sums"]) == 1),
        "ignored": unsearchable(data_dict["q"]),
        "behind": lag.returns,
    }


@tk.side_effect_free
@tk.validate_action_data(schema.publications)
def spenddata_publication_list(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The publications that have payments which a search finds, the newest first: to follow a supplier, a body or a category.

    A publication is a revision of a return that is published now. Anybody may. Parameters are ``q`` and the filters of
    ``spenddata_transaction_search``, with the same meaning, and:

    :param q: words that a transaction must have
    :type q: string
    :param publisher: identifiers or organisation names of publishers (one or a list, as for all filters)
    :param publisher_id: identifiers of publishers
    :param regime: ids of duties
    :param period: periods of returns
    :param month: months of payment
    :param category: ids of browse categories
    :param supplier: suppliers' names, exactly as published
    :param supplier_id: suppliers, as a row or facet names them
    :param supplier_company_number: numbers of suppliers at Companies House
    :param body_type: kinds of publishers
    :param body_subtype: tiers or classes of publishers
    :param region: regions of publishers
    :param redaction_reason: why details were withheld
    :param reference: references of returns
    :param amount_basis: what VAT amounts include
    :param currency: currencies
    :param card: payments by card (true) or by invoice (false) alone
    :type card: boolean
    :param date_from: first day of payment
    :type date_from: string
    :param date_to: last day of payment
    :type date_to: string
    :param amount_min: smallest amount, in pounds
    :type amount_min: string
    :param amount_max: largest amount
    :type amount_max: string
    :param limit: how many publications to give (20, at most 100)
    :type limit: integer
    :param offset: how many of the newest to pass over
    :type offset: integer

    **Results:**

    ``count``
        number of publications with payments that the search finds
    ``results``
        some of them: ``reference`` of the return, ``revision`` (above 1 it took the place of an earlier one), ``entry_no``, ``published``
        (when), ``publisher_id``, ``publisher_name``, ``regime``, ``period``; of the payments found in it ``count``, ``total`` (exact,
        in pounds, as text; null where they are not alike or in another currency) and ``sums``, one for each kind, as a search tells them
    ``ignored``
        what was in ``q`` and can't be searched for
    ``behind``
        number of returns whose last change is not yet among what is searched

    :raises ValidationError: a parameter can't be understood, is none of this action's, or has a value that nothing published has
    :raises SearchError: the search server is not responding, or would have taken too long
    """
    tk.check_access("spenddata_publication_list", context, data_dict)
    lag = searching.lag()
    question = searching.question({**data_dict, **publications.EVERYTHING}, without=lag.withdrawn)
    found = ask_publications(Core(config.search_url()), question, data_dict["limit"], data_dict["offset"])
    return publications.list_dict(found) | {"ignored": unsearchable(data_dict["q"]), "behind": lag.returns}


@tk.side_effect_free
@tk.validate_action_data(schema.show)
def spenddata_transaction_show(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """One published transaction, with everything that is public of it. Anybody may.

    :param id: ``_id`` of the transaction, as a search or the ledger gives it
    :type id: integer
    :param around: whether ``neighbours`` and ``year`` are told (optional, default: ``False``)
    :type around: bool

    **Results:** ``state`` (``published``); the fields of the ledger; amounts in pounds, as text; ``reference``;
    ``category_label``; ``category_level``: ``sure``, ``likely`` (shown, but not certain) or null;
    ``category_reason``: what decided the category and what spoke against it, where the evidence
    decided by the tables that are now in force, else null (``spenddata_category_list`` says what each category means), and
    ``category_reason_missing`` says why: ``not_weighed`` (a code, a table or a steward decided), ``other_version`` (the evidence decided
    by another version of the categories, ``category_version``, whose words are not kept) or ``nothing_speaks``;
    ``category_history``: every category that it was given since it was approved, dictionaries with ``at``, ``kind`` (``version``,
    ``decision``, ``undo`` or ``publication``), ``why``, and ``category``, ``method`` and ``version``, each ``before`` and ``after``;
    ``source_sha256`` of the file as it was sent (null where its bytes were erased); ``erased``: where details of it were erased,
    dictionaries with ``at``, ``why`` and ``fields`` (names of the fields; none where it was not noted which). With ``around``:
    ``neighbours``: the payment among the two before it and the two after it in its published file, in that order, dictionaries with
    ``_id``, ``source_file``, ``source_sheet``, ``source_row``, ``payment_date``, ``supplier_name``, ``description``, ``expense_type``,
    ``expense_area``, ``amount`` and ``currency``; ``year``: what the body published of the payment's financial year under the same duty:
    ``period``, ``date_from``, ``date_to``, and ``all``, the payment's ``category`` and its ``supplier`` (null where it is withheld), each
    with ``count``, ``total`` and ``percent`` of all the money (both null where amounts are never in one sum). Of a payment whose return was
    replaced: ``state`` (``replaced``), ``reference`` and ``revision`` that it was in, and ``replaced_by``:
    ``revision``, and ``_id`` of the same payment there, or null where it can't be told.

    :raises ObjectNotFound: there never was such a transaction
    :raises Gone: it was withdrawn or erased; the API answers 410, with ``state``, ``at``, ``why``, ``reference`` and ``revision``
    """
    tk.check_access("spenddata_transaction_show", context, data_dict)
    row_id = data_dict["id"]
    with connection.reading(connection.READER_TIMEOUT) as ledger:
        row = transaction(ledger, row_id)
        erased = erasures.of_entry(ledger, entry_of(row_id)) if row else []
        changed = category_read.of_payment(ledger, row["publisher_id"], row_id) if row else []
        beside = payment_context.around(ledger, row) if row and data_dict["around"] else {}
    if row is None:
        return _no_longer(row_id)
    entry_no = entry_of(row["_id"])
    hashes = searching.sha256_of_files([entry_no])
    body = publishers.known(row["publisher_id"])
    row.pop("supplier_key")
    payment = {name: _plain(value) for name, value in row.items()}
    return category_reasons.explained(payment, body) | {
        "state": "published",
        "publisher_name": body.name if body else row["publisher_name"],
        "reference": row["return_id"],
        "entry_no": entry_no,
        "category_history": [category_reasons.change_dict(each) for each in changed],
        "source_sha256": hashes.get((entry_no, row["source_file"] or "")),
        "erased": [
            {"at": instant(each.at), "why": each.why, "fields": list(each.fields)}
            for each in erased_details.of_payment(row_id, erased)
        ],
        **_plainly(beside),
    }


def _no_longer(row_id: int) -> dict[str, Any]:
    """What became of a payment that is not published: by what it was replaced, or that it was taken back.

    Raises:
        Gone: It was withdrawn or erased.
        ObjectNotFound: There never was one.
    """
    became = addresses.find(row_id)
    if isinstance(became, addresses.Replaced):
        return {
            "_id": row_id,
            "state": "replaced",
            "reference": became.reference,
            "revision": became.revision,
            "replaced_by": {"revision": became.by_revision, "_id": became.by_row},
        }
    gone.refuse(became, tk._("This payment"))
    raise tk.ObjectNotFound(tk._("There is no published payment {id}.").format(id=row_id))


def _plainly(beside: dict[str, Any]) -> dict[str, Any]:
    """What stands around a payment, as JSON can hold it exactly."""
    if not beside:
        return {}
    neighbours = [{name: _plain(value) for name, value in each.items()} for each in beside["neighbours"]]
    return {**beside, "neighbours": neighbours}


def _plain(value: Any) -> Any:
    """A value that JSON can hold exactly: money and dates as text."""
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
