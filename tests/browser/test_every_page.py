"""No page of ours is left out of what is looked at in a browser: the lists are set beside the routes, so that a new page is missed here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("ckan", reason="CKAN is not here")
pytest.importorskip("playwright", reason="no browser is here")

from flask import Flask

from ckanext.spenddata import views
from ckanext.spenddata.theme import pages as pages_of_the_portal
from tests.browser import test_other_ways_of_looking as other_ways
from tests.browser import test_way_of_a_return as way

RETURN = "/spend/returns/X-DEMO-1.lgtc-500.2026-02"
LOOKED_AT = (
    *(*way.PUBLIC, *way.OFFICERS, *way.STEWARDS, *way.LISTS, *other_ways.PAGES, *other_ways.FRAMES),
    *(RETURN, f"{RETURN}/revisions/1", f"{RETURN}/revisions/1/findings", f"{RETURN}/revisions/1/erase"),
    "/spend/suppliers/name:OAKFIELD",
    "/spend/transactions/1",
)
"""The lists, and what their tests add: a return and what is behind it, and the first supplier and payment of their lists."""
ELSEWHERE = {
    "spenddata_returns.progress": "no page: whether one should be loaded again",
    "spenddata_revisions.printable": "made to be printed, without scripts, and looked at by tests/checks/reports",
    "spenddata_rows.show": "of rows that cannot be used: tests/browser/test_fixing_rows.py",
    "spenddata_fixes.show": "reached by its link: the way of questions, columns and fixes",
    "spenddata_stewards.decide_supplier": "of two suppliers that are alike: tests/views/test_stewards.py",
    "spenddata_peer_groups.take_back": "of a group that was loaded: tests/views/test_peer_groups.py",
}
"""Pages that are in none of the lists, with where they are looked at."""
FILES = (".atom", ".csv", ".json", ".png", ".svg", ".xlsx", ".<ending>")


def routes() -> Flask:
    """Our routes alone."""
    app = Flask("spenddata")
    for name in views.__all__:
        app.register_blueprint(getattr(views, name))
    app.register_blueprint(pages_of_the_portal.blueprint)
    return app


def of_pages(app: Flask) -> Iterator[str]:
    """What shows a page, and is no file to take away."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static" and not rule.rule.endswith(FILES):
            yield rule.endpoint


def test_every_page_is_looked_at_or_is_named_with_where():
    app = routes()
    adapter = app.url_map.bind("localhost")
    looked_at = {adapter.match(path)[0] for address in LOOKED_AT if adapter.test(path := address.partition("?")[0])}
    missed = set(of_pages(app)) - looked_at - ELSEWHERE.keys()
    assert not missed, (
        f"nobody looks at {sorted(missed)} in a browser: add an address of each, or say where it is looked at"
    )
    assert not ELSEWHERE.keys() & looked_at, "what is looked at needs no exception"
    assert ELSEWHERE.keys() <= set(of_pages(app)), "an exception for a page that is gone"
