"""The demonstration, into a portal: bodies as organisations, people who may file for them, filings through the actions.

Everything goes the way that anybody's file goes: ``spenddata_return_submit``, the workers' checks,
``spenddata_return_publish``. Loading can be cut short at any point and run again: what is there is left as it is.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ckan import model
from ckan.plugins import toolkit as tk
from ckan.types import Context
from werkzeug.datastructures import FileStorage

from ckanext.spenddata.demo import stories
from ckanext.spenddata.demo.bodies import Body
from ckanext.spenddata.demo.plan import Filing
from ckanext.spenddata.returns.people import authority, registration
from ckanext.spenddata.values.text import counted

PEOPLE = {"demo_editor": "editor", "demo_admin": "admin", "demo_member": "member"}
"""User → what it is to every fictional body."""
OVER = frozenset({"published", "superseded", "withdrawn", "rejected"})
"""States of a revision that ask for nothing more."""
PATIENCE_SECONDS = 120
PAUSE_SECONDS = 1.0
ASKED_AT_ONCE = 3
MOST_LISTED = 1000

Tell = Callable[[str], object]


class NobodyWorksError(Exception):
    """Filings wait, and no worker takes them."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"Waiting to be checked: {counted(waiting, 'return')}; nothing has moved for {PATIENCE_SECONDS} seconds."
            " Start a worker (ckan jobs worker spenddata) and run this again: it goes on where it stopped."
        )


@dataclass
class Waiting:
    """A filing that was submitted and is not over yet."""

    filing: Filing
    state: str


def load(bodies: Sequence[Body], filings: Sequence[Filing], password: str, tell: Tell) -> int:
    """Load a demonstration; how many returns are published or stand as they are meant to.

    Raises:
        NobodyWorksError: No worker does the checking; run again when one does.
    """
    _people(password)
    for body in bodies:
        _organization(body)
    tell(f"There are {counted(len(bodies), 'publisher')} and {counted(len(PEOPLE), 'user')}.")
    return _File(filings, tell).all()


def _people(password: str) -> None:
    for name, capacity in PEOPLE.items():
        account = {
            "name": name,
            "email": f"{name}@demonstration.example",
            "fullname": f"Demonstration {capacity}",
            "password": password,
        }
        if not _exists("user_show", name):
            tk.get_action("user_create")(authority.the_portal(), account)


def _organization(body: Body) -> None:
    publisher = body.publisher
    if _exists("organization_show", publisher.slug):
        return
    fields = registration.fields(publisher, amount_basis=body.amount_basis) | {
        "description": description(body),
        "users": [{"name": name, "capacity": capacity} for name, capacity in PEOPLE.items()],
    }
    tk.get_action("organization_create")(authority.the_portal(), fields)


def description(body: Body) -> str:
    """What the portal says of a body: that it is invented, and why it spends as it does."""
    reasons = " ".join(story.reason for story in stories.of(body.code))
    return f"A fictional body, invented to show what this portal does. {reasons}".strip()


class _File:
    """Files filings in order, and sees to those that need a person's yes, as a person would."""

    def __init__(self, filings: Sequence[Filing], tell: Tell) -> None:
        self._filings, self._tell = filings, tell
        self._filed = _filed({filing.body.publisher.publisher_id for filing in filings})
        self._waiting: list[Waiting] = []
        self._moved = time.monotonic()
        self._done = 0

    def all(self) -> int:
        """Submit everything, then wait until the workers are through."""
        for number, filing in enumerate(self._filings, start=1):
            self._one(filing)
            if number % 25 == 0:
                self._look()
                self._tell(f"Sent in {number} of {counted(len(self._filings), 'return')}, {self._done} published.")
        while self._waiting:
            self._wait()
        self._tell(f"All is sent in: {counted(len(self._filings), 'return')}, {self._done} published.")
        return self._done

    def _one(self, filing: Filing) -> None:
        if filing.revision > self._filed.get(filing.key, 0):
            self._until_over(filing)
            _submit(filing)
        self._waiting.append(Waiting(filing, ""))

    def _until_over(self, filing: Filing) -> None:
        """Before a correction is sent, what it corrects is public."""
        while any(waiting.filing.key == filing.key for waiting in self._waiting):
            self._wait()

    def _wait(self) -> None:
        self._look()
        if time.monotonic() - self._moved > PATIENCE_SECONDS:
            raise NobodyWorksError(len(self._waiting))
        if self._waiting:
            time.sleep(PAUSE_SECONDS)

    def _look(self) -> None:
        """Ask how the waiting ones stand, say yes where that is due, and let go of those that are over.

        Workers take filings in the order in which they came: behind a few that wait, nobody needs to be asked.
        """
        model.Session.expire_all()  # workers have gone on since; what was read before is not asked for again by itself
        going: list[Waiting] = []
        for place, waiting in enumerate(self._waiting):
            if len(going) == ASKED_AT_ONCE:
                going += self._waiting[place:]
                break
            revision = _revisions(waiting.filing)[waiting.filing.revision]
            if revision["state"] != waiting.state:
                self._moved = time.monotonic()
                waiting.state = revision["state"]
            if self._is_over(waiting.filing, revision):
                self._done += revision["state"] in {"published", "superseded"}
            else:
                going.append(waiting)
        self._waiting = going

    def _is_over(self, filing: Filing, revision: dict[str, Any]) -> bool:
        if revision["state"] == "ready" and filing.publish:
            return not self._publish(filing, revision)
        return revision["state"] in OVER or (revision["state"] == "ready" and not filing.publish)

    def _publish(self, filing: Filing, revision: dict[str, Any]) -> bool:
        """A person's yes: publish without the rows in error. False where it can't be given."""
        asked = {"reference": filing.key, "revision": filing.revision, "without_errors": revision["rows_in_error"] or 0}
        try:
            tk.get_action("spenddata_return_publish")(_editor(), asked)
        except tk.ValidationError as refusal:
            self._tell(f"{filing.key} waits for a person: {'; '.join(map(str, refusal.error_summary.values()))}")
            return False
        return True


def _submit(filing: Filing) -> None:
    asked: dict[str, Any] = {
        "publisher": filing.body.publisher.publisher_id,
        "regime": filing.regime,
        "period": str(filing.period),
        "publish": filing.publish,
    }
    if filing.nil:
        asked["nil"] = True
    else:
        asked["upload"] = FileStorage(io.BytesIO(filing.content()), filing.name)
        asked["answers"] = filing.answers
        asked["acknowledge"] = filing.acknowledge
    tk.get_action("spenddata_return_submit")(_editor(), asked)


def _filed(publisher_ids: Iterable[str]) -> dict[str, int]:
    """Reference → number of the newest revision, of every return that the bodies have filed so far."""
    found: dict[str, int] = {}
    for publisher_id in sorted(publisher_ids):
        asked = {"publisher": publisher_id, "limit": MOST_LISTED}
        for line in tk.get_action("spenddata_return_list")(_editor(), asked)["results"]:
            found[line["reference"]] = line["revision"] or 0
    return found


def _revisions(filing: Filing) -> dict[int, dict[str, Any]]:
    """Number → revision of the filing's return."""
    found = tk.get_action("spenddata_return_show")(_editor(), {"reference": filing.key})
    return {revision["number"]: revision for revision in found["revisions"]}


def _exists(action: str, name: str) -> bool:
    try:
        tk.get_action(action)(authority.the_portal(), {"id": name})
    except tk.ObjectNotFound:
        return False
    return True


def _editor() -> Context:
    """The editor, who may do what an editor may and no more."""
    return {"user": "demo_editor", "ignore_auth": False}
