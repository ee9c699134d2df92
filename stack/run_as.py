"""Who runs what. Nothing of a stack runs as root: started by root, services become other users, who must reach their files.

PostgreSQL becomes ``postgres``; Valkey, Solr, the web server and the workers become another user, so that the database's files are
not theirs: ``spenddata`` where the machine has that user, else a number that nobody has.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from stack.home import Account, Home
from stack.processes import as_user
from stack.progress import StackError, say

# Not a temporary folder: systems clean those, and this holds a database.
FALLBACK = Path("/var/lib/ckanext-spenddata")
OWN_USER = "spenddata"
NOBODYS = range(61_184, 65_520)
"""Numbers that systems keep for services without an account (systemd's dynamic users take theirs here too)."""
WALKABLE = 0o711


class Numbered(NamedTuple):
    """A user that may have no account."""

    pw_name: str
    pw_uid: int
    pw_gid: int


def settle(home: Home) -> None:
    """Decide who the services are and where their files lie. Called before anything of the stack starts.

    Without root all is the caller's own. As root, files of the services that lie where those users can't walk to are moved.
    """
    database = database_user()
    if database is None:
        home.path.chmod(0o700)
        return
    home.account = service_user(home)
    if all(walkable(home.path, user) for user in (database, home.account)):
        return
    home.base = FALLBACK / hashlib.sha256(str(home.path / "postgres").encode()).hexdigest()[:12]
    home.base.mkdir(parents=True, exist_ok=True)
    for folder in (FALLBACK, home.base):
        folder.chmod(WALKABLE)
    say(
        f"users {database.pw_name} and {home.account.pw_name} can't reach that folder: the database is kept in "
        f"{home.base / 'postgres'}, files beside it"
    )
    for name in ("storage", "webassets", "solr", "valkey"):
        if (home.path / name).is_dir() and not (home.base / name).exists():
            shutil.move(home.path / name, home.base / name)


def database_user() -> Account | None:
    """The user that PostgreSQL becomes; none where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StackError("PostgreSQL can't run as root, and there is no user postgres or nobody: start as an ordinary user")


def service_user(home: Home) -> Account:
    """The user that all other services become, where we are root: an account for it, else a number of this home's own."""
    with suppress(KeyError):
        return pwd.getpwnam(OWN_USER)
    number = home.mark("services' user")
    if number is None or not is_nobodys(number):
        begin = int(hashlib.sha256(str(home.path).encode()).hexdigest(), 16) % len(NOBODYS)
        turned = (*NOBODYS[begin:], *NOBODYS[:begin])
        number = next(candidate for candidate in turned if is_nobodys(candidate))
        home.set_mark("services' user", number)
    return Numbered(str(number), number, number)


def is_nobodys(number: int) -> bool:
    """Whether no account has a number."""
    try:
        pwd.getpwuid(number)
    except KeyError:
        return True
    return False


def runs_for(user: Account | None, *command: str | Path) -> bool:
    """Whether a command succeeds when that user runs it."""
    try:
        done = subprocess.run(
            [str(part) for part in command], check=False, capture_output=True, timeout=30, cwd="/", **as_user(user)
        )
    except OSError:
        return False
    return done.returncode == 0


def database_folder(home: Home, user: Account | None) -> Path:
    """The folder of the database, handed to its user; others may walk through it to the socket."""
    folder = home.base / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(WALKABLE if user else 0o700)
    if user and folder.stat().st_uid != user.pw_uid:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def walkable(folder: Path, user: Account) -> bool:
    """Whether the user can walk to a folder, which is opened to walkers only; its parents are left as they are."""
    folder.chmod(WALKABLE)
    return runs_for(user, "/usr/bin/test", "-x", folder)


def hand_over(folder: Path, user: Account | None) -> None:
    """Give a folder with all in it to a user, who may not have made it all: another start, or a command of root's, did."""
    if user is None:
        return
    waiting = [folder]
    os.chown(folder, user.pw_uid, user.pw_gid)
    while waiting:
        for entry in os.scandir(waiting.pop()):
            found = entry.stat(follow_symlinks=False)
            # A second name of a file elsewhere would give that file away.
            if found.st_uid != user.pw_uid and (found.st_nlink == 1 or entry.is_dir(follow_symlinks=False)):
                os.chown(entry.path, user.pw_uid, user.pw_gid, follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))


def readable_program(program: Path, tree: Path, copy: Path, user: Account | None) -> Path:
    """A program that the user can run: itself, else its copy together with the tree that it belongs to."""
    if runs_for(user, program, "--version"):
        return program
    copied = copy / program.relative_to(tree)
    if not runs_for(user, copied, "--version"):
        copy_readable(tree, copy)
    if not runs_for(user, copied, "--version"):
        whom = f"user {user.pw_name}" if user else "this user"
        raise StackError(f"{program.name} does not run as {whom}, from {program} or from {copied}")
    return copied


def readable_folder(folder: Path, copy: Path, user: Account | None) -> Path:
    """A folder of read-only files that the user can read: itself, else its copy."""
    probe = next(path for path in sorted(folder.rglob("*")) if path.is_file())
    if user is None or runs_for(user, "/usr/bin/test", "-r", probe):
        return folder
    if not (copy.is_dir() and runs_for(user, "/usr/bin/test", "-r", copy / probe.relative_to(folder))):
        copy_readable(folder, copy)
        say(f"user {user.pw_name} can't read {folder}: it is copied to {copy}")
    return copy


def copy_readable(tree: Path, copy: Path) -> None:
    """Copy a tree so that everyone can read it, whatever the mask; it gets its name when it is whole."""
    unfinished = copy.with_name(copy.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.chmod(copy.parent.stat().st_mode | 0o011)
    shutil.copytree(tree, unfinished, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
    shutil.rmtree(copy, ignore_errors=True)
    unfinished.rename(copy)
