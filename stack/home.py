"""The folder that holds everything a stack keeps: data, logs, ports, secrets, and what was already done once.

What the launcher alone needs (state, logs, records of what runs) lies in the home itself. What services read and write lies under
``base``: the home too, or a place elsewhere where the launcher is root and its services, other users, can't walk to the home.
"""

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
from typing import Any, Protocol

from stack.progress import StackError, say

ROOM_NEEDED = 500 * 1024 * 1024
# Below the range from which systems take the ports of outgoing connections, so that none sits on ours by chance.
FREE_PORTS = range(20_000, 32_000)
CLOSED = 0o700
LONGEST_SOCKET = 100
"""Bytes of a socket's path; systems take 104 or 108, with a zero at the end."""


class Account(Protocol):
    """A user by number; `pwd.struct_passwd` is one."""

    @property
    def pw_name(self) -> str:
        """Its name, for people."""
        ...

    @property
    def pw_uid(self) -> int:
        """Its number."""
        ...

    @property
    def pw_gid(self) -> int:
        """Its group's number."""
        ...


class Home:
    """One stack's folder. Its `state.json` (mode 600) remembers ports, secrets and marks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.base = path
        self.account: Account | None = None
        self._file = path / "state.json"
        self._state: dict[str, Any] = {"ports": {}, "secrets": {}, "marks": {}}

    @classmethod
    def open(cls, path: Path) -> Home:
        """Make the folder where it is missing and read what it remembers."""
        home = cls(path.absolute())
        try:
            home.path.mkdir(parents=True, exist_ok=True)
            for name in ("log", "run"):
                home.folder(name).chmod(CLOSED)
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

    def shared(self, name: str) -> Path:
        """A folder for the services, theirs alone."""
        path = self.base / name
        path.mkdir(mode=CLOSED, parents=True, exist_ok=True)
        path.chmod(CLOSED)
        give(path, self.account)
        return path

    def socket(self, service: str, name: str) -> Path | None:
        """Where a service's socket lies; none where its path is longer than a socket's may be."""
        path = self.base / "sockets" / service / name
        return path if len(os.fsencode(path)) <= LONGEST_SOCKET else None

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
        """Write a file that only the launcher's user reads, whole or not at all."""
        return self._write(self.path / name, text, None)

    def write_shared(self, name: str, text: str) -> Path:
        """Write a file that only the services' user reads, whole or not at all."""
        return self._write(self.base / name, text, self.account)

    def _write(self, path: Path, text: str, owner: Account | None) -> Path:
        temporary = path.with_name(path.name + ".new")
        with suppress(FileNotFoundError):
            temporary.unlink()
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        give(temporary, owner)
        temporary.replace(path)
        return path

    def _save(self) -> None:
        self.write_private(self._file.name, json.dumps(self._state, indent=1))


def give(path: Path, owner: Account | None) -> None:
    """Make a file or folder another user's; nothing to do where there is none."""
    if owner is not None and path.lstat().st_uid != owner.pw_uid:
        os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


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
