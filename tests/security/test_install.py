"""The portal's checks stand around CKAN's own question of who asks, in the order in which the answers are needed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from ckan.config.middleware.flask_app import ckan_before_request
from flask import Flask

from ckanext.spenddata.security import csrf, hidden, install, recovery, sessions, sign_in, tokens


def first_hook() -> None:
    """Something of another plugin's."""


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Flask:
    """An application as CKAN makes it, wrapped by others; installing notes what else was told."""
    for module, name in (
        (csrf, "install"),
        (install.headers, "install"),
        (hidden, "install"),
        (sign_in, "listen"),
        (sessions, "listen"),
        (install.changes, "watch"),
    ):
        monkeypatch.setattr(module, name, lambda *_: None)
    monkeypatch.setattr(sessions, "ServerSessions", lambda app: ("server sessions", app))
    monkeypatch.setattr(install.config, "session_seconds", lambda: 43_200)
    made = Flask(__name__)
    made.config.update(SESSION_TYPE="redis", SESSION_REDIS=object())
    made.before_request(first_hook)
    made.before_request(ckan_before_request)
    return made


def test_who_asks_is_found_out_between_the_checks(app):
    install.install(SimpleNamespace(app=SimpleNamespace(wsgi_app=app)))
    assert app.before_request_funcs[None] == [
        first_hook,
        sessions.admit,
        ckan_before_request,
        sessions.ask_away,
        csrf.protect,
        tokens.within_scope,
        hidden.for_page,
        sign_in.before_account,
        recovery.ask,
        recovery.look_at_link,
    ]


def test_ckan_s_own_question_of_forms_is_off_and_sessions_end(app):
    install.install(app)
    assert app.config["WTF_CSRF_CHECK_DEFAULT"] is False
    assert app.config["PERMANENT_SESSION_LIFETIME"] == 43_200


@pytest.mark.parametrize(("kind", "ours"), [("cookie", True), ("redis", True), ("filesystem", False)])
def test_sessions_are_where_they_can_be_ended(kind, ours, app):
    app.config["SESSION_TYPE"] = kind
    install.install(app)
    assert (app.session_interface == ("server sessions", app)) is ours
    assert ("SESSION_REDIS" in app.config) is not ours


def test_accounts_are_not_listed_whatever_the_configuration_says():
    settings = {"ckan.auth.public_user_details": True, "ckan.site_url": "http://spending.example"}
    install.configure(settings)
    assert settings["ckan.auth.public_user_details"] is False


@pytest.mark.parametrize(("site", "secure"), [("https://spending.example", True), ("http://spending.example", None)])
def test_cookies_go_to_no_script_and_no_other_site(site, secure):
    settings = {"ckan.site_url": site, "REMEMBER_COOKIE_SAMESITE": "Strict"}
    install.configure(settings)
    for cookie, same_site in (("SESSION_COOKIE", "Lax"), ("REMEMBER_COOKIE", "Strict")):
        assert settings[f"{cookie}_HTTPONLY"] is True
        assert settings[f"{cookie}_SAMESITE"] == same_site
        assert settings.get(f"{cookie}_SECURE") is secure
