"""Every answer says what a browser may do with it: pages, error pages, static files, the API, and what was uploaded."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.spenddata.security import headers
from tests.returns.world import World, upload

pytestmark = pytest.mark.portal


@pytest.fixture
def answer(app: Any, world: World):
    """Ask for an address; the answer."""
    return lambda path, **options: app.get(path, follow_redirects=False, **options)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/spend/search", 200), ("/nothing/such", 404), ("/dataset/new", 403), ("/organization/", 200)],
)
def test_pages_run_our_scripts_alone(answer, path: str, status: int):
    found = answer(path)
    assert found.status_code == status
    policy = found.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe-eval" not in policy
    assert policy.count("unsafe-inline") == policy.count("style-src-attr 'unsafe-inline'") == 1
    assert "frame-ancestors 'self'" in policy
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert found.headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in found.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    "path", ["/api/3/action/status_show", "/api/3/action/nosuch", "/feeds/dataset.atom", "/base/images/ckan.ico"]
)
def test_what_is_no_page_is_sandboxed(answer, path: str):
    found = answer(path)
    assert found.headers["Content-Security-Policy"] == headers.SANDBOX
    assert found.headers["X-Content-Type-Options"] == "nosniff"


def test_hsts_is_said_where_the_portal_is_encrypted(answer, ckan_config, monkeypatch):
    assert "Strict-Transport-Security" not in answer("/").headers
    monkeypatch.setitem(ckan_config, "ckan.site_url", "https://spend.example.org")
    assert answer("/api/3/action/status_show").headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize(
    ("mode", "field"), [("report-only", "Content-Security-Policy-Report-Only"), ("enforce", "Content-Security-Policy")]
)
def test_an_administrator_may_try_the_policy_first(answer, ckan_config, monkeypatch, mode: str, field: str):
    monkeypatch.setitem(ckan_config, "ckanext.spenddata.csp", mode)
    assert [name for name in dict(answer("/").headers) if name.startswith("Content-Security")] == [field]


def test_an_administrator_may_add_sources(ckan_config, monkeypatch):
    monkeypatch.setitem(
        ckan_config, "ckanext.spenddata.csp_sources", "script-src https://a.example; connect-src https://b.example;"
    )
    policy = headers.policy(embedded=False)
    assert "script-src 'self' https://a.example;" in policy
    assert policy.endswith("connect-src 'self' https://b.example")


def test_only_a_view_by_itself_may_stand_in_another_site(ckan_config):
    assert "frame-ancestors *" in headers.policy(embedded=True)


@pytest.mark.parametrize(
    "path", ["/api/3/action/status_show?callback=alert(1)//", "/api/action/package_list?callback=x"]
)
def test_the_api_is_no_script(answer, path: str):
    found = answer(path)
    assert found.status_code == 400
    assert found.mimetype == "application/json"
    assert "not support JSONP" in found.json["error"]["callback"][0]


@pytest.mark.parametrize("path", ["/testing/primer", "/testing/custom_form_fields", "/testing/dashboard"])
def test_pages_for_ckan_s_own_tests_are_off(answer, path: str):
    assert answer(path).status_code == 404


@pytest.mark.parametrize(("site", "secure"), [("https://spend.example.org", True), ("http://127.0.0.1:5000", None)])
def test_cookies_stay_with_the_portal(site: str, secure: bool | None):
    from ckanext.spenddata.security import install

    settings: Any = {"ckan.site_url": site, "SESSION_COOKIE_SAMESITE": "None", "REMEMBER_COOKIE_SAMESITE": "Strict"}
    install.configure(settings)
    for cookie, same_site in (("SESSION_COOKIE", "Lax"), ("REMEMBER_COOKIE", "Strict")):
        assert settings[f"{cookie}_HTTPONLY"] is True
        assert settings[f"{cookie}_SAMESITE"] == same_site
        assert settings.get(f"{cookie}_SECURE") is secure


@pytest.mark.parametrize("name", ["a.tar.gz", "a.csv.gz", "a.tgz", "a.svgz", "a.bz2", "a.br", "a.xz", "a.Z"])
def test_an_archive_is_sent_as_it_was_uploaded(answer, world: World, name: str):
    """A browser would otherwise blow up a few kilobytes to gigabytes as it saves them."""
    import gzip

    kept = gzip.compress(b"0" * 1_000_000)
    dataset = world.call("package_create", "editor", name="archives", owner_org=world.council)
    made = world.call("resource_create", "editor", package_id=dataset["id"], name="n", upload=upload(kept, name))
    found = answer(made["url"])
    assert "Content-Encoding" not in found.headers
    assert found.data == kept
    assert found.mimetype not in ("text/csv", "image/svg+xml"), "the type is of what is sent, not of what is in it"
    world.call("dataset_purge", "sysadmin", id=dataset["id"])


@pytest.mark.check(16, "what somebody known is told is nobody else's to keep")
def test_what_somebody_known_is_told_is_for_no_shared_cache(answer, world: World):
    token = world.call("api_token_create", "sysadmin", user=world.people["editor"], name="test")["token"]
    paths = (
        "/",
        "/spend/about",
        "/api/3/action/status_show",
        "/api/3/action/spenddata_return_list",
        "/feeds/dataset.atom",
    )
    for path in (*paths, "/api/3/action/nosuch", "/dataset/"):
        for given in (token, "no.such.token"):
            cache = answer(path, headers={"Authorization": given}).headers["Cache-Control"]
            assert "private" in cache, (path, given)
            assert "public" not in cache, (path, given)
    assert "public" in answer("/api/3/action/status_show").headers["Cache-Control"]
    assert "public" in answer("/base/images/ckan.ico", headers={"Authorization": token}).headers["Cache-Control"]
