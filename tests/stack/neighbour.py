"""Another user of the same machine, who tries every door of a stack. Each door gives what it let out: an empty list is a closed door."""

from __future__ import annotations

import base64
import json
import os
import pwd
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from stack.processes import as_user

PASSWORDS_TRIED = ("", "postgres", "ckan", "valkey", "solr", "portal", "SolrRocks", "admin")


@dataclass(frozen=True)
class Neighbour:
    """Whoever tries, and whose doors."""

    home: Path

    @property
    def state(self) -> dict:
        return json.loads((self.home / "state.json").read_text())

    @property
    def secrets(self) -> list[str]:
        return [secret for secret in self.state["secrets"].values() if len(secret) > 8]

    @property
    def solr(self) -> str:
        return f"http://127.0.0.1:{self.state['ports']['solr']}/solr"

    def run(self, program: str, *arguments: str) -> str:
        """Run Python as `nobody`; what it printed."""
        command = ["/usr/bin/python3", "-c", program, *arguments]
        who = as_user(pwd.getpwnam("nobody")) if os.geteuid() == 0 else {}
        done = subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=60, env={}, check=False, **who)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def processes(self) -> Iterator[psutil.Process]:
        """The processes of this home's services."""
        for record in (self.home / "run").glob("*.json"):
            leader = psutil.Process(json.loads(record.read_text())["pid"])
            yield from (leader, *leader.children(recursive=True))


READS = """
import os, sys
for top in sys.argv[1:]:
    for folder, folders, files in os.walk(top):
        for name in files:
            path = os.path.join(folder, name)
            if "/programs/" in path:
                continue
            for flag, what in ((os.O_RDONLY, "read"), (os.O_WRONLY, "write")):
                try:
                    os.close(os.open(path, flag | os.O_NONBLOCK))
                    print(what, path)
                except OSError:
                    pass
        for name in (*folders, "."):
            if os.access(os.path.join(folder, name), os.W_OK):
                print("make files in", os.path.join(folder, name))
# Names that a stranger knows anyway, where folders can't be listed.
for top in sys.argv[1:]:
    for name in ("ckan.ini", "state.json", "log/first-time.log", "log/web.log", "valkey/valkey.conf", "solr/security.json",
                 "valkey/appendonlydir/appendonly.aof.1.incr.aof", "postgres/data/pg_hba.conf", "postgres/data/postgresql.conf"):
        try:
            print("read", name, len(open(os.path.join(top, name)).read()))
        except OSError:
            pass
"""


def files(neighbour: Neighbour) -> list[str]:
    """Files of the home that can be read or written."""
    return neighbour.run(READS, str(neighbour.home)).splitlines()


SOCKETS = """
import socket, sys
for path in sys.argv[1:]:
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print("connected to", path)
    except OSError:
        pass
"""


def sockets(neighbour: Neighbour) -> list[str]:
    """Sockets that take a connection."""
    ports = neighbour.state["ports"]
    base = neighbour.home / "sockets"
    paths = [base / "valkey/valkey.sock", base / f"postgres/.s.PGSQL.{ports['postgres']}"]
    assert all(path.is_socket() for path in paths)
    return neighbour.run(SOCKETS, *map(str, paths)).splitlines()


def ports(neighbour: Neighbour) -> list[str]:
    """Services beside the web and Solr that listen on the network at all."""
    allowed = {neighbour.state["ports"]["web"], neighbour.state["ports"]["solr"]}
    found = []
    for process in neighbour.processes():
        with suppress(psutil.NoSuchProcess):  # a child that lived for a moment
            heard = [c.laddr for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
            found += [f"{process.name()} listens on {where}" for where in heard if where.port not in allowed]
    return found


PROCESS = """
import sys
for pid in sys.argv[1:]:
    for name in ("cmdline", "environ", "maps", "mem"):
        try:
            print(pid, name, open(f"/proc/{pid}/{name}", "rb").read(200_000))
        except OSError:
            pass
"""


def process_list(neighbour: Neighbour) -> list[str]:
    """Secrets in what anybody may read of a process, and what else can be read of it."""
    pids = [str(process.pid) for process in neighbour.processes()]
    seen = neighbour.run(PROCESS, *pids).splitlines()
    leaked = [line for line in seen if any(secret in line for secret in neighbour.secrets)]
    return leaked + [line[:80] for line in seen if line.split()[1] != "cmdline"]


ASKS = """
import base64, json, sys, urllib.error, urllib.request
for line in sys.argv[1:]:
    url, data, headers = json.loads(line)
    request = urllib.request.Request(url, data=data.encode() if data is not None else None, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            print(response.status, url, headers, response.read(60))
    except urllib.error.HTTPError as error:
        if error.code not in (401, 403, 404, 405, 421):
            print(error.code, url, headers)
"""


def solr(neighbour: Neighbour) -> list[str]:
    """What Solr answers to strangers: reading, writing, configuring; from a page of another origin, under another name."""
    paths = [
        "ckan/select?q=*:*",
        "spend/select?q=*:*",
        "spend/get?id=1",
        "ckan/schema",
        "admin/info/system",
        "admin/cores",
    ]
    paths += ["spend/config", "ckan/stream", "spend/sql", "ckan/debug/dump", "spend/admin/file?file=schema.xml"]
    asked: list[tuple[str, str | None, dict[str, str]]] = [(path, None, {}) for path in paths]
    delete = '{"delete": {"query": "*:*"}}'
    kinds = ("application/json", "text/plain", "application/x-www-form-urlencoded")
    elsewhere = {"Origin": "http://evil.example"}
    asked += [("spend/update?commit=true", delete, {"Content-Type": kind, **elsewhere}) for kind in kinds]
    asked.append(
        ("spend/config", '{"set-property": {"requestDispatcher.requestParsers.enableRemoteStreaming": true}}', {})
    )
    asked.append(("ckan/schema", '{"delete-field": {"name": "title"}}', {"Content-Type": "application/json"}))
    guesses = [known(user, password) for user in ("portal", "solr") for password in PASSWORDS_TRIED]
    asked += [("ckan/select?q=*:*", None, {"Authorization": f"Basic {guess}"}) for guess in guesses]
    # Whoever has the password, by DNS that was bent to this machine, still gets nowhere under a foreign name.
    inside = {"Authorization": f"Basic {known('portal', neighbour.state['secrets']['solr'])}", "Host": "evil.example"}
    asked.append(("ckan/select?q=*:*", None, inside))
    lines = [json.dumps([f"{neighbour.solr}/{path}", data, headers]) for path, data, headers in asked]
    return neighbour.run(ASKS, *lines).splitlines()


def known(user: str, password: str) -> str:
    return base64.b64encode(f"{user}:{password}".encode()).decode()


def logs(neighbour: Neighbour) -> list[str]:
    """Secrets in any log, and in what anybody may read of the home."""
    found = []
    for path in (neighbour.home / "log").iterdir():
        text = path.read_text(errors="replace")
        found += [f"{path.name} holds {name}" for name, secret in neighbour.state["secrets"].items() if secret in text]
    return found


def temporary_files(neighbour: Neighbour) -> list[str]:
    """Secrets in files under the system's temporary folder that anybody may read."""
    found = []
    for path in Path(tempfile.gettempdir()).glob("*"):
        readable = path.is_file() and path.stat().st_mode & 0o004 and path.stat().st_size < 1_000_000
        if readable and any(secret in path.read_text(errors="replace") for secret in neighbour.secrets):
            found.append(str(path))
    return found


DOORS: tuple[Callable[[Neighbour], list[str]], ...] = (
    files,
    sockets,
    ports,
    process_list,
    solr,
    logs,
    temporary_files,
)
