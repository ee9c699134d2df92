"""The actions. Their docstrings are the documentation of the API."""

from __future__ import annotations

from ckanext.spenddata.logic.action import (
    api_tokens,
    catalogue,
    categories,
    comparisons,
    decisions,
    downloads,
    erasures,
    findings,
    guards,
    markets,
    organizations,
    peer_groups,
    people,
    portal,
    publishers,
    returns,
    reviews,
    revisions,
    searches,
    suppliers,
    totals,
)
from ckanext.spenddata.logic.action.api_tokens import *  # noqa: F403
from ckanext.spenddata.logic.action.catalogue import *  # noqa: F403
from ckanext.spenddata.logic.action.categories import *  # noqa: F403
from ckanext.spenddata.logic.action.comparisons import *  # noqa: F403
from ckanext.spenddata.logic.action.decisions import *  # noqa: F403
from ckanext.spenddata.logic.action.downloads import *  # noqa: F403
from ckanext.spenddata.logic.action.erasures import *  # noqa: F403
from ckanext.spenddata.logic.action.findings import *  # noqa: F403
from ckanext.spenddata.logic.action.guards import *  # noqa: F403
from ckanext.spenddata.logic.action.markets import *  # noqa: F403
from ckanext.spenddata.logic.action.organizations import *  # noqa: F403
from ckanext.spenddata.logic.action.peer_groups import *  # noqa: F403
from ckanext.spenddata.logic.action.people import *  # noqa: F403
from ckanext.spenddata.logic.action.portal import *  # noqa: F403
from ckanext.spenddata.logic.action.publishers import *  # noqa: F403
from ckanext.spenddata.logic.action.returns import *  # noqa: F403
from ckanext.spenddata.logic.action.reviews import *  # noqa: F403
from ckanext.spenddata.logic.action.revisions import *  # noqa: F403
from ckanext.spenddata.logic.action.searches import *  # noqa: F403
from ckanext.spenddata.logic.action.suppliers import *  # noqa: F403
from ckanext.spenddata.logic.action.totals import *  # noqa: F403

__all__ = [  # noqa: PLE0604
    *catalogue.__all__,
    *api_tokens.__all__,
    *categories.__all__,
    *comparisons.__all__,
    *decisions.__all__,
    *downloads.__all__,
    *erasures.__all__,
    *findings.__all__,
    *guards.__all__,
    *markets.__all__,
    *organizations.__all__,
    *peer_groups.__all__,
    *people.__all__,
    *portal.__all__,
    *publishers.__all__,
    *returns.__all__,
    *reviews.__all__,
    *revisions.__all__,
    *searches.__all__,
    *suppliers.__all__,
    *totals.__all__,
]
