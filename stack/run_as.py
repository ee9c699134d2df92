"""PostgreSQL refuses to run as root. Started by root, it alone becomes another user, who must reach its files."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from stack.processes import as_user
from stack.progress import StackError, say

# Not a temporary folder: systems clean those, and this holds a database.
FALLBACK = Path("/var/lib/ckanext-spenddata")


def database_user() -> pwd.struct_passwd | None:
    """The user that PostgreSQL becomes; none where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise StackError("PostgreSQL can't run as root, and there is no user postgres or nobody: start as an ordinary user")


def runs_for(user: pwd.struct_passwd | None, *command: str | Path) -> bool:
    """Whether a command succeeds when that user runs it."""
    try:
        done = subprocess.run(
            [str(part) for part in command], check=False, capture_output=True, timeout=30, cwd="/", **as_user(user)
        )
    except OSError:
        return False
    return done.returncode == 0


def reachable_folder(wanted: Path, user: pwd.struct_passwd | None) -> Path:
    """The wanted folder, handed to the user; where others may not walk its path, one elsewhere."""
    if user is None:
        wanted.mkdir(parents=True, exist_ok=True)
        return wanted
    if not walkable(wanted.parent, user):
        name = hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
        wanted = FALLBACK / name / wanted.name
        say(f"user {user.pw_name} can't reach that folder: the database is kept in {wanted}")
    wanted.mkdir(parents=True, exist_ok=True)
    if wanted.stat().st_uid != user.pw_uid:
        os.chown(wanted, user.pw_uid, user.pw_gid)
    return wanted


def walkable(folder: Path, user: pwd.struct_passwd) -> bool:
    """Whether the user can walk to a folder, which is opened to walkers; its parents are left as they are."""
    folder.chmod(folder.stat().st_mode | 0o011)
    return runs_for(user, "/usr/bin/test", "-x", folder)


def readable_program(program: Path, tree: Path, copy: Path, user: pwd.struct_passwd | None) -> Path:
    """A program that the user can run: itself, else its copy together with the tree that it belongs to."""
    if runs_for(user, program, "--version"):
        return program
    copied = copy / program.relative_to(tree)
    if not runs_for(user, copied, "--version"):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(tree, copy, symlinks=True)
        hand_over_readable(copy)
    if not runs_for(user, copied, "--version"):
        whom = f"user {user.pw_name}" if user else "this user"
        raise StackError(f"{program.name} does not run as {whom}, from {program} or from {copied}")
    return copied


def hand_over_readable(tree: Path) -> None:
    """Let everyone read a copied tree, whatever the mask it was copied under."""
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
