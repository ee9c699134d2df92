"""The code that services run: this checkout and its `.venv`, or their copy where the services' user can't read them.

A checkout, or the interpreter that its environment was made with, may lie under root's home, which is closed to everybody else.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from stack import run_as
from stack.home import Account, Home
from stack.install import ROOT
from stack.progress import StackError, say

OF_THE_CHECKOUT = ("ckanext", "stack")
OPEN_FOLDER, OPEN_FILE = 0o755, 0o444


@dataclass(frozen=True)
class Code:
    """Where code is run from."""

    python: Path
    root: Path


OWN = Code(Path(sys.executable), ROOT)


@cache
def readable_code(home: Home) -> Code:
    """The code as the services' user can run it."""
    if home.account is None or runs(OWN, home.account):
        return OWN
    copy = copied_code(home.base / "programs/code")
    if not runs(copy, home.account):
        raise StackError(
            f"user {home.account.pw_name} can run neither {OWN.python} in {OWN.root} nor its copy in {copy.root}. Move the "
            "checkout to where everybody can read it, such as /srv, and run `make install` there; or start as an ordinary user"
        )
    return copy


def runs(code: Code, user: Account) -> bool:
    """Whether a user can import what services import."""
    reached = all(
        run_as.runs_for(user, "/usr/bin/test", "-r", code.root / file)
        for file in ("stack/wsgi.py", "ckanext/spenddata/plugin.py", "stack/portal.ini")
    )
    return reached and run_as.runs_for(user, code.python, "-c", "import ckan, psycopg2, redis")


def copied_code(folder: Path) -> Code:
    """A copy that everybody can read: the environment once for each lock, the checkout's own code at every start."""
    made_for = (ROOT / ".venv/.project").read_text()
    stamp = folder / "made-for"
    if not stamp.is_file() or stamp.read_text() != made_for:
        say(f"the services' user can't read {ROOT}: its code is copied to {folder}")
        shutil.rmtree(folder, ignore_errors=True)
        open_folder(folder)
        copy_environment(folder)
        stamp.write_text(made_for)
    for name in OF_THE_CHECKOUT:
        shutil.rmtree(folder / name, ignore_errors=True)
        link_tree(ROOT / name, folder / name)
    return Code(folder / "venv/bin/python", folder)


def copy_environment(folder: Path) -> None:
    """The packages, and a `bin/python` that finds them; the interpreter too, where it lies in a closed folder."""
    base = Path(sys.base_prefix)
    interpreter = Path(os.path.realpath(sys.executable))
    if not run_as.runs_for(run_as.Numbered("anybody", 65_534, 65_534), interpreter, "--version"):
        link_tree(base, folder / "python")
        interpreter = folder / "python" / interpreter.relative_to(base)
    link_tree(Path(sys.prefix) / "lib", folder / "venv/lib")
    open_folder(folder / "venv/bin")
    (folder / "venv/bin/python").symlink_to(interpreter)
    settings = folder / "venv/pyvenv.cfg"
    settings.write_text(f"home = {interpreter.parent}\ninclude-system-site-packages = false\n")
    settings.chmod(OPEN_FILE)


def link_tree(source: Path, target: Path) -> None:
    """A tree of second names of the same files, which costs no room; true copies where they lie on another disk."""
    shutil.copytree(source, target, symlinks=True, copy_function=link, ignore=shutil.ignore_patterns("node_modules"))
    for folder, _, _ in os.walk(target):
        Path(folder).chmod(OPEN_FOLDER)


def link(source: str, target: str) -> None:
    """One more name of a file that all can read, else its copy."""
    if Path(source).stat().st_mode & 0o004:
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copyfile(source, target)
    Path(target).chmod(OPEN_FOLDER if os.access(source, os.X_OK) else OPEN_FILE)


def open_folder(folder: Path) -> None:
    """Make a folder that everybody can read, whatever the mask."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(OPEN_FOLDER)
    folder.parent.chmod(OPEN_FOLDER)
