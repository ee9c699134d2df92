"""The pages, through actions only.

Comes in: a request. Goes out: a page that works without JavaScript, or a file to take away. Nothing here touches a database
or Solr: what a person can do in a page, a program can do by the actions that the page calls. Open ``returns.py`` first; ``guard.py`` is
what stands around every view.
"""

from __future__ import annotations

from ckanext.spenddata.views.about import blueprint as about_pages
from ckanext.spenddata.views.comparison_category import blueprint as comparison_pages
from ckanext.spenddata.views.data import blueprint as data_pages
from ckanext.spenddata.views.erasing import blueprint as erasing_pages
from ckanext.spenddata.views.explore import blueprint as explore_pages
from ckanext.spenddata.views.fixes import blueprint as fixes_pages
from ckanext.spenddata.views.former_names import blueprint as former_names_redirects
from ckanext.spenddata.views.gone import blueprint as gone_pages
from ckanext.spenddata.views.markets import blueprint as markets_pages
from ckanext.spenddata.views.peer_groups import blueprint as peer_groups_pages
from ckanext.spenddata.views.periods import blueprint as periods_pages
from ckanext.spenddata.views.publishers import blueprint as publishers_pages
from ckanext.spenddata.views.returns import blueprint as returns_pages
from ckanext.spenddata.views.revisions import blueprint as revisions_pages
from ckanext.spenddata.views.rows import blueprint as rows_pages
from ckanext.spenddata.views.search import blueprint as search_pages
from ckanext.spenddata.views.stewards import blueprint as stewards_pages
from ckanext.spenddata.views.submission import blueprint as submission_pages
from ckanext.spenddata.views.suppliers import blueprint as suppliers_pages
from ckanext.spenddata.views.timeliness import blueprint as timeliness_pages

__all__ = [
    "about_pages",
    "comparison_pages",
    "data_pages",
    "erasing_pages",
    "explore_pages",
    "fixes_pages",
    "former_names_redirects",
    "gone_pages",
    "markets_pages",
    "peer_groups_pages",
    "periods_pages",
    "publishers_pages",
    "returns_pages",
    "revisions_pages",
    "rows_pages",
    "search_pages",
    "stewards_pages",
    "submission_pages",
    "suppliers_pages",
    "timeliness_pages",
]
