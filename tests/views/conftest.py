"""Reading pages and sending forms as somebody, with a session as a browser has one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from tests.returns.conftest import portal_world, world
from tests.returns.filed import (
    five_one_in_error,
    three_checked,
    three_followed,
    three_of_another_period,
    three_published,
)
from tests.returns.world import World

__all__ = [
    "five_one_in_error",
    "portal_world",
    "three_checked",
    "three_followed",
    "three_of_another_period",
    "three_published",
    "world",
]


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words as they are written, figures and addresses so that one sees what was asked, without a request or a portal."""
    from types import SimpleNamespace
    from urllib.parse import urlencode

    from ckan.plugins import toolkit as tk

    helpers = {
        "spenddata_count": "{:,}".format,
        "spenddata_period": "period {}".format,
        "spenddata_percent": "{:.0%}".format,
        "spenddata_pounds": lambda amount, pence=False: f"£{amount}",  # noqa: ARG005
        "spenddata_money": lambda amount, currency, pence=False: (  # noqa: ARG005
            f"£{amount}" if currency in (None, "GBP") else f"{amount} {currency}"
        ),
        "spenddata_regime_title": "duty {}".format,
        "spenddata_rule_title": "rule {}".format,
        "spenddata_time": "at {}".format,
        "spenddata_date": "day {}".format,
        "spenddata_vat": "vat {}".format,
    }
    monkeypatch.setattr(tk, "_", str, raising=False)
    monkeypatch.setattr(tk, "ungettext", lambda one, many, n: one if n == 1 else many, raising=False)
    monkeypatch.setattr(tk, "h", SimpleNamespace(**helpers), raising=False)
    monkeypatch.setattr(
        tk, "url_for", lambda page, **parts: f"{page}?{urlencode(sorted(parts.items()))}", raising=False
    )


@dataclass
class Page:
    """An answer, as a reader sees it."""

    response: Any
    soup: BeautifulSoup = field(init=False)

    def __post_init__(self) -> None:
        shown = self.response.mimetype.startswith("text/")
        self.soup = BeautifulSoup(self.response.get_data(as_text=True) if shown else "", "html.parser")

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def title(self) -> str:
        return " ".join(self.soup.title.get_text().split()) if self.soup.title else ""

    @property
    def text(self) -> str:
        """The words of the page's main part."""
        main = self.soup.select_one("main, [role=main]") or self.soup
        return " ".join(main.get_text(" ").split())

    @property
    def location(self) -> str:
        return self.response.headers.get("Location", "")

    def heading(self) -> str:
        """The one h1."""
        headings = self.soup.find_all("h1")
        assert len(headings) == 1, f"{len(headings)} h1 on the page: {[h.get_text() for h in headings]}"
        return " ".join(headings[0].get_text().split())

    def form(self, ending: str) -> Tag:
        """The form that is sent to an address with this ending."""
        found = self.soup.select(f"form[action$='{ending}']")
        assert found, f"no form to …{ending}; there are {[f.get('action') for f in self.soup.find_all('form')]}"
        return found[0]

    def problems(self) -> list[tuple[str, str]]:
        """Lines of the error summary: words, and the id of the field they lead to."""
        summary = self.soup.find(class_="sp-errors")
        lines = summary.find_all("li") if summary else []
        return [
            (line.get_text(strip=True), (str(line.a["href"]).removeprefix("#") if line.a else "")) for line in lines
        ]


@dataclass
class Reader:
    """Somebody at a browser."""

    client: Any

    def get(self, address: str, **more: Any) -> Page:
        return Page(self.client.get(address, **more))

    def post(
        self, address: str, data: dict[str, Any] | None = None, *, token: str | None = "from a page", **more: Any
    ) -> Page:
        """Send a form, with the token that a page of the same session gives."""
        fields = dict(data or {})
        if token == "from a page":
            token = str(self.get("/spend/about").soup.select("meta[name=_csrf_token]")[0]["content"])
        if token:
            fields["_csrf_token"] = token
        return Page(self.client.post(address, data=fields, **more))


@pytest.fixture
def reader(app, world: World) -> Callable[[str | None], Reader]:
    """``reader("editor")``: that person, signed in; ``reader(None)``: anybody."""
    from ckan import model

    from ckanext.spenddata.security import sessions

    def sign_in(who: str | None) -> Reader:
        client = app.flask_app.test_client()
        if who:
            user = model.User.get(world.people[who])
            assert user
            now = time.time()
            with client.session_transaction() as session:
                session[sessions.KEY] = {"since": now, "seen": now, "stamp": sessions.stamp(user), "remember": False}
                session["_user_id"] = user.id
                session["_fresh"] = True
        return Reader(client)

    return sign_in
