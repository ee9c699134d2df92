"""Another user of the machine finds every door of the services closed, and no secret lies about."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import redis

from tests.stack.neighbour import DOORS, Neighbour

pytestmark = pytest.mark.usefixtures("portal_server")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a neighbour")


@pytest.fixture
def neighbour() -> Neighbour:
    return Neighbour(Path(os.environ["CKAN_INI"]).parent)


@pytest.mark.check(31)
@needs_root
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_door_is_closed_to_others(neighbour, door):
    # A file that the shell was told to write the addresses to (`--keep`) is its caller's to keep closed.
    assert [found for found in door(neighbour) if not found.endswith(".env")] == []


@needs_root
def test_the_doors_are_tried_indeed(tmp_path_factory):
    """Else the tests above would say nothing: an open home is seen to be open."""
    import json
    import tempfile

    # Where everybody may enter, and open whatever umask the tests run under.
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        home = Path(made)
        home.chmod(0o755)
        for folder in ("log", "run"):
            (home / folder).mkdir()
            (home / folder).chmod(0o755)
        state, log = home / "state.json", home / "log/first-time.log"
        state.write_text(json.dumps({"secrets": {"token": "a-secret-of-ours"}, "ports": {}}))
        log.write_text("token: a-secret-of-ours")
        for file in (state, log):
            file.chmod(0o644)
        from tests.stack import neighbour

        assert any("state.json" in found for found in neighbour.files(Neighbour(home)))
        assert neighbour.logs(Neighbour(home)) == ["first-time.log holds token"]


@pytest.mark.check(31)
def test_nothing_of_the_home_is_open_to_others():
    home = Path(os.environ["CKAN_INI"]).parent
    for name in ("ckan.ini", "state.json"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    for name in ("storage", "log", "run", "solr", "valkey", "tmp", "postgres/data", "sockets/valkey"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o700, name


def test_valkey_asks_for_the_password_and_refuses_what_a_portal_never_needs():
    from urllib.parse import urlsplit

    url = urlsplit(os.environ["CKAN_REDIS_URL"])
    stranger = redis.Redis(unix_socket_path=url.path) if url.scheme == "unix" else redis.Redis(port=url.port or 0)
    with pytest.raises(redis.exceptions.AuthenticationError):
        stranger.rpush("rq:queue:default", "a job")
    portal = redis.Redis.from_url(os.environ["CKAN_REDIS_URL"])
    for command in (
        ("CONFIG", "GET", "*"),
        ("SHUTDOWN",),
        ("DEBUG", "OBJECT", "x"),
        ("MONITOR",),
        ("REPLICAOF", "no", "one"),
    ):
        with pytest.raises(redis.exceptions.ResponseError, match=r"no permissions|not allowed"):
            portal.execute_command(*command)


def test_no_token_of_an_administrator_is_kept_for_xloader(portal):
    from ckan import model
    from ckan.common import config

    assert config["ckanext.xloader.api_token"] == "none"
    assert model.Session.query(model.ApiToken).count() == 0
