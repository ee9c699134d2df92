"""A web server and workers beside the services of `python -m stack test`, for tests that need the portal itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stack import ckan
from stack.addresses import Addresses
from stack.home import Home
from stack.processes import Processes
from stack.trial import DATABASES


@contextmanager
def portal(folder: Path) -> Iterator[str]:
    """Serve the portal of a trial's folder; gives its address.

    Args:
        folder: where the trial keeps its `ckan.ini`.
    """
    home = Home.open(folder)
    addresses = Addresses.known(home, DATABASES)
    processes = Processes(home)
    try:
        for service in (*ckan.webs(home, addresses), *ckan.workers(home, addresses)):
            processes.start(service)
        processes.wait_for("web", lambda: ckan.answers(addresses), limit=120)
        yield addresses.site_url
    finally:
        processes.stop(quiet=True)
