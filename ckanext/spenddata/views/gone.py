"""410 where something was taken back: CKAN's own addresses of it, and the API's answers."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from ckan.plugins import toolkit as tk
from flask import Blueprint, Response, g

from ckanext.spenddata.logic.gone import Gone

blueprint = Blueprint("spenddata_gone", __name__)

ASKED_BY_RESOURCE = "resource_id"
"""What CKAN calls a resource in the addresses of its pages, views, downloads and dumps."""
ERROR_TYPE = "Gone Error"


def page(gone: Gone) -> Any:
    """The page that stands where something was."""
    return tk.abort(HTTPStatus.GONE, str(gone.message))


@blueprint.before_app_request
def instead_of_a_file() -> Any:
    """CKAN's pages of a file, its downloads and its table say that it was taken back, and not just that there is nothing."""
    resource_id = (tk.request.view_args or {}).get(ASKED_BY_RESOURCE)
    if not resource_id:
        return None
    try:
        tk.check_access("resource_show", {}, {"id": resource_id})
    except Gone as gone:
        return page(gone)
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return None  # the page itself says so
    return None


@blueprint.after_app_request
def in_the_api(response: Response) -> Response:
    """CKAN's API answers 404 for all that is not found; what was taken back is told as such, with what may be known of it."""
    gone = g.pop("spenddata_gone", None)
    if not isinstance(gone, Gone) or response.status_code != HTTPStatus.NOT_FOUND or not response.is_json:
        return response
    answer = response.get_json(silent=True)
    if not isinstance(answer, dict) or "error" not in answer:
        return response
    answer["error"] = {"__type": ERROR_TYPE, "message": str(gone.message), **gone.facts}
    response.set_data(json.dumps(answer))
    response.status_code = HTTPStatus.GONE
    return response
