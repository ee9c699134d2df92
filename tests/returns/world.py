"""A small fictional world to test returns in."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from tests import emptying

HEADER = (
    "Body Name,Payment Date,Supplier Name,Transaction Number,Amount,Expense Area,Expense Type,"
    "Description,Merchant Category,Irrecoverable VAT"
)
MANY = 100
"""From so many payments on, a quarter has some in each of its months."""
REGIME = "lgtc-500"
PERIOD = "2026-Q1"
NAMES = {
    "X-DEMO-1": ("exampleton", "Exampleton City Council"),
    "X-DEMO-2": ("exampleton-parks", "Exampleton Parks Trust"),
    "X-DEMO-3": ("otherborough", "Otherborough District Council"),
}
"""The bodies: identifier → name in addresses, and title."""
OF_RETURNS = (
    *("spenddata_return", "spenddata_mapping", "spenddata_former_name", "spenddata_peer_group"),
    *("package", "validation", "activity"),
)
"""Tables that are empty in the world as it is made, with all that refers to them."""


def csv_file(
    rows: int = 3,
    *,
    start: int = 1,
    bad: int = 0,
    month: int = 2,
    year: int = 2026,
    name: str = "Exampleton City Council",
) -> bytes:
    """A clean spend file; the last ``bad`` rows have no readable amount."""
    lines = [HEADER]
    for number in range(start, start + rows):
        amount = "twelve" if number >= start + rows - bad else f"{number * 1000}.{number % 100:02d}"
        lines.append(
            f"{name},{day_of(number):02d}/{month_of(number, rows, month):02d}/{year},Supplier {number} Ltd,T{number:06d},{amount},"
            f"Highways,Repairs and maintenance,Resurfacing of road {number},Construction,0.00"
        )
    return ("\r\n".join(lines) + "\r\n").encode()


def day_of(number: int) -> int:
    """The day of a payment: every twentieth goes back, or amounts that only rise would look like a running total."""
    return (number - 2 * (number % 20 == 0)) % 28 + 1


def month_of(number: int, rows: int, month: int) -> int:
    """The month of a payment: of many, each month of the quarter has some, or a person would have to say why not."""
    return month if rows < MANY else (month - 1) // 3 * 3 + 1 + number % 3


@dataclass
class World:
    """Ids of organisations and names of people."""

    council: str
    child: str
    other: str
    people: dict[str, str]

    @classmethod
    def make(cls) -> World:
        """Make everything."""
        from ckan.tests import factories

        council = organization("X-DEMO-1", *NAMES["X-DEMO-1"])
        child = organization("X-DEMO-2", *NAMES["X-DEMO-2"], parent_id="X-DEMO-1")
        other = organization("X-DEMO-3", *NAMES["X-DEMO-3"])
        people = {
            role: factories.User(name=role)["name"]
            for role in ("editor", "administrator", "member", "stranger", "outsider")
        }
        people["sysadmin"] = factories.Sysadmin(name="steward")["name"]
        made = cls(council, child, other, people)
        made.give_roles()
        return made

    def give_roles(self) -> None:
        """Everybody's role, and no other."""
        from ckan import model

        model.Session.query(model.Member).filter(model.Member.table_name == "user").delete()
        roles = (
            ("editor", self.council, "editor"),
            ("administrator", self.council, "admin"),
            ("member", self.council, "member"),
        )
        for who, organization_id, capacity in (*roles, ("stranger", self.other, "editor")):
            user, group = model.User.get(self.people[who]), model.Group.get(organization_id)
            model.Session.add(model.Member(table_id=user.id, table_name="user", capacity=capacity, group=group))
        model.Session.commit()

    def tidy(self, *, alone: bool = False) -> bool:
        """Everything as it was made; False where another test has emptied the database. ``alone``: nobody else writes."""
        from ckan import model

        model.Session.remove()
        groups = {group.id for group in model.Session.query(model.Group).filter(model.Group.state == "active")}
        users = {user.name for user in model.Session.query(model.User).filter(model.User.state == "active")}
        if groups != {self.council, self.child, self.other} or not set(self.people.values()) <= users:
            return False
        for id_, names in zip((self.council, self.child, self.other), NAMES.values(), strict=True):
            body = model.Group.get(id_)
            body.name, body.title = names
        model.Session.flush()
        emptying.empty(model.Session, [f'"public"."{table}"' for table in OF_RETURNS], alone=alone)
        model.Session.query(model.Member).filter(model.Member.table_name == "package").delete()
        self.give_roles()
        return True

    def call(self, action: str, who: str | None = "editor", **data: Any) -> Any:
        """Call an action as somebody, with authorisation as in a request."""
        from ckan import model
        from ckan.plugins import toolkit as tk

        model.Session.remove()
        return tk.get_action(action)({"user": self.people[who] if who else "", "ignore_auth": False}, data)

    def submit(
        self, *files: bytes, who: str = "editor", publisher: str = "X-DEMO-1", period: str = PERIOD, **data: Any
    ) -> dict[str, Any]:
        """Submit files for a return."""
        uploads = [upload(content, f"spend-{number}.csv") for number, content in enumerate(files, start=1)]
        return self.call(
            "spenddata_return_submit", who, publisher=publisher, regime=REGIME, period=period, upload=uploads, **data
        )

    def show(self, reference: str = f"X-DEMO-1.{REGIME}.{PERIOD}", who: str | None = "editor") -> dict[str, Any]:
        """Show a return."""
        return self.call("spenddata_return_show", who, reference=reference)

    def publish(self, content: bytes | None = None, **data: Any) -> dict[str, Any]:
        """Submit a clean file, have it checked and published; the return."""
        filed = self.submit(csv_file() if content is None else content, publish=True, **data)
        work()
        return self.show(filed["reference"])


def upload(content: bytes, name: str = "spend.csv") -> Any:
    """A file as a request brings it."""
    from werkzeug.datastructures import FileStorage

    return FileStorage(io.BytesIO(content), filename=name)


def organization(publisher_id: str, name: str, title: str, **more: Any) -> str:
    """A publisher; its id in CKAN."""
    from ckan.tests import factories

    made = factories.Organization(
        name=name,
        title=title,
        publisher_id=publisher_id,
        body_type="local authority",
        regimes=[REGIME],
        amount_basis="net_of_recoverable_vat",
        **{"joined": "2020-01-01", **more},
    )
    return made["id"]


def join(organization_id: str, user: str, capacity: str) -> None:
    """Give a user a role."""
    from ckan.tests import helpers

    helpers.call_action("organization_member_create", id=organization_id, username=user, role=capacity)


def work() -> None:
    """What the worker does when the bell rings."""
    from ckanext.spenddata.returns.work import background
    from tests.returns.read_once import read_once

    with read_once():
        background.drain_returns()


def follow() -> None:
    """What the worker of the follow-ups does."""
    from ckanext.spenddata.returns.work import background

    background.drain_followups()


def ledger_rows(publisher_id: str = "X-DEMO-1") -> tuple[int, int]:
    """Number and sum (pence) of the published rows of a publisher."""
    from ckanext.spenddata.ledger import connection

    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(
            "select count(*), coalesce((sum(amount) * 100)::bigint, 0) from spenddata.ledger where publisher_id = %s",
            (publisher_id,),
        )
        return cursor.fetchone()
