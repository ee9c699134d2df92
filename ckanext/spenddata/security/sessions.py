"""Sessions: kept in Valkey, so that they can be ended; bound to the account as it was when they began; of a few hours' life.

A browser holds nothing but a random name. What it names is JSON, never a pickle. A session ends by logging out, by
time, and at the next request after the password, the state or the sysadmin flag of its account has changed, or a role
was taken away. There are no remember-me cookies, which nobody could end: *remember me* keeps a session over idle
hours, and no longer than its whole life.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from datetime import timedelta
from typing import Any

from ckan import model
from ckan.config.middleware.common_middleware import CKANRedisSessionInterface
from ckan.config.middleware.flask_app import CKANJsonSessionSerializer
from ckan.lib import redis, signals
from ckan.plugins import toolkit as tk
from flask import Flask, Request, Response, current_app, has_request_context, session
from flask_session.base import ServerSideSession
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.security import answers

log = logging.getLogger(__name__)

KEY = "spenddata"
"""What we keep in a session: when it began and was last seen (seconds of the clock), the account's stamp, whether to be remembered."""
USER = "_user_id"
REMEMBER = "_remember"
"""Flask-Login's keys."""
STRANGERS_SECONDS = 3600
"""Life of a session of nobody, which only holds a form's token: as long as that is good."""
SEEN_EVERY_SECONDS = 60
"""A session is written no more often than this because it was used."""


class ServerSessions(CKANRedisSessionInterface):
    """CKAN's sessions in Valkey, with lives of their own, and an honest word where Valkey is away."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)  # pyright: ignore[reportArgumentType]  CKAN's own application
        self.serializer = CKANJsonSessionSerializer()  # pyright: ignore[reportAttributeAccessIssue]

    def open_session(self, app: Flask, request: Request) -> ServerSideSession:
        """The session that the cookie names; a new one of nobody where it names none, or Valkey does not answer."""
        try:
            opened = super().open_session(app, request)
        except RedisError:
            log.warning("Sessions can't be read: Valkey does not answer")
            opened = self.session_class(sid=self._generate_sid(self.sid_length), permanent=self.permanent)
            vars(opened)["away"] = True
        if app.config["REMEMBER_COOKIE_NAME"] in request.cookies:
            opened[REMEMBER] = "clear"
        return opened

    def save_session(self, app: Flask, session: ServerSideSession, response: Response) -> None:
        """Keep it; somebody who has just signed in, and can't be remembered, is told so."""
        if is_away(session):
            return
        try:
            super().save_session(app, session, response)
        except RedisError:
            log.warning("Sessions can't be kept: Valkey does not answer")
            if session.get(USER):
                _say_away(response)

    def _upsert_session(self, session_lifetime: timedelta, session: ServerSideSession, store_id: str) -> None:
        super()._upsert_session(min(session_lifetime, timedelta(seconds=_life(session))), session, store_id)


def is_away(opened: Any) -> bool:
    """Whether the session that the cookie names could not be read."""
    return bool(getattr(opened, "away", False))


def _life(opened: ServerSideSession) -> int:
    """Seconds for which a session is kept from now on, if it isn't used."""
    kept = opened.get(KEY)
    if not kept:
        return STRANGERS_SECONDS
    whole = config.session_seconds() - int(time.time() - kept["since"])
    return max(1, whole if kept["remember"] else min(whole, config.idle_seconds()))


def admit() -> None:
    """Look at the session before anything is done in its name; one that has ended is the session of nobody."""
    user_id = session.get(USER)
    if user_id is None:
        return
    kept = session.get(KEY)
    now = time.time()
    if not kept or not _is_alive(kept, now) or not _is_of_account(kept, user_id):
        forget()
    elif now - kept["seen"] > SEEN_EVERY_SECONDS:
        session[KEY] = {**kept, "seen": now}


def ask_away() -> Response | None:
    """Refuse what needs a session while they can't be read: nobody is shown the portal as if they were not signed in."""
    if not is_away(session):
        return None
    return answers.refusal(503, _away_in_words(), retry=30)


def begin(account: str, *, remember: bool = False) -> None:
    """The session of this request is an account's from now on, under a new name that nobody has seen before.

    Args:
        account: The account's ``stamp``.
        remember: Whether it is kept over hours in which it isn't used.
    """
    now = time.time()
    session[KEY] = {"since": now, "seen": now, "stamp": account, "remember": remember}
    session.pop(tk.config["WTF_CSRF_FIELD_NAME"], None)
    _rename()


def forget() -> None:
    """The session of this request is nobody's from now on, and its name means nothing."""
    _rename()
    clear = session.get(REMEMBER)
    session.clear()
    if clear:
        session[REMEMBER] = "clear"


def end_all(user_id: str) -> None:
    """End all sessions of an account that have begun before now."""
    redis.connect_to_redis().set(_ended_key(user_id), repr(time.time()), ex=config.session_seconds())


def stamp(user: model.User) -> str:
    """What a session's account must still be: the same password, state and sysadmin flag. Tells nothing about them."""
    identity = "\0".join((user.id, user.password or "", user.state, str(bool(user.sysadmin))))
    return hmac.new(tk.config["SECRET_KEY"].encode(), identity.encode(), hashlib.sha256).hexdigest()


def listen() -> None:
    """Follow CKAN's and other plugins' ways of signing in and out."""
    signals.user_logged_in.connect(_logged_in)
    signals.user_logged_out.connect(_logged_out)


def _logged_in(_app: Any, user: model.User, **_more: Any) -> None:
    remember = session.pop(REMEMBER, None) == "set"
    session.pop("_remember_seconds", None)
    begin(stamp(user), remember=remember)


def _logged_out(_app: Any, **_more: Any) -> None:
    if has_request_context():
        forget()


def _is_alive(kept: dict[str, Any], now: float) -> bool:
    idle = config.session_seconds() if kept["remember"] else config.idle_seconds()
    return now - kept["since"] <= config.session_seconds() and now - kept["seen"] <= idle


def _is_of_account(kept: dict[str, Any], user_id: str) -> bool:
    user = model.User.get(user_id)
    if user is None or not user.is_active:
        return False
    return hmac.compare_digest(kept["stamp"], stamp(user)) and kept["since"] > _ended(user.id)


def _ended(user_id: str) -> float:
    """The instant up to which all sessions of an account have ended."""
    try:
        ended = redis.connect_to_redis().get(_ended_key(user_id))
    except RedisError:
        # Only where sessions are kept elsewhere. Rights are read from the database whenever they are needed.
        log.warning("Whether sessions were ended can't be read: Valkey does not answer")
        return 0.0
    return float(ended) if ended else 0.0  # pyright: ignore[reportArgumentType]


def _ended_key(user_id: str) -> str:
    return f"{tk.config['ckan.site_id']}:spenddata:sessions-ended:{user_id}"


def _rename() -> None:
    """Give the session of this request another name, where its kind has names."""
    rename = getattr(current_app.session_interface, "regenerate", None)
    if rename and session:
        rename(session)


def _away_in_words() -> str:
    return tk._(
        "The service that knows who is signed in is not responding just now. Nothing of yours is lost."
        " Try again in a minute; what is public can be read meanwhile without signing in."
    )


def _say_away(response: Response) -> None:
    response.set_data(_away_in_words())
    response.status_code = 503
    response.headers.pop("Location", None)
    response.headers["Retry-After"] = "30"
    response.content_type = "text/plain; charset=utf-8"
