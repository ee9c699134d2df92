"""Mail to the administrators when work is stuck: once for each piece, and said in the log where no mail can be sent."""

from __future__ import annotations

import logging

from ckan import model
from ckan.lib import mailer
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.spenddata.model import SpendReturn
from ckanext.spenddata.returns import queries

__all__ = ["tell"]

log = logging.getLogger(__name__)

MAIL_TO = "ckanext.spenddata.mail_to"
REMEMBERED_SECONDS = 7 * 24 * 3600
"""So long one piece is not told again; one that is stuck for longer is worth another mail."""


def tell() -> list[str]:
    """Write about each return whose work is stuck and was not written about; their references. Call it now and again."""
    fresh = [found for found in queries.stuck() if _is_news(found)]
    if not fresh:
        return []
    references = [found.reference for found in fresh]
    log.error("work is stuck on %s", ", ".join(references))
    told = [_send(name, address, references) for name, address in _administrators()]
    if not any(told):
        log.error(
            "nobody could be told by mail: set smtp.server, smtp.mail_from, and %s or an administrator's address",
            MAIL_TO,
        )
    return references


def _is_news(found: SpendReturn) -> bool:
    """Whether it was not told before; where Valkey is away it is told again rather than never."""
    try:
        return bool(connect_to_redis().set(f"spenddata:told-stuck:{found.id}", 1, nx=True, ex=REMEMBERED_SECONDS))
    except RedisError:
        return True


def _administrators() -> list[tuple[str, str]]:
    chosen = tk.config[MAIL_TO].split()
    if chosen:
        return [(address, address) for address in chosen]
    active = model.Session.query(model.User).filter_by(sysadmin=True, state="active")
    return [(user.display_name, user.email) for user in active if user.email and user.name != tk.config["ckan.site_id"]]


def _send(name: str, address: str, references: list[str]) -> bool:
    if not tk.config["smtp.mail_from"]:
        return False
    subject = f"{tk.config['ckan.site_title']}: work is stuck on {len(references)} returns"
    body = (
        "The work on these returns failed again and again, and needs a person:\n\n"
        + "\n".join(f"  {reference}" for reference in references)
        + "\n\nNothing that is published has changed. See why:  ckan spenddata doctor"
        + "\nRemove the cause, then:  ckan spenddata return recover\n"
    )
    try:
        mailer.mail_recipient(name, address, subject, body)
    except (mailer.MailerException, OSError) as error:
        log.warning("no mail to an administrator: %s", error)
        return False
    return True
