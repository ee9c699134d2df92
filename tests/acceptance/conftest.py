"""A third party's client at a running portal: everything here goes over HTTP with an API token, as anybody's program would."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 120
"""Seconds that a step may take on a busy machine."""
BUSY = ("submitted", "checking", "approved", "publishing")


@dataclass(frozen=True)
class Client:
    """ckanapi, with an API token, and patience."""

    address: str
    token: str

    def call(self, action: str, files: dict[str, Any] | None = None, **parameters: Any) -> Any:
        """Call an action and give its result."""
        import ckanapi

        with ckanapi.RemoteCKAN(self.address, apikey=self.token) as remote:
            return remote.call_action(action, parameters, files=files, requests_kwargs={"timeout": 60})

    def submit(self, path: Path, *, publisher: str, regime: str, period: str, **parameters: Any) -> str:
        """Submit a file; gives the reference of its return."""
        with path.open("rb") as file:
            answer = self.call(
                "spenddata_return_submit",
                files={"upload": (path.name, file)},
                publisher=publisher,
                regime=regime,
                period=period,
                **parameters,
            )
        return answer["reference"]

    def settled(self, reference: str) -> dict[str, Any]:
        """The newest revision of a return, once nothing in the background works on it."""
        return wait_for(lambda: self.newest(reference), lambda revision: revision["state"] not in BUSY)

    def followed(self, reference: str) -> dict[str, Any]:
        """The newest revision, once all that follows its publication is done."""

        def is_done(revision: dict[str, Any]) -> bool:
            steps = revision["follow_ups"]
            return bool(steps) and all(step["state"] == "done" for step in steps)

        return wait_for(lambda: self.newest(reference), is_done)

    def newest(self, reference: str) -> dict[str, Any]:
        """The newest revision of a return."""
        return max(
            self.call("spenddata_return_show", reference=reference)["revisions"], key=lambda each: each["number"]
        )


def wait_for(look: Callable[[], Any], good: Callable[[Any], bool], patience: float = PATIENCE) -> Any:
    """What ``look`` gives once it is good; fails with the last look when patience ends."""
    end = time.monotonic() + patience
    while True:
        seen = look()
        if good(seen):
            return seen
        if time.monotonic() > end:
            pytest.fail(f"Not so after {patience} s: {seen}")
        time.sleep(0.3)


@pytest.fixture
def client(with_plugins, portal: str) -> Client:
    """A program of the portal's administrator."""
    from ckan.tests import factories

    token = factories.APIToken(user="admin", name="acceptance")
    return Client(portal, token["token"])


@pytest.fixture
def load_publisher(with_plugins, cli, portal: str) -> Callable[[str], None]:
    """Makes an organisation of a body of the table of public bodies, as an administrator does."""

    def load(publisher_id: str) -> None:
        from ckan.cli.cli import ckan

        result = cli.invoke(ckan, ["spenddata", "publisher", "load", publisher_id])
        assert result.exit_code == 0, result.output

    return load
