"""A request is text: UTF-8 without NUL, in its address and in its form."""

from __future__ import annotations

import pytest
from flask import Flask, Request, url_for
from werkzeug.test import EnvironBuilder

from ckanext.spenddata.web import wellformed
from ckanext.spenddata.web.wellformed import asked_at_once, is_for_a_host, is_readable, is_small_enough, read_numbers
from stack import doors

FORM = "application/x-www-form-urlencoded"


def asked(path: str = "/spend", query: str = "", body: bytes = b"", kind: str = FORM) -> Request:
    method = "POST" if body else "GET"
    environ = EnvironBuilder(path="/", method=method, data=body, content_type=kind if body else None).get_environ()
    environ["PATH_INFO"], environ["QUERY_STRING"] = path, query
    return Request(environ)


@pytest.mark.parametrize("query", ["", "q=caf%C3%A9", "q=a%20b&q=%E2%9C%93", "q=%25"])
def test_utf_8_is_readable(query: str):
    assert is_readable(asked(query=query))


@pytest.mark.parametrize("query", ["q=%00", "%00=1", "q=%FF", "q=%C3", "q=%ED%A0%80"])
def test_what_is_no_text_is_not(query: str):
    assert not is_readable(asked(query=query))


def test_neither_is_such_a_path():
    assert not is_readable(asked(path="/spend/\x00"))
    assert not is_readable(asked(path="/spend/\xff"))


def test_a_form_is_looked_at_and_any_other_body_is_its_reader_s():
    assert not is_readable(asked(body=b"reason=a%00b"))
    assert not is_readable(asked(body=b"a%00b=1"))
    assert is_readable(asked(body=b"reason=caf%C3%A9"))
    assert is_readable(asked(body=b"\x00\xff", kind="application/octet-stream"))


@pytest.mark.parametrize("kind", ["application/json", "text/plain", FORM, "application/octet-stream", ""])
def test_what_is_read_as_a_whole_has_an_end(kind: str, monkeypatch: pytest.MonkeyPatch):
    """Whoever may send a file could else send a gigabyte of JSON, of which a process makes ten to work with."""
    monkeypatch.setattr(wellformed, "MOST_AT_ONCE", 100)
    assert is_small_enough(asked(body=b"1" * 100, kind=kind))
    assert not is_small_enough(asked(body=b"1" * 101, kind=kind))
    of_unknown_length = asked(body=b"1" * 101, kind=kind)
    del of_unknown_length.environ["CONTENT_LENGTH"]
    of_unknown_length.environ["wsgi.input_terminated"] = True
    assert is_small_enough(of_unknown_length)
    assert len(of_unknown_length.get_data()) == 100


def test_the_server_lets_in_what_the_portal_reads_as_a_whole_and_no_more():
    assert doors.AT_ONCE == wellformed.MOST_AT_ONCE


def test_an_administrator_s_narrower_limit_stands_and_files_have_their_own(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(wellformed, "MOST_AT_ONCE", 100)
    narrow = asked(body=b"1" * 60, kind="application/json")
    narrow.max_content_length = 50
    assert not is_small_enough(narrow)
    assert is_small_enough(asked(body=b"1" * 101, kind="multipart/form-data; boundary=x"))


def test_what_an_address_asks_for_is_counted():
    assert [asked_at_once(asked(query="&".join(["a=1"] * number))) for number in (0, 1, 500)] == [0, 1, 500]


@pytest.mark.parametrize(
    ("host", "may_be"),
    [
        *(
            (host, True)
            for host in ("", "portal", "portal:5000", "a-b.example.", "192.0.2.1:80", "[2001:db8::1]:65535", "a_b:")
        ),
        *(
            (host, False)
            for host in ("a:65536", "a:99999999", "a:-1", "a:b", "[::1", "a/b", "a@b", 'a"b', "a b", "a, b", "\xe9")
        ),
    ],
)
def test_a_host_is_one(host: str, may_be: bool):
    request = asked()
    request.environ["HTTP_HOST"] = host
    assert is_for_a_host(request) is may_be


def test_a_number_in_a_path_that_python_does_not_read_is_none():
    app = Flask(__name__)
    app.add_url_rule("/payments/<int:number>/<int(min=1):row>", view_func=lambda number, row: f"{number} {row}")
    read_numbers(app)
    asks = app.test_client()
    assert asks.get("/payments/12/3").text == "12 3"
    assert asks.get("/payments/12/0").status_code == 404
    assert asks.get(f"/payments/{'9' * 5000}/3").status_code == 404


def test_numbers_with_a_fraction_in_the_paths_of_others_stay_what_they_are():
    app = Flask(__name__)
    app.add_url_rule("/height/<float:metres>", endpoint="height", view_func=lambda metres: f"{metres}")
    read_numbers(app)
    assert app.test_client().get("/height/1.75").text == "1.75"
    with app.test_request_context():
        assert url_for("height", metres=1.75) == "/height/1.75"
