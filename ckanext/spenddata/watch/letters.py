"""Mail about approval: to those who approve, that a return waits for them; to those who sent it, that it came back or is public.

Told from what is written down of a return, now and again and by the clock: no mail holds up the work, and one that can't be sent is
tried again for two days. A letter names the body, the period and accounts, and leads to the page; what is in the return stands there.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import sqlalchemy as sa
from ckan import model
from ckan.lib import mailer
from ckan.lib.redis import connect_to_redis
from ckan.plugins import toolkit as tk
from redis.exceptions import RedisError

from ckanext.spenddata import config
from ckanext.spenddata.model import Event, Revision, State
from ckanext.spenddata.model.columns import now
from ckanext.spenddata.returns import states
from ckanext.spenddata.returns.people import accounts, authority, publishers
from ckanext.spenddata.returns.people.authority import Role
from ckanext.spenddata.values.periods import Period, PeriodError

log = logging.getLogger(__name__)

STEPS = (states.ASKED, states.SENT_BACK, str(State.PUBLISHED))
"""What is written about."""
DAYS = 2
"""What happened longer ago is no news."""
AMONG = 5_000
"""So many changes of state are looked through."""
MOST_AT_ONCE = 20
"""Letters of one round, each of which may take its time."""
REMEMBERED_SECONDS = (DAYS + 1) * 24 * 3600
TRY_AGAIN_SECONDS = 600
"""So long until a letter is tried again that the mail server did not take."""
TRIED, SENT = b"tried", b"sent"
"""What is noted of a letter."""


@dataclass(frozen=True)
class Letter:
    """What is written to one person about one step."""

    event_id: object
    user_id: str
    name: str
    address: str
    subject: str
    body: str

    @property
    def key(self) -> str:
        """By what it is known that it was sent."""
        return f"spenddata:letter:{self.event_id}:{self.user_id}"


class Letters:
    """Remembers the steps of which everybody was told, so that their letters are not worked out again at every round."""

    def __init__(self) -> None:
        self._told: set[int] = set()

    def tell(self) -> int:
        """Send what is to be written about and was not yet; how many letters were sent. Call it now and again."""
        if not config.approval() or not tk.config["smtp.mail_from"]:
            return 0
        events = _events()
        self._told &= {event.id for event in events}
        sent = 0
        for event in events:
            if event.id not in self._told and sent < MOST_AT_ONCE:
                sent += self._tell_of(event, MOST_AT_ONCE - sent)
        return sent

    def _tell_of(self, event: Event, most: int) -> int:
        """Send what is to be written about one step, so many letters at most; how many were sent."""
        waiting = [letter for letter in _letters(event) if not _was_sent(letter.key)]
        sent = sum(_send(letter) for letter in islice((each for each in waiting if _is_news(each.key)), most))
        if sent == len(waiting):
            self._told.add(event.id)
        return sent


def _events() -> list[Event]:
    """Steps of the last days, the oldest first; looked for among the newest, so that it costs the same on any portal."""
    since, newest = now() - dt.timedelta(days=DAYS), sa.select(sa.func.max(Event.id)).scalar_subquery()
    query = sa.select(Event).where(Event.id > newest - AMONG, Event.to_state.in_(STEPS), Event.at >= since)
    return list(model.Session.scalars(query.order_by(Event.id)))


def _letters(event: Event) -> Iterator[Letter]:
    revision = model.Session.get(Revision, event.revision_id)
    if revision is None:
        return
    if event.to_state == states.ASKED:
        # Sent back, read again or approved by now: then nobody is to be called.
        if states.is_asked(revision):
            yield from _written(event, revision, _approvers(revision, but=event.user_id), *_waits(revision, event))
    elif event.to_state == states.SENT_BACK:
        if not states.is_asked(revision):
            yield from _written(event, revision, _senders(revision, but=event.user_id), *_came_back(revision, event))
    elif revision.state == State.PUBLISHED:
        yield from _written(event, revision, _senders(revision, but=revision.approved_by), *_is_public(revision))


def _written(
    event: Event, revision: Revision, people: Iterable[model.User], subject: str, words: str
) -> Iterator[Letter]:
    reference = revision.spend_return.reference
    address = tk.url_for("spenddata_returns.show", reference=reference, qualified=True)
    for user in people:
        if user.email:
            yield Letter(event.id, user.id, user.name, user.email, subject, f"{words}\n\n{address}\n")


def _approvers(revision: Revision, but: str | None) -> list[model.User]:
    """Those who may approve it by their role, whoever sent it for approval left out."""
    found = _people(authority.with_role(revision.spend_return.organization_id, Role.ADMIN))
    return [user for user in found if user.id != but]


def _senders(revision: Revision, but: str | None) -> list[model.User]:
    """Who sent it and who sent it for approval, if they still work for its publisher; whoever did the step knows of it."""
    asked = {event.user_id for event in revision.events if event.to_state == states.ASKED}
    organization_id = revision.spend_return.organization_id
    wanted = {id_ for id_ in {revision.submitted_by, *asked} if id_ and id_ != but}
    return _people({id_ for id_ in wanted if authority.role(id_, organization_id) >= Role.EDITOR})


def _people(user_ids: Iterable[str]) -> list[model.User]:
    query = sa.select(model.User).where(model.User.id.in_(list(user_ids)), model.User.state == model.State.ACTIVE)
    return list(model.Session.scalars(query.order_by(model.User.name)))


def _waits(revision: Revision, event: Event) -> tuple[str, str]:
    what = _what(revision)
    words = tk._("{who} sent a return for your approval: {what}.\nLook at it, and approve it or send it back.")
    return tk._("For your approval: {what}").format(what=what), words.format(who=_who(event.user_id), what=what)


def _came_back(revision: Revision, event: Event) -> tuple[str, str]:
    what = _what(revision)
    words = tk._("{who} sent a return back: {what}.\nWhat is to be put right:\n\n{why}")
    said = words.format(who=_who(event.user_id), what=what, why=event.why)
    return tk._("Sent back: {what}").format(what=what), said


def _is_public(revision: Revision) -> tuple[str, str]:
    what = _what(revision)
    words = tk._("{who} approved a return, and it is published: {what}.")
    return tk._("Published: {what}").format(what=what), words.format(who=_who(revision.approved_by), what=what)


def _what(revision: Revision) -> str:
    """Whose return, of which period: one line, whatever a body is called."""
    found = revision.spend_return
    body = publishers.by_organization(found.organization_id)
    name = body.publisher.name if body else found.publisher_id
    return " ".join(f"{name}, {_title(found.period)}".split())


def _title(period: str) -> str:
    try:
        return Period.parse(period).title
    except PeriodError:
        return period


def _who(user_id: str | None) -> str:
    return accounts.names({user_id}).get(user_id) or tk._("Somebody")


def _was_sent(key: str) -> bool:
    """Whether a letter was sent, by this process or another."""
    try:
        return connect_to_redis().get(key) == SENT
    except RedisError:
        return False


def _is_news(key: str) -> bool:
    """Whether it is to be sent now. Noted before it is sent: a mail server that never answers ends this process.

    Where Valkey is away nothing is written, rather than the same every ten seconds; it is tried again.
    """
    try:
        return bool(connect_to_redis().set(key, TRIED, nx=True, ex=TRY_AGAIN_SECONDS))
    except RedisError:
        return False


def _send(letter: Letter) -> bool:
    try:
        mailer.mail_recipient(letter.name, letter.address, letter.subject, letter.body)
        connect_to_redis().set(letter.key, SENT, ex=REMEMBERED_SECONDS)
    except (
        mailer.MailerException,
        OSError,
        RedisError,
        ValueError,
    ) as error:  # the last of what fits no header or address
        log.warning("no mail about a return: %s", error)
        return False
    return True
