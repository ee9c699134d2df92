"""What those who run a portal see of it, and what nobody else does."""

from __future__ import annotations

import json
import logging
import os
import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from ckanext.spenddata import journal


def ask(url: str, **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=named), timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def logged() -> str:
    """What the web processes have said."""
    return "".join(log.read_text() for log in (Path(os.environ["CKAN_INI"]).parent / "log").glob("web-*.log"))


class TestARunningPortal:
    def test_it_says_that_it_lives_and_is_ready(self, portal):
        assert ask(f"{portal}/healthz") == (200, "ok\n")
        status, said = ask(f"{portal}/readyz")
        assert (status, json.loads(said)) == (200, {"ready": True, "missing": []})

    def test_its_figures_count_the_requests_of_all_web_processes(self, portal):
        def counted() -> float:
            status, text = ask(f"{portal}/metrics")
            assert status == 200
            return sum(float(n) for n in re.findall(r"^spenddata_requests_total\{.*?\} (\S+)", text, re.MULTILINE))

        before = counted()
        for _ in range(12):
            ask(f"{portal}/api/3/action/status_show")
        assert counted() == before + 12
        text = ask(f"{portal}/metrics")[1]
        for name in ("revisions_waiting", "queue_age_seconds", "index_lag_seconds", "followups_waiting", "failing"):
            assert re.search(rf"^spenddata_{name} \d", text, re.MULTILINE), name

    def test_its_figures_are_not_for_those_behind_a_proxy(self, portal):
        assert ask(f"{portal}/metrics", X_Forwarded_For="203.0.113.7")[0] == 404
        assert ask(f"{portal}/metrics", X_Forwarded_For="203.0.113.7", Authorization="Bearer ")[0] == 404

    def test_a_line_for_every_request_without_its_query(self, portal):
        ask(f"{portal}/dataset/no-such-one?key=a-secret-in-a-query")
        text = logged()
        assert re.search(r"GET /dataset/no-such-one 404 \d+ ms", text)
        assert "a-secret-in-a-query" not in text


heard: dict[str, str] = {}
"""Headers of the last answer."""


@pytest.fixture
def watched(monkeypatch):
    from ckanext.spenddata.watch import doors, ready

    monkeypatch.setattr(ready, "_known", (float("-inf"), []))

    def ask(path: str, **environ: str) -> tuple[str, bytes]:
        said: list[str] = []
        heard.clear()
        known = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1", **environ}
        body = doors.Watched(failing)(known, lambda status, headers: said.append(status) or heard.update(headers))
        return said[0], b"".join(body)

    return ask


def failing(_environ, _start):
    raise AssertionError("CKAN must not be asked")


def test_alive_asks_nobody(watched, monkeypatch):
    from ckanext.spenddata.watch import ready

    monkeypatch.setattr(ready, "SERVICES", {"database": failing})
    assert watched("/healthz")[0] == "200 OK"
    assert "Retry-After" not in heard


def test_not_ready_names_what_is_away_and_tells_no_address(watched, monkeypatch, caplog):
    from ckanext.spenddata.watch import ready

    def away() -> None:
        raise ConnectionError("postgresql://ckan:a-password@somewhere")

    monkeypatch.setattr(ready, "SERVICES", {"database": away, "valkey": lambda: None})
    status, said = watched("/readyz")
    assert status.startswith("503")
    assert json.loads(said) == {"ready": False, "missing": ["database"]}
    assert int(heard["Retry-After"]) > 0
    assert "a-password" not in caplog.text


@pytest.mark.usefixtures("with_plugins")
@pytest.mark.parametrize(
    ("token", "environ", "may"),
    [
        ("", {}, True),
        ("", {"REMOTE_ADDR": "::1"}, True),
        ("", {"REMOTE_ADDR": "192.0.2.1"}, False),
        ("", {"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": "Bearer "}, False),
        ("", {"HTTP_X_FORWARDED_FOR": "192.0.2.1"}, False),
        ("a-token", {"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": "Bearer a-token"}, True),
        ("a-token", {"REMOTE_ADDR": "192.0.2.1", "HTTP_AUTHORIZATION": "Bearer another"}, False),
    ],
)
def test_who_may_see_figures(ckan_config, token, environ, may):
    from ckanext.spenddata.watch import doors

    ckan_config[doors.METRICS_TOKEN] = token
    assert doors.may_see_figures({"REMOTE_ADDR": "127.0.0.1", **environ}) is may


def test_a_path_can_not_break_a_line():
    from ckanext.spenddata.watch.doors import printable

    assert "\n" not in printable("/a\n2026-01-01 ERROR forged")
    assert len(printable("/" + "x" * 10_000)) <= 300


class TestLines:
    def test_what_reading_the_settings_silenced_is_heard_again(self, tmp_path):
        from logging.config import fileConfig

        from ckanext.spenddata.watch import logs

        silenced = logging.getLogger("somebody.before")
        (tmp_path / "log.ini").write_text(
            "[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nhandlers=\nlevel=WARNING\n"
        )
        kept = logging.getLogger().handlers[:]
        try:
            fileConfig(tmp_path / "log.ini")
            assert silenced.disabled
            logs.hear()
            assert not silenced.disabled
        finally:
            logging.getLogger().handlers[:] = kept

    def test_a_line_of_json_names_its_return_and_its_error(self):
        from ckanext.spenddata.watch import logs

        logs.hear()
        with journal.about("X-DEMO-1.hmt-25k.2026-04"):
            try:
                int("a\nfault")
            except ValueError:
                record = logging.getLogger("x").makeRecord(
                    "x", logging.ERROR, "file", 1, "it %s", ("failed",), __import__("sys").exc_info()
                )
        line = logs.Json().format(record)
        assert "\n" not in line
        told = json.loads(line)
        assert told["message"] == "it failed"
        assert told["return"] == "X-DEMO-1.hmt-25k.2026-04"
        assert "ValueError" in told["error"]
        assert journal.reference() == ""


def test_an_error_of_a_page_reaches_the_log(portal):
    """A page that fails is answered as such, and its reason is in the log of the web server."""
    import sqlalchemy as sa
    from ckan import model

    before = len(logged())
    with model.meta.engine.begin() as connection:
        connection.execute(sa.text("alter table package rename to package_away"))
    try:
        status, _ = ask(f"{portal}/dataset/anything")
    finally:
        with model.meta.engine.begin() as connection:
            connection.execute(sa.text("alter table package_away rename to package"))
    assert status >= 500
    new = logged()
    assert len(new) > before
    assert 'relation "package" does not exist' in new
    assert "Traceback" in new
