"""The folder that holds everything a stack keeps: data, logs, ports, secrets, and what was already done once."""

from __future__ import annotations

import fcntl
import json
import os
import random
import secrets
import shutil
import socket
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from stack.progress import StackError, say

ROOM_NEEDED = 500 * 1024 * 1024
# Below the range from which systems take the ports of outgoing connections, so that none sits on ours by chance.
FREE_PORTS = range(20_000, 32_000)


class Home:
    """One stack's folder. Its `state.json` (mode 600) remembers ports, secrets and marks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path / "state.json"
        self._state: dict[str, Any] = {"ports": {}, "secrets": {}, "marks": {}}

    @classmethod
    def open(cls, path: Path) -> Home:
        """Make the folder where it is missing and read what it remembers."""
        home = cls(path.absolute())
        try:
            home.path.mkdir(parents=True, exist_ok=True)
            for name in ("log", "run", "tmp", "storage"):
                home.folder(name)
        except OSError as error:
            raise StackError(
                f"{home.path} can't be written: {error}. Choose another with SPENDDATA_HOME=/path"
            ) from error
        home.require_room()
        if home._file.exists():
            home._state.update(json.loads(home._file.read_text()))
        return home

    def folder(self, name: str) -> Path:
        """A folder inside, made where it is missing."""
        path = self.path / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, name: str) -> Path:
        """Where a service writes what it has to say."""
        return self.folder("log") / f"{name}.log"

    def require_room(self) -> None:
        """Refuse to start on a disk that is nearly full: a database must not find out in the middle."""
        free = shutil.disk_usage(self.path).free
        if free < ROOM_NEEDED:
            raise StackError(
                f"only {free // 2**20} MB are free on the disk of {self.path}, "
                f"at least {ROOM_NEEDED // 2**20} are needed. "
                "Free some, or choose another disk with SPENDDATA_HOME=/path"
            )

    def is_nearly_full(self) -> bool:
        """Whether the disk may be why a service failed."""
        return shutil.disk_usage(self.path).free < ROOM_NEEDED // 10

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder alone; a second launcher on it is told so."""
        with (self.path / "run/lock").open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise StackError(
                    f"a stack already runs from {self.path} (process {lock.read().strip() or 'unknown'}). Stop it with "
                    "Ctrl-C where it was started, or start another with SPENDDATA_HOME=/other/path"
                ) from None
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield

    def port(self, name: str, usual: int | None = None) -> int:
        """The port of a service: the usual one, else the one it had, else any that is free."""
        others = {port for service, port in self._state["ports"].items() if service != name}
        wanted = [port for port in (usual, self._state["ports"].get(name)) if port]
        port = next((port for port in wanted if port not in others and is_free(port)), None) or free_port(others)
        if usual and port != usual:
            say(f"port {usual} is taken: {name} uses {port}")
        if port != self._state["ports"].get(name):
            self._state["ports"][name] = port
            self._save()
        return port

    def known_port(self, name: str) -> int:
        """The port of a service that is up."""
        return self._state["ports"][name]

    def secret(self, name: str) -> str:
        """A secret, made the first time it is asked for."""
        if name not in self._state["secrets"]:
            self.keep_secret(name, secrets.token_urlsafe(24))
        return self._state["secrets"][name]

    def known_secret(self, name: str) -> str | None:
        """A secret that was kept before, or nothing."""
        return self._state["secrets"].get(name)

    def keep_secret(self, name: str, value: str) -> None:
        """Remember a secret that was made elsewhere."""
        self._state["secrets"][name] = value
        self._save()

    def mark(self, name: str) -> Any:
        """What is remembered under a name, such as the version for which a step was done."""
        return self._state["marks"].get(name)

    def set_mark(self, name: str, value: Any = True) -> None:
        """Remember that a step is done, so that the next start need not."""
        self._state["marks"][name] = value
        self._save()

    def write_private(self, name: str, text: str) -> Path:
        """Write a file that only its owner reads, whole or not at all."""
        path = self.path / name
        temporary = path.with_name(path.name + ".new")
        with suppress(FileNotFoundError):
            temporary.unlink()
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        temporary.replace(path)
        return path

    def _save(self) -> None:
        self.write_private(self._file.name, json.dumps(self._state, indent=1))


def is_free(port: int) -> bool:
    """Whether a port of this machine's loopback can be listened on now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(taken: Collection[int] = ()) -> int:
    """A port that nobody listens on, and that is not among those already given away."""
    for port in random.SystemRandom().choices(FREE_PORTS, k=200):
        if port not in taken and is_free(port):
            return port
    raise StackError("no free port between 20000 and 32000 on 127.0.0.1: stop some of the programs that listen there")
