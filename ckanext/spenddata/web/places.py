"""Searches have a limited number of places, so that pages are answered whatever is searched for; a page that is kept needs none."""

from __future__ import annotations

from flask import Flask, Response, g, request

from ckanext.spenddata.web.gates import SEARCHES, Gate, busy

AT_ONCE = 8
"""Of one process, which has ten threads."""
_searches = Gate(SEARCHES, AT_ONCE)


def install(app: Flask) -> None:
    """Stand before every view, behind whatever answers in its place."""
    app.before_request_funcs.setdefault(None, []).append(take)
    app.teardown_request(give_back)


def take() -> Response | None:
    """Take a place for a search; where all are taken, say when to come again."""
    if not _searches.addresses.search(request.path):
        return None
    if not _searches.enter():
        body, headers = busy(request.path)
        return Response(body, 503, headers)
    g.spenddata_place = _searches
    return None


def give_back(_error: BaseException | None = None) -> None:
    """Give the place of this request back, however it ended."""
    place: Gate | None = g.pop("spenddata_place", None)
    if place:
        place.leave()
