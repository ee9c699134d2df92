"""How the portal's cookies travel: never to scripts or other sites' requests, and only encrypted where the portal is."""

from __future__ import annotations

from ckan.plugins import toolkit as tk


def configure(settings: tk.CKANConfig) -> None:
    """What CKAN's and Flask-Login's cookies must be set to, whatever the configuration says."""
    secure = settings["ckan.site_url"].startswith("https:")
    for cookie in ("SESSION_COOKIE", "REMEMBER_COOKIE"):
        settings[f"{cookie}_HTTPONLY"] = True
        if settings.get(f"{cookie}_SAMESITE") != "Strict":
            settings[f"{cookie}_SAMESITE"] = "Lax"
        if secure:
            settings[f"{cookie}_SECURE"] = True
