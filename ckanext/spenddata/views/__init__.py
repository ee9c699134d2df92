"""The pages, through actions only.

Comes in: a request. Goes out: a page that works without JavaScript, or a file to take away. Nothing here touches a database, a file of the
store or Solr: what a person can do in a page, a program can do by the actions that the page calls. Open ``returns.py`` first; ``guard.py`` is
what stands around every view.
"""

from __future__ import annotations

from ckanext.spenddata.views.about import about
from ckanext.spenddata.views.comparison import comparison
from ckanext.spenddata.views.publishers import publishers
from ckanext.spenddata.views.returns import returns
from ckanext.spenddata.views.revisions import revisions
from ckanext.spenddata.views.search import search
from ckanext.spenddata.views.submission import submission

__all__ = ["about", "comparison", "publishers", "returns", "revisions", "search", "submission"]
