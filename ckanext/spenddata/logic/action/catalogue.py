"""CKAN's own search of datasets: where it fails, the page or program that asked is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan.lib.search import SearchError, SolrConnectionError
from ckan.plugins import toolkit as tk
from ckan.types import Context
from flask import has_request_context

__all__ = ["package_search"]


@tk.chained_action
@tk.side_effect_free
def package_search(original: Callable[..., Any], context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Search datasets, as CKAN does; a failure is noted for the answer to this request.

    CKAN's pages show "no datasets found", with status 200, where Solr is away or could not read the question; the note lets what stands
    around them say the truth instead.
    """
    try:
        return original(context, data_dict)
    except SolrConnectionError as error:
        _note(error)
        # A kind of error that CKAN's first page can do without.
        message = "The search server does not answer."
        raise SearchError(message) from error
    except SearchError as error:
        _note(error)
        raise


def _note(error: Exception) -> None:
    if has_request_context():
        tk.g.spenddata_search_failed = error
