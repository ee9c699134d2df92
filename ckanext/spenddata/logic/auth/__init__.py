"""Who may do what. Functions return ``{"success": …, "msg": …}`` and never raise for a want of rights."""

from __future__ import annotations

from ckanext.spenddata.logic.auth import (
    categories,
    comparisons,
    decisions,
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
    searches,
    suppliers,
    totals,
)
from ckanext.spenddata.logic.auth.categories import *  # noqa: F403
from ckanext.spenddata.logic.auth.comparisons import *  # noqa: F403
from ckanext.spenddata.logic.auth.decisions import *  # noqa: F403
from ckanext.spenddata.logic.auth.findings import *  # noqa: F403
from ckanext.spenddata.logic.auth.guards import *  # noqa: F403
from ckanext.spenddata.logic.auth.markets import *  # noqa: F403
from ckanext.spenddata.logic.auth.organizations import *  # noqa: F403
from ckanext.spenddata.logic.auth.peer_groups import *  # noqa: F403
from ckanext.spenddata.logic.auth.people import *  # noqa: F403
from ckanext.spenddata.logic.auth.portal import *  # noqa: F403
from ckanext.spenddata.logic.auth.publishers import *  # noqa: F403
from ckanext.spenddata.logic.auth.returns import *  # noqa: F403
from ckanext.spenddata.logic.auth.reviews import *  # noqa: F403
from ckanext.spenddata.logic.auth.searches import *  # noqa: F403
from ckanext.spenddata.logic.auth.suppliers import *  # noqa: F403
from ckanext.spenddata.logic.auth.totals import *  # noqa: F403

__all__ = [  # noqa: PLE0604
    *categories.__all__,
    *comparisons.__all__,
    *decisions.__all__,
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
    *searches.__all__,
    *suppliers.__all__,
    *totals.__all__,
]
