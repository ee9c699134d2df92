"""What every room's tests share. Run with services: `make test`, or `python -m stack test -- pytest tests/ROOM`.

Nothing here imports CKAN before a fixture that needs it is used, so that the pure rooms are tested without it.
"""

from __future__ import annotations

import os
import shlex
import sys
import urllib.request
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests import emptying, slow
from tests.kept_app import make_app, with_plugins
from tests.returns import standing

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN, where the system has no libmagic

pytest_plugins = ["tests.assurance"]
__all__ = ["make_app", "with_plugins"]

ON_PORTAL = "on the running portal"
TOLD = pytest.StashKey[TemporaryDirectory[str]]()
PURE = ("values", "definitions", "intake", "checks", "classify", "compare", "console")
"""Rooms whose tests share nothing, so that any process may run any of them."""


def other_services() -> list[Path]:
    """The files with the addresses of the further services, where there are any."""
    return [Path(path) for path in os.environ.get("SPENDDATA_OTHER_SERVICES", "").split(os.pathsep) if path]


def take_own_services() -> None:
    """Each process of `-n` but the first takes the next of the further services that `stack test --sets` has started.

    Raises:
        UsageError: There are fewer; two processes on the same ones would empty each other's tables.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    others = other_services()
    if number == 0 or "CKAN_INI" not in os.environ:
        return
    if number > len(others):
        raise pytest.UsageError(f"-n asks for more processes than the {len(others) + 1} sets of services: raise --sets")
    for line in others[number - 1].read_text().splitlines():
        name, _, value = line.removeprefix("export ").partition("=")
        os.environ[name] = "".join(shlex.split(value))


take_own_services()


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `make test-fast` and `make slow` ask for."""
    parser.addoption("--first-cases", action="store_true", help="of each test its first case alone")
    parser.addoption("--note-slow", action="store_true", help="write down which tests are slow")


def pytest_configure(config: pytest.Config) -> None:
    """Few examples by default, fewer for `make test-fast`, many for `make test-deep`, always the same for `make mutants`.

    Tests read the profile where they are defined.
    """
    from hypothesis import HealthCheck, Phase, settings

    forget_ckans_folder()
    if config.option.note_slow:
        config.pluginmanager.register(slow.Notes())
    quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    settings.register_profile("fast", max_examples=10, deadline=None, suppress_health_check=quiet)
    settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=quiet)
    settings.register_profile(
        "mutants",
        settings.get_profile("quick"),
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
    )
    settings.register_profile("deep", max_examples=2_000, deadline=None, suppress_health_check=quiet)
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def forget_ckans_folder() -> None:
    """CKAN, imported, puts its folder before Python's own modules; programs that a test starts would fall over its `types`."""
    ckan = sys.modules.get("ckan")
    if ckan:
        sys.path[:] = [path for path in sys.path if path not in ckan.__path__]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n 2`: each test of a pure room, each other file, and all tests on a running portal go to whichever process is free.

    Where processes don't have services of their own, all that may need services goes to one.
    """
    from xdist.scheduler import LoadScopeScheduling

    shared = len(other_services()) + 1 < config.option.numprocesses

    class Rooms(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            if set(PURE) & set(file.split("/")):
                return nodeid
            if shared:
                return "services"
            return ON_PORTAL if nodeid in on_portal(config) else file

    config.option.loadscopereorder = False
    return Rooms(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Each process tells the scheduler which tests ask for the running portal, by a file of its own."""
    folder = node.config.stash.setdefault(TOLD, TemporaryDirectory(prefix="spenddata-tests-"))
    node.workerinput[ON_PORTAL] = str(Path(folder.name) / node.workerinput["workerid"])


def on_portal(config: pytest.Config) -> frozenset[str]:
    """The tests that ask for the running portal."""
    folder = Path(config.stash[TOLD].name)
    return _lines(next(iter(sorted(folder.iterdir()))))


@cache
def _lines(file: Path) -> frozenset[str]:
    return frozenset(file.read_text().splitlines())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what needs services or the real files; and put first what takes longest, so that processes end together.

    Of a file, those come together that want the same published, so that it is published once.
    """
    services = {"reset_db", "clean_db", "clean_datastore", "clean_index", "portal_server", "portal_world"}
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if services & names:
            item.add_marker("portal")
        if "real_files" in names:
            item.add_marker("real")
    slow.mark(items)
    files = {file: number for number, file in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (_turn(item), files[item.path], standing.wanted(item)))
    if told := getattr(config, "workerinput", {}).get(ON_PORTAL):
        # The scheduler knows a test by its name alone, and asks no process for more.
        Path(told).write_text("\n".join(item.nodeid for item in items if not _turn(item)))
    if config.option.first_cases:
        items[:] = _first_cases(items)


def _first_cases(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    firsts = {item.nodeid.split("[")[0]: item for item in reversed(items)}
    return list(reversed(firsts.values()))


def _turn(item: pytest.Item) -> int:
    """A test's turn: on the running portal, on services, in rooms that need none."""
    if "portal_server" in getattr(item, "fixturenames", ()):
        return 0
    return 2 if set(PURE) & set(item.nodeid.split("::")[0].split("/")) else 1


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The portal runs for those that ask for it; others have no workers but their own."""
    if "portal_server" in getattr(item, "fixturenames", ()):
        running.address()
    else:
        running.stop()


@pytest.fixture
def clean_db(ckan_config) -> None:
    """CKAN's database as new, with the tables of the plugins too."""
    emptying.empty_main_database()


@pytest.fixture
def clean_datastore() -> None:
    """The DataStore without the tables of files, and with an empty ledger."""
    emptying.empty_datastore()


@pytest.fixture
def clean_transactions() -> None:
    """The index of transactions, empty."""
    from tests.solr import request

    everything = request(
        "spend/update?commit=true", b'{"delete": {"query": "*:*"}}', **{"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(everything, timeout=30):
        pass


class Running:
    """The portal that runs beside the tests, on the same services: web server and workers."""

    def __init__(self) -> None:
        self._parts = ExitStack()
        self._address = ""

    def address(self) -> str:
        """Where it answers; it is started where it doesn't run."""
        from stack.live import portal

        if not self._address:
            self._address = self._parts.enter_context(portal(Path(os.environ["CKAN_INI"]).parent))
        return self._address

    def stop(self) -> None:
        """Stop it where it runs."""
        self._parts.close()
        self._address = ""


running = Running()


def pytest_sessionfinish() -> None:
    """Stop the portal with the last test."""
    running.stop()


@pytest.fixture(scope="session")
def portal_server() -> str:
    """The address of a portal that runs beside the tests."""
    return running.address()


@pytest.fixture
def idle_workers(portal_server: str, with_plugins) -> None:
    """The running portal's workers have nothing to do, and write nothing while the databases are emptied."""
    emptying.wait_for_workers()


@pytest.fixture
def portal(portal_server: str, idle_workers, clean_db, clean_datastore, clean_index, clean_transactions) -> str:
    """A running portal with nothing in it but its administrator `admin`; gives its address."""
    restore_administrator()
    return portal_server


def restore_administrator() -> None:
    """The administrator."""
    from ckan import model

    model.Session.remove()
    make_site_user()
    user = model.User.get("admin")
    if user is None:
        user = model.User(name="admin", email="admin@localhost.example", sysadmin=True)
        user.password = "admin-of-the-tests"
        model.Session.add(user)
    model.Session.commit()


def make_site_user() -> None:
    """CKAN's own user, which it makes when first asked for: the tests and the running portal must not both be the first."""
    from ckan import model
    from ckan.plugins import toolkit as tk
    from sqlalchemy.exc import IntegrityError

    try:
        tk.get_action("get_site_user")({"ignore_auth": True}, {})
    except IntegrityError:
        model.Session.rollback()  # the portal was
