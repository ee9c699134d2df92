"""Mail to the administrators when work is stuck or has waited for an hour: once each, and in the log where no mail can be sent."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress

from ckan import model
from ckan.lib import mailer
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.work import waiting

log = logging.getLogger(__name__)

MAIL_TO = "ckanext.spenddata.mail_to"
REMEMBERED_SECONDS = 7 * 24 * 3600
"""So long one piece is not told again; one that is stuck for longer is worth another mail."""
TRY_AGAIN_SECONDS = 600
"""So long until it is tried again, where the mail server did not take the mail, or never answered."""
LONG_SECONDS = 3600
"""An outage is told after so long: a restart is nobody's business."""


def tell() -> list[str]:
    """Write about each return whose work is stuck, and each long outage, that was not written about; their lines. Call it now and again."""
    fresh = {key: line for key, line in _all() if _is_news(key)}
    lines = list(fresh.values())
    if not lines:
        return []
    log.error("work is stuck: %s", "; ".join(lines))
    administrators = _administrators() if tk.config["smtp.mail_from"] else []
    sent = [_send(name, address, lines) for name, address in administrators]
    if not any(sent):
        log.error(
            "nobody could be told by mail: set smtp.server, smtp.mail_from, and %s or an administrator's address",
            MAIL_TO,
        )
    if any(sent) or not administrators:
        _remember(fresh)
    return lines


def _all() -> Iterator[tuple[str, str]]:
    """What a person should know of, each by a key of its own."""
    for found in queries.stuck():
        yield found.id, f"{found.reference}: the work failed again and again"
    for outage in waiting.outages():
        if outage.seconds >= LONG_SECONDS:
            pieces = (
                f"{outage.pieces} piece of work waits" if outage.pieces == 1 else f"{outage.pieces} pieces of work wait"
            )
            line = f"{pieces} for the {outage.kind} since {outage.since:%d %B %H:%M %Z}: {outage.reason}"
            yield f"{outage.kind}:{outage.since:%Y%m%dT%H%M%S}", line


def _is_news(key: str) -> bool:
    """Whether it was not told before; where Valkey is away it is told again rather than never.

    Noted before the mail is sent, for a while: a mail server that never answers ends this process.
    """
    try:
        return bool(connect_to_redis().set(_noted(key), 1, nx=True, ex=TRY_AGAIN_SECONDS))
    except RedisError:
        return True


def _remember(keys: Iterable[str]) -> None:
    """It was told, by mail or by the log where no mail was ever asked for."""
    with suppress(RedisError):
        for key in keys:
            connect_to_redis().set(_noted(key), 1, ex=REMEMBERED_SECONDS)


def _noted(key: str) -> str:
    return f"spenddata:told-stuck:{key}"


def _administrators() -> list[tuple[str, str]]:
    chosen = tk.config[MAIL_TO].split()
    if chosen:
        return [(address, address) for address in chosen]
    active = model.Session.query(model.User).filter_by(sysadmin=True, state="active")
    return [(user.display_name, user.email) for user in active if user.email and user.name != tk.config["ckan.site_id"]]


def _send(name: str, address: str, lines: list[str]) -> bool:
    subject = f"{tk.config['ckan.site_title']}: work needs a person"
    body = (
        "Background work of the portal does not go on:\n\n"
        + "\n".join(f"  {line}" for line in lines)
        + "\n\nNothing that is published has changed, and nothing is lost. See why:  ckan spenddata doctor"
        + "\nWhat waits goes on by itself when the cause is gone. What is stuck:  ckan spenddata return recover\n"
    )
    try:
        mailer.mail_recipient(name, address, subject, body)
    except (mailer.MailerException, OSError, ValueError) as error:  # the last of what fits no header or address
        log.warning("no mail to an administrator: %s", error)
        return False
    return True
