"""Flask's application, whatever other plugins have laid around it."""

from __future__ import annotations

from typing import Any

from flask import Flask


def flask_of(application: Any) -> Flask:
    """The application itself; what was wrapped around it is taken off."""
    while not isinstance(application, Flask):
        application = getattr(application, "app", None) or application.wsgi_app
    return application
