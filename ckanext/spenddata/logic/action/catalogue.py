"""CKAN's own search of datasets and lists of organisations: failures are told, and bodies are found by the names they had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.lib.search import SearchError, SolrConnectionError
from ckan.plugins import toolkit as tk
from ckan.types import Action, Context
from flask import has_request_context

from ckanext.spenddata.logic import names
from ckanext.spenddata.security import hidden

LEAST = "facet.mincount"
"""So many datasets must have a value that is told among the counts."""


@tk.chained_action
@tk.side_effect_free
def package_search(original: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Search datasets, as CKAN does; a failure is noted for the answer to this request.

    CKAN's pages show "no datasets found", with status 200, where Solr is away or could not read the question; the note lets what stands
    around them say the truth instead. Former names of organisations stand for them still. What is counted is told where there is any of it
    among what was found: of nothing, Solr tells every name and word that the index has, those of private datasets too.
    """
    asked = {**data_dict, **{name: names.in_query(data_dict[name]) for name in ("q", "fq") if name in data_dict}}
    if LEAST in asked:
        asked[LEAST] = _at_least_one(asked[LEAST])
    if isinstance(asked.get("fq_list"), list):
        asked["fq_list"] = [names.in_query(each) for each in asked["fq_list"]]
    try:
        return original(context, asked)
    except SolrConnectionError as error:
        _note(error)
        # A kind of error that CKAN's first page can do without.
        raise SearchError("The search server is not responding.") from error
    except SearchError as error:
        _note(error)
        raise


@tk.chained_action
@tk.side_effect_free
def organization_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The organisations, as CKAN lists them; those that are asked for by a name they no longer have, too."""
    asked = [name for name in ("organizations", "groups") if data_dict.get(name)]
    return original(context, {**data_dict, **{name: names.listed_today(data_dict[name]) for name in asked}})


@tk.chained_action
@tk.side_effect_free
def group_package_show(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The datasets of an organisation or group, under a name that it no longer has, too."""
    return original(context, names.by_todays_name(data_dict))


@tk.chained_action
@tk.side_effect_free
def member_list(original: Action, context: Context, data_dict: dict[str, Any]) -> Any:
    """The members of an organisation or group, without datasets that whoever asks may not see: CKAN tells the ids of private ones."""
    members = original(context, data_dict)
    unseen = hidden.among(context, [id_ for id_, kind, _capacity in members if kind == "package"])
    return [each for each in members if each[0] not in unseen]


def _at_least_one(asked: Any) -> Any:
    """A number of one and more, of all that CKAN takes for a number or for none; what it refuses is left to it."""
    try:
        return max(1, int((asked.strip() if isinstance(asked, str) else asked) or 0))
    except (TypeError, ValueError, OverflowError):
        return asked


def _note(error: Exception) -> None:
    if has_request_context():
        tk.g.spenddata_search_failed = error
