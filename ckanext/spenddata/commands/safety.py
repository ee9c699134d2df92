"""What ``doctor`` looks at for the safety of accounts: what is the administrator's to set."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from ckan import model
from ckan.plugins import toolkit as tk

from ckanext.spenddata import config
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.security import address, tokens, unnamed_proxy
from ckanext.spenddata.values.text import counted

SECRET_LENGTH = 20


def _sessions() -> str:
    kind = tk.config["SESSION_TYPE"]
    if len(tk.config["SECRET_KEY"] or "") < SECRET_LENGTH:
        raise Problem(
            "SECRET_KEY is short enough to be guessed", "Set SECRET_KEY to what `ckan generate config` would make."
        )
    if tk.config["SESSION_COOKIE_SAMESITE"] == "None":
        raise Problem("cookies are sent along by every other site", "Set SESSION_COOKIE_SAMESITE = Lax.")
    if _is_secure() and not tk.config["SESSION_COOKIE_SECURE"]:
        raise Problem("cookies are sent over plain HTTP, too", "Set SESSION_COOKIE_SECURE = true.")
    kept = "Redis" if kind in ("cookie", "redis") else kind
    hours, minutes = config.session_seconds() // 3600, config.idle_seconds() // 60
    return f"kept in {kept} for {hours} hours at most, and {minutes} minutes of doing nothing"


def _proxies() -> str:
    named = config.proxies()
    address.check(named)
    if _is_secure() and not named:
        raise Problem(
            f"{tk.config['ckan.site_url']} is served by a proxy, and none is named: everybody counts as one address",
            f"Set {config.PROXIES} to its address (unix, where it calls through a socket).",
        )
    if unnamed_proxy.was_seen():
        raise Problem(
            "a web server on this machine hands requests on, and is not named: its readers count as this machine, and have no limits",
            f"Set {config.PROXIES} to its address (127.0.0.1, or unix, where it calls through a socket).",
        )
    return (
        f"X-Forwarded-For is believed from {', '.join(named)}" if named else "no proxy is named, and none is believed"
    )


def _stewards() -> str:
    name = config.stewards()
    if not name:
        return "none are named: system administrators make publishers, and say what their duties are"
    group = model.Group.get(name)
    if group is None or group.state != model.State.ACTIVE:
        remedy = f"As a system administrator, make it and add the team, or correct {config.STEWARDS}."
        raise Problem(f"there is no organisation or group {name}", remedy)
    members = sa.select(sa.func.count()).where(
        model.Member.group_id == group.id, model.Member.table_name == "user", model.Member.state == model.State.ACTIVE
    )
    return f"{counted(model.Session.scalar(members) or 0, 'member')} of {group.name}"


def _tokens() -> str:
    sentence = (
        f"new ones end after {counted(config.token_days(), 'day')} at most"
        if config.token_days()
        else "they need not end"
    )
    endless = sum(1 for row in model.Session.query(model.ApiToken) if not _ends(row))
    return (
        f"{sentence}; {endless} have no end: their owners can make new ones and revoke the old" if endless else sentence
    )


def _ends(row: model.ApiToken) -> bool:
    return bool(((row.plugin_extras or {}).get(tokens.KEY) or {}).get("expires"))


def _is_secure() -> bool:
    return tk.config["ckan.site_url"].startswith("https:")


LOOKS: dict[str, Callable[[], str]] = {
    "sessions": _sessions,
    "proxies": _proxies,
    "stewards": _stewards,
    "API tokens": _tokens,
}
