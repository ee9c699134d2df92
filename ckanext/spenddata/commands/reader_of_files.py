"""What ``doctor`` looks at of the process that reads strangers' files: whether it could get out."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.sandbox import Ceiling, End, Reach, Server, probe

SECONDS = 20


def _parser() -> str:
    """Have a child of the fork server try every way out."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        secret = folder / "secret"
        secret.write_text("nobody's")
        work = folder / "work"
        work.mkdir()
        server = Server(probe.__name__)
        asked = {"folder": str(work), "secret": str(secret), "client": os.getpid()}
        try:
            outcome = server.run(asked, Ceiling(seconds=SECONDS), Reach(write=(str(work),)))
        finally:
            server.close()
        if outcome.end is not End.DONE:
            raise Problem(
                f"the reader of files can't be tried ({outcome.end})",
                "See the log, and: python -m ckanext.spenddata.sandbox.serve",
            )
        held = json.loads((work / probe.ANSWER).read_text())
    possible = {what: how for what, how in held.items() if how is not None}
    if possible:
        ways_out = "; ".join(f"{what} ({how})" for what, how in possible.items())
        raise Problem(
            f"a stranger's file that takes over its reader could: {ways_out}",
            "Use Linux 5.13 or newer with Landlock and libseccomp (Debian: libseccomp2), and let the container or unit allow them.",
        )
    return f"a child that reads a stranger's file was refused all {len(held)} ways out that were tried"


LOOKS: dict[str, Callable[[], str]] = {"reader of files": _parser}
