"""Solr's jars from Maven Central, fetched once and kept in the user's cache: by Maven, else by jgo from PyPI."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from stack.progress import StackError, say

SOLR = Path(__file__).parent / "solr"
EXPECTED = 124


def find_jars() -> Path:
    """The folder of the jars, fetched where they are not yet."""
    key = hashlib.sha256((SOLR / "pom.xml").read_bytes() + (SOLR / "jgo.toml").read_bytes()).hexdigest()[:12]
    folder = cache() / f"solr-{key}"
    if complete(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete(folder):
            fetch(folder)
    return folder


def cache() -> Path:
    """Where fetched things are kept between homes and checkouts."""
    chosen = os.environ.get("SPENDDATA_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "ckanext-spenddata"


def complete(folder: Path) -> bool:
    """Whether all of them are there."""
    return sum(1 for _ in folder.glob("*.jar")) >= EXPECTED


def fetch(folder: Path) -> None:
    """Fetch all jars into a new folder, which gets its name when it is whole."""
    unfinished = folder.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    started = time.monotonic()
    say("fetching Solr (65 MB, once)")
    problems = [f"{name}: {problem}" for name, way in WAYS.items() if (problem := way(unfinished))]
    if not complete(unfinished):
        raise StackError(
            "Solr could not be fetched from Maven Central. Check the network (behind a mirror: Maven's settings.xml), "
            "then start again.\n" + "\n".join(problems)
        )
    shutil.rmtree(folder, ignore_errors=True)
    unfinished.rename(folder)
    say(f"Solr fetched in {time.monotonic() - started:.0f} s")


def by_maven(folder: Path) -> str | None:
    """Copy the dependencies of pom.xml into the folder; returns what went wrong."""
    maven = shutil.which("mvn")
    if maven is None:
        return "mvn is not installed"
    command = [maven, "-B", "-q", "-f", str(SOLR / "pom.xml"), "dependency:copy-dependencies"]
    return run([*command, "-DincludeScope=runtime", f"-DoutputDirectory={folder}"], folder)


def by_jgo(folder: Path) -> str | None:
    """Fetch the coordinates of jgo.toml into the folder; returns what went wrong."""
    if complete(folder):
        return None
    work = folder / "jgo"
    work.mkdir()
    shutil.copy(SOLR / "jgo.toml", work)
    program = Path(sys.executable).parent / "jgo"
    problem = run([str(program), "--resolver", "python", "--class-path-only", "sync"], work)
    for jar in work.rglob("*.jar"):
        shutil.copy(jar, folder / jar.name)
    shutil.rmtree(work)
    return problem


WAYS = {"Maven": by_maven, "jgo": by_jgo}


def run(command: list[str], folder: Path) -> str | None:
    """Run a fetcher; returns its last words where it failed."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    return "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
