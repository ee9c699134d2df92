"""Puts the portal's own checks before every view. The order matters: who somebody is, is asked before what they may do."""

from __future__ import annotations

from typing import Any

from ckan.config.middleware.flask_app import ckan_before_request
from ckan.plugins import toolkit as tk
from flask import Flask

from ckanext.spenddata import config
from ckanext.spenddata.security import changes, csrf, headers, hidden, recovery, sessions, sign_in, tokens
from ckanext.spenddata.security.application import flask_of

BEFORE_IDENTIFICATION = (sessions.admit,)
AFTER_IDENTIFICATION = (
    sessions.ask_away,
    csrf.protect,
    tokens.within_scope,
    hidden.for_page,
    sign_in.before_account,
    recovery.ask,
    recovery.look_at_link,
)
"""Each is asked in turn, once CKAN knows who asks; the first refusal ends the request."""


def configure(settings: tk.CKANConfig) -> None:
    """What CKAN must be set to, whatever its configuration says."""
    settings["ckan.auth.public_user_details"] = False
    _configure_cookies(settings)


def _configure_cookies(settings: tk.CKANConfig) -> None:
    """CKAN's and Flask-Login's cookies go to no script and no other site's requests, and only encrypted where the portal is."""
    secure = settings["ckan.site_url"].startswith("https:")
    for cookie in ("SESSION_COOKIE", "REMEMBER_COOKIE"):
        settings[f"{cookie}_HTTPONLY"] = True
        if settings.get(f"{cookie}_SAMESITE") != "Strict":
            settings[f"{cookie}_SAMESITE"] = "Lax"
        if secure:
            settings[f"{cookie}_SECURE"] = True


def install(app: Any) -> None:
    """Install everything in the portal's application.

    Args:
        app: Flask's application; what other plugins wrapped around it is taken off.
    """
    flask_app = flask_of(app)
    # Ours alone decides: CKAN's asks or not, by what others have visited before.
    flask_app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    hooks = flask_app.before_request_funcs.setdefault(None, [])
    # CKAN's own hook finds out who asks, and starts the clock that its last one reads.
    at = hooks.index(ckan_before_request)
    hooks[at + 1 : at + 1] = AFTER_IDENTIFICATION
    hooks[at:at] = BEFORE_IDENTIFICATION
    _keep_sessions(flask_app)
    csrf.install(flask_app)
    headers.install(flask_app)
    hidden.install(flask_app)
    sign_in.listen()
    sessions.listen()
    changes.watch()


def _keep_sessions(flask_app: Flask) -> None:
    """Sessions in Valkey, unless the administrator chose another server-side kind: what only a cookie holds can't be ended."""
    flask_app.config["PERMANENT_SESSION_LIFETIME"] = config.session_seconds()
    if flask_app.config["SESSION_TYPE"] in ("cookie", "redis"):
        flask_app.session_interface = sessions.ServerSessions(flask_app)
        # CKAN makes its configuration of this one, and copies that deeply: a connection can't be copied.
        flask_app.config.pop("SESSION_REDIS", None)
