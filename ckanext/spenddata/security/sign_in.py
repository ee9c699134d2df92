"""Signing in: how often a password may be tried, and nothing to be learned from how long the answer takes.

Tries are counted for an address and an account together, so that whoever guesses locks out only themselves. Somebody
who guesses from everywhere meets a second limit, the account's; beyond it an address must wait seconds between tries,
except where the account was signed in from before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from ckan import model
from ckan.lib import redis, signals
from ckan.plugins import toolkit as tk
from flask import Response, abort, g, has_request_context, request
from passlib.hash import pbkdf2_sha512  # pyright: ignore[reportAttributeAccessIssue]  made when it is asked for
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.security import address, answers, audit
from ckanext.spenddata.security.throttle import Limit, Try

FOR_AN_ADDRESS, FOR_AN_ACCOUNT = 5, 3
"""How many times the tries of one address at one account are allowed one address, and one account."""
ACCOUNTS = Limit("accounts", 10, 3600)
"""New ones, by strangers at one address."""
SLOWLY_SECONDS = 10
KNOWN_SECONDS = 60 * 86400
"""For so long an address is known from which an account was signed in."""
NOBODY_S = pbkdf2_sha512.hash("nobody has this password")


def before_password(identity: Mapping[str, Any]) -> None:
    """Refuse a password that comes too soon after too many wrong ones; else have it checked.

    Where there is no such account, a password is checked all the same: the answer to a name that exists takes no longer.

    Args:
        identity: ``login`` (a name or an e-mail address) and ``password``, as CKAN's authenticators get them.
    """
    login, password = str(identity.get("login") or ""), str(identity.get("password") or "")
    user = _account(login)
    if has_request_context():
        _count(user.id if user else login.casefold())
    if user is None or not user.is_active or not user.password:
        pbkdf2_sha512.verify(password, NOBODY_S)


def before_account() -> Response | None:
    """Refuse a stranger who makes accounts by the dozen, where self-registration is on at all."""
    asked = request.method == "POST" and tk.current_user.is_anonymous
    action = (request.view_args or {}).get("logic_function")
    if not asked or not (request.endpoint == "user.register" or action == "user_create"):
        return None
    try:
        wait = ACCOUNTS.take(address.client()).wait
    except RedisError:
        return answers.refusal(503, tk._("No account can be made just now. Try again in a minute."), retry=30)
    return (
        answers.refusal(429, tk._("There were too many new accounts. Try again later."), retry=wait) if wait else None
    )


def listen() -> None:
    """Follow who was signed in and who wasn't."""
    signals.user_logged_in.connect(_signed_in)
    signals.user_logged_out.connect(_signed_out)
    signals.failed_login.connect(_failed)


def _count(account: str) -> None:
    where = address.client()
    try:
        tries = _tries(account, where)
    except RedisError:
        abort(answers.refusal(503, tk._("Nobody can be signed in just now. Try again in a minute."), retry=30))
    wait = max(each.wait for each in tries)
    if wait:
        audit.record("session.refused", why="too many tries", account=account, wait=wait)
        abort(answers.refusal(429, _words(wait), retry=wait))
    g.spenddata_tries = (account, where, tries)


def _tries(account: str, where: str) -> list[Try]:
    """A try counted under every limit, the narrowest first; those after one that is used up are not asked."""
    tries, seconds = config.login_tries(), config.login_seconds()
    made: list[Try] = []
    asked = [
        (Limit("password", tries, seconds), (where, account)),
        (Limit("address", tries * FOR_AN_ADDRESS, seconds), (where,)),
    ]
    for limit, of in asked:
        made.append(limit.take(*of))
        if made[-1].wait:
            return made
    if not redis.connect_to_redis().exists(_known_key(account, where)):
        usual = Limit("account", tries * FOR_AN_ACCOUNT, seconds).take(account)
        made.append(Limit("slowly", 1, SLOWLY_SECONDS).take(account) if usual.wait else usual)
    return made


def _signed_in(_app: Any, user: model.User, **_more: Any) -> None:
    if has_request_context():
        _forgive()
    audit.record("session.began", account=user.name)


def _forgive() -> None:
    """The password was right: the tries were the account's own."""
    account, where, tries = g.pop("spenddata_tries", (None, "", []))
    if account is None:
        return
    for each in tries:
        each.take_back()
    Limit("password", config.login_tries(), config.login_seconds()).forgive(where, account)
    redis.connect_to_redis().set(_known_key(account, where), 1, ex=KNOWN_SECONDS)


def _failed(login: Any, **_more: Any) -> None:
    audit.record("session.refused", why="wrong password", account=login)


def _signed_out(_app: Any, user: Any = None, **_more: Any) -> None:
    audit.record("session.ended", account=getattr(user, "name", None))


def _account(login: str) -> model.User | None:
    """The account that CKAN will look at."""
    return (model.User.by_name(login) or model.User.by_email(login)) if login else None


def _known_key(account: str, where: str) -> str:
    whose = hashlib.sha256(f"{account}\0{where}".encode()).hexdigest()[:32]
    return f"{tk.config['ckan.site_id']}:spenddata:known:{whose}"


def _words(wait: int) -> str:
    message = tk.ungettext(
        "There were too many wrong passwords. Try again in {minutes} minute, or reset your password.",
        "There were too many wrong passwords. Try again in {minutes} minutes, or reset your password.",
        minutes := -(-wait // 60),
    )
    return message.format(minutes=minutes)
