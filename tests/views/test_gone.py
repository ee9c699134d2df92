"""What was taken back answers 410, with when and why: CKAN's own pages of it, and the API, which knows no such answer."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from flask import Flask, Response, g

from ckanext.spenddata.logic.gone import Gone
from ckanext.spenddata.views import gone

app = Flask(__name__)
TAKEN_BACK = Gone({"state": "withdrawn", "why": "Sent by mistake"}, "This file was withdrawn.")


def asked(answer: Exception | None, monkeypatch: pytest.MonkeyPatch, **parts: str) -> Any:
    """What stands in place of a page with such parts in its address."""

    def check_access(_action: str, _context: Any, data: dict[str, Any]) -> None:
        assert data == {"id": "r"}
        if answer:
            raise answer

    fake = SimpleNamespace(
        request=SimpleNamespace(view_args=parts or None),
        check_access=check_access,
        abort=lambda status, words: (int(status), words),
        NotAuthorized=tk.NotAuthorized,
        ObjectNotFound=tk.ObjectNotFound,
    )
    monkeypatch.setattr(gone, "tk", fake)
    return gone.instead_of_a_file()


def test_ckan_s_own_pages_of_a_file_that_was_taken_back_say_so(monkeypatch):
    assert asked(TAKEN_BACK, monkeypatch, id="d", resource_id="r") == (410, "This file was withdrawn.")


@pytest.mark.parametrize("answer", [None, tk.NotAuthorized(), tk.ObjectNotFound()])
def test_all_else_is_the_page_s_own_business(answer, monkeypatch):
    assert asked(answer, monkeypatch, resource_id="r") is None
    assert asked(TAKEN_BACK, monkeypatch) is None
    assert asked(TAKEN_BACK, monkeypatch, id="d") is None


def api(what: Any, body: Any, status: int = 404, kind: str = "application/json") -> Response:
    with app.app_context():
        if what is not None:
            g.spenddata_gone = what
        return gone.in_the_api(Response(json.dumps(body), status=status, mimetype=kind))


def test_the_api_tells_it_with_what_may_be_known_of_it():
    found = api(TAKEN_BACK, {"success": False, "error": {"__type": "Not Found Error"}})
    assert found.status_code == 410
    assert found.get_json() == {
        "success": False,
        "error": {
            "__type": "Gone Error",
            "message": "This file was withdrawn.",
            "state": "withdrawn",
            "why": "Sent by mistake",
        },
    }


@pytest.mark.parametrize(
    ("what", "body", "status", "kind"),
    [
        (None, {"error": {}}, 404, "application/json"),
        ("other", {"error": {}}, 404, "application/json"),
        (TAKEN_BACK, {"error": {}}, 200, "application/json"),
        (TAKEN_BACK, {"error": {}}, 404, "text/html"),
        (TAKEN_BACK, ["error"], 404, "application/json"),
        (TAKEN_BACK, {"success": True}, 404, "application/json"),
    ],
)
def test_any_other_answer_is_left_as_it_is(what, body, status, kind):
    found = api(what, body, status, kind)
    assert (found.status_code, json.loads(found.get_data())) == (status, body)
