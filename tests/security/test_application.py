"""Flask's application is found behind whatever other plugins have laid around it."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Flask

from ckanext.spenddata.security.application import flask_of


def test_the_application_is_itself_or_what_is_wrapped():
    app = Flask(__name__)
    wrapped = SimpleNamespace(app=SimpleNamespace(app=None, wsgi_app=app))
    assert flask_of(app) is flask_of(wrapped) is app
