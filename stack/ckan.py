"""CKAN itself: its ini and environment, the first-time commands, the web server and the workers."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from stack import heartbeat, surroundings
from stack.addresses import SOLR_USER, Addresses
from stack.code import readable_code
from stack.home import Home
from stack.install import ROOT
from stack.processes import Service, as_user
from stack.progress import StackError, say
from stack.solr import responds

# The work on returns comes first and alone; what follows a publication and CKAN's own jobs must not hold it up.
WORKERS = {"worker": ("spenddata",), "worker-follow": ("spenddata-follow", "default", "spenddata-xloader")}
BEHIND_READERS = 10
"""Niceness of the workers: where processors are short, a page is made before a return is read."""
LOGGING = """
[loggers]
keys = root, ckan, ckanext, spenddata
[handlers]
keys = console
[formatters]
keys = generic
[logger_root]
level = WARNING
handlers = console
[logger_ckan]
level = WARNING
handlers = console
qualname = ckan
propagate = 0
[logger_ckanext]
level = WARNING
handlers = console
qualname = ckanext
propagate = 0
[logger_spenddata]
level = INFO
handlers = console
qualname = ckanext.spenddata
propagate = 0
[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic
[formatter_generic]
format = %(asctime)s %(levelname)-5.5s [%(name)s] %(message)s
"""
WEB_STATEMENT = "30s"
"""As long as PostgreSQL works for one statement of a web process."""
JSON_LINES = "class = ckanext.spenddata.watch.logs.Json\n"
"""Added to the last section: with `SPENDDATA_LOG=json` every line is a JSON object."""


def write_ini(home: Home, addresses: Addresses, base: Path, *, invented: bool = False) -> Path:
    """Write the ini of one stack: what is its own, over the settings of `base`.

    Args:
        home: where the stack lives.
        addresses: of its services.
        base: settings that all stacks of this kind have.
        invented: whether its data are the demonstration's, which its pages then say.
    """
    settings = {
        "use": f"config:{base}",
        "ckan.site_url": addresses.site_url,
        "SECRET_KEY": home.secret("SECRET_KEY"),
        "WTF_CSRF_SECRET_KEY": home.secret("WTF_CSRF_SECRET_KEY"),
        "api_token.jwt.encode.secret": f"string:{home.secret('api_token')}",
        "api_token.jwt.decode.secret": f"string:{home.secret('api_token')}",
        "sqlalchemy.url": addresses.main_url,
        "ckan.datastore.write_url": addresses.write_url,
        "ckan.datastore.read_url": addresses.read_url,
        "solr_url": addresses.solr_url("ckan"),
        "solr_user": SOLR_USER,
        "solr_password": addresses.solr_password,
        "ckan.redis.url": addresses.redis_url,
        "ckan.storage_path": home.shared("storage"),
        "ckan.webassets.path": home.shared("webassets"),
        "ckanext.spenddata.demonstration": invented,
        "ckanext.spenddata.search.solr_url": addresses.solr_url("spend"),
        "ckanext.xloader.jobs_db.uri": addresses.main_url,
        # xloader will not start without one, and needs none: its loader is called by our own workers, its jobs never run.
        "ckanext.xloader.api_token": "none",
    }
    # A percent sign would begin a reference to another setting.
    lines = [f"{name} = {str(value).replace('%', '%%')}" for name, value in settings.items()]
    shape = JSON_LINES if os.environ.get("SPENDDATA_LOG") == "json" else ""
    return home.write_shared("ckan.ini", "\n".join(["[app:main]", *lines, LOGGING + shape]))


def environment(home: Home, addresses: Addresses) -> dict[str, str]:
    """What CKAN reads from the environment; the same addresses as in the ini, for programs that only look there."""
    return {
        "CKAN_INI": str(home.base / "ckan.ini"),
        "CKAN_SITE_URL": addresses.site_url,
        "CKAN_SQLALCHEMY_URL": addresses.main_url,
        "CKAN_DATASTORE_WRITE_URL": addresses.write_url,
        "CKAN_DATASTORE_READ_URL": addresses.read_url,
        "CKAN_SOLR_URL": addresses.solr_url("ckan"),
        "CKAN_SOLR_USER": SOLR_USER,
        "CKAN_SOLR_PASSWORD": addresses.solr_password,
        "CKAN_REDIS_URL": addresses.redis_url,
        "CKAN_STORAGE_PATH": str(home.base / "storage"),
        "SPENDDATA_SOLR_URL": addresses.solr_url_with_password("spend"),
    }


def process_environment(home: Home, addresses: Addresses) -> dict[str, str]:
    """The environment of CKAN's own processes."""
    python_path = [str(readable_code(home).root), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        **surroundings.inherited(),
        **environment(home, addresses),
        "HOME": str(home.shared("tmp")),
        "PYTHONPATH": os.pathsep.join(python_path),
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": str(home.shared("tmp")),
        # Two cores are shared by many processes: numeric libraries must not take all of them in each.
        "OMP_NUM_THREADS": "1",
    }


def first_time(home: Home, addresses: Addresses) -> None:
    """Make or upgrade tables, and what else CKAN needs before it can answer; at once where nothing has changed."""
    version = tables_version()
    if home.mark("tables") == version:
        return
    code = readable_code(home)
    known = process_environment(home, addresses) | {"SPENDDATA_ADMIN_PASSWORD": home.secret("password admin")}
    done = subprocess.run(
        [str(code.python), "-m", "stack.first_time"],
        check=False,
        capture_output=True,
        text=True,
        cwd=code.root,
        env=known,
        **as_user(home.account),
    )
    home.log("first-time").write_text(done.stderr)
    if done.returncode:
        last_words = "\n".join(f"    | {line}" for line in done.stderr.strip().splitlines()[-12:])
        raise StackError(f"CKAN could not be prepared. The log is {home.log('first-time')}, and ends:\n{last_words}")
    seconds = json.loads(done.stdout.strip().splitlines()[-1])
    home.set_mark("tables", version)
    say("CKAN's tables are made (" + ", ".join(f"{name} {took:.1f}" for name, took in seconds.items()) + ")")


def tables_version() -> str:
    """A hash over everything that decides which tables there are."""
    total = hashlib.sha256((ROOT / "requirements/lock.txt").read_bytes())
    package = ROOT / "ckanext/spenddata"
    files = [*package.glob("migration/**/*.py"), *package.glob("ledger/**/*.sql"), ROOT / "stack/first_time.py"]
    for file in sorted(files):
        total.update(file.read_bytes())
    return total.hexdigest()


def webs(home: Home, addresses: Addresses) -> list[Service]:
    """The web server: two processes on one port, each of which can be ended and started while the other answers."""
    command: list[str | Path] = [readable_code(home).python, "-m", "stack.server", str(addresses.web)]
    # Requests are counted in files of the web processes; from nothing when the server starts, not when one process does.
    shutil.rmtree(home.base / "tmp/metrics", ignore_errors=True)
    counted = {"PROMETHEUS_MULTIPROC_DIR": str(home.shared("tmp/metrics"))}
    # For every connection of a web process, CKAN's own too: what takes longer belongs to the workers. A transaction may set its own.
    limited = {"PGOPTIONS": f"-c statement_timeout={WEB_STATEMENT}"}
    around = process_environment(home, addresses) | counted | limited
    heartbeats = {name: home.shared("tmp/heartbeat") / name for name in ("web-1", "web-2")}
    return [
        Service(name, command, around | {heartbeat.FILE: str(file)}, home.base, home.account, heartbeat=file)
        for name, file in heartbeats.items()
    ]


def workers(home: Home, addresses: Addresses) -> list[Service]:
    """The workers, each with its queues, and the clock, which calls them to what was dropped."""
    ckan: list[str | Path] = [readable_code(home).python, "-m", "stack.ckan_command"]
    commands = {name: [*ckan, "jobs", "worker", "--no-scheduler", *queues] for name, queues in WORKERS.items()}
    commands["clock"] = [*ckan, "spenddata", "clock", "run"]
    known: Mapping[str, str] = process_environment(home, addresses)
    return [
        Service(
            name,
            command,
            known,
            home.base,
            home.account,
            patience=10,
            gives_way=BEHIND_READERS if name in WORKERS else 0,
        )
        for name, command in commands.items()
    ]


def answers(addresses: Addresses) -> bool:
    """Whether the portal answers."""
    return responds(f"{addresses.site_url}/api/3/action/status_show")
