"""A forgotten password: the same answer, and as soon, whether there is such an account or not and whether its mail can be sent or not.

The mail is a worker's business. A link is good for a day, an invitation's for a fortnight, and once; one that isn't good
tells nothing of why.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ckan import model, plugins
from ckan.lib import helpers, jobs, mailer, redis, signals
from ckan.plugins import toolkit as tk
from flask import Response, after_this_request, request
from redis.exceptions import RedisError

from ckanext.spenddata.security import address, answers, audit
from ckanext.spenddata.security.throttle import Limit
from ckanext.spenddata.values.text import N_

log = logging.getLogger(__name__)

ASKED = Limit("reset asked", 10, 900)
"""By one address."""
MAILED = Limit("reset mailed", 3, 3600)
"""To one account; more would be a nuisance to it, and is left out silently."""
TRIED = Limit("reset link", 20, 900)
"""Links that were not good, by one address."""
USED = Limit("reset link used", 1, 60)
"""One link, at one moment: a minute at most, should a process die with it."""
INVITED = Limit("invited", 30, 3600)
"""People, by one account; stewards and system administrators as many as they like."""
AT_ONCE = N_(
    "This link is being used at this moment by another request. If you pressed the button twice, sign in with the password that you"
    " have just set. If that does not work, ask for another link: Forgotten your password?"
)
LINK_SECONDS, INVITATION_SECONDS = 86_400, 14 * 86_400


def ask() -> Response | None:
    """Take a request for a link, where this is one, instead of CKAN's own view."""
    if request.endpoint != "user.request_reset" or request.method != "POST":
        return None
    who = request.form.get("user", "").strip()
    if not who:
        helpers.flash_error(tk._("Give the name or the email address of your account."))
        return tk.redirect_to("user.request_reset")
    try:
        wait = ASKED.take(address.client()).wait
        if wait:
            return answers.refusal(
                429, tk._("You have asked for many links. Wait a few minutes and try again."), retry=wait
            )
        jobs.enqueue(send_links, [who], title="Password reset")
    except RedisError:
        return answers.refusal(503, tk._("No link can be sent just now. Try again in a minute."), retry=30)
    audit.record("reset.asked", account=who)
    helpers.flash_success(
        tk._("If there is such an account, a link to set a new password is on its way to its email address.")
    )
    return tk.redirect_to(tk.config["ckan.user_reset_landing_page"])


def send_links(who: str) -> None:
    """Send a link to every active account of that name or e-mail address; a job of the workers.

    Args:
        who: What somebody has typed.
    """
    for user in _accounts(who):
        if MAILED.take(user.id).wait:
            log.warning("No further link was sent to %s: it has had %d within the hour", user.name, MAILED.most)
            continue
        try:
            _send(user)
        except (mailer.MailerException, ValueError):  # the last of what fits no header or address
            log.exception("The link for %s could not be sent; its owner will ask again", user.name)


def look_at_link() -> Response | None:
    """Refuse a link that is not good, before CKAN's view tells whether there is such an account."""
    if request.endpoint != "user.perform_reset":
        return None
    try:
        if request.method == "POST" and not _hold():
            return answers.refusal(403, tk._(AT_ONCE))
        user = model.User.get((request.view_args or {}).get("id"))
        if user is not None and not user.is_deleted() and _is_good(user):
            return None
        wait = TRIED.take(address.client()).wait
    except RedisError:
        return answers.refusal(503, tk._("Links can't be checked just now. Try again in a minute."), retry=30)
    if wait:
        return answers.refusal(
            429, tk._("Too many links that do not work. Wait a few minutes and try again."), retry=wait
        )
    words = tk._("This link no longer works: each can be used once. Ask for another one: Forgotten your password?")
    return answers.refusal(403, words)


def _hold() -> bool:
    """Keep this request's link from being used by another until this one is answered; False where another is using it."""
    used = USED.take(request.args.get("key", ""))
    if used.wait:
        return False

    @after_this_request
    def let_go(response: Response) -> Response:
        with suppress(RedisError):
            used.take_back()
        return response

    return True


@contextmanager
def used_once(user: model.User, key: str) -> Iterator[None]:
    """Let a program set a password by the key of a link: not while another does, and by another key from then on.

    Raises:
        ValidationError: Another is using it at this moment.
    """
    used = USED.take(key)
    if used.wait:
        raise tk.ValidationError({"reset_key": [tk._(AT_ONCE)]})
    try:
        model.Session.refresh(user)
        yield
        mailer.create_reset_key(user)
    finally:
        used.take_back()


def link_was_made(user_id: str, *, invitation: bool) -> None:
    """Note that an account has a new link, from which its time counts."""
    redis.connect_to_redis().set(_key(user_id), 1, ex=INVITATION_SECONDS if invitation else LINK_SECONDS)


def _is_good(user: model.User) -> bool:
    model.Session.refresh(user)  # as it is now that nobody else uses the link, not as the session had it
    return mailer.verify_reset_link(user, request.args.get("key")) and is_alive(user.id)


def is_alive(user_id: str) -> bool:
    """Whether an account's link has not grown too old."""
    return bool(redis.connect_to_redis().exists(_key(user_id)))


def _accounts(who: str) -> list[model.User]:
    if "@" not in who:
        user = model.User.by_name(who)
        return [user] if user and not user.is_deleted() else []
    same = model.Session.query(model.User).filter(model.User.email.ilike(_literally(who)))
    return [user for user in same if not user.is_deleted()]


def _literally(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _send(user: model.User) -> None:
    """As CKAN would: by another plugin that tells people things, else by mail."""
    notified = False
    for plugin in plugins.PluginImplementations(plugins.INotifier):
        notified = plugin.notify_about_topic(notified, "request_password_reset", {"user": user})
    if not notified:
        mailer.send_reset_link(user)
    signals.request_password_reset.send(user.name, user=user)


def _key(user_id: str) -> str:
    return f"{tk.config['ckan.site_id']}:spenddata:reset-link:{user_id}"
