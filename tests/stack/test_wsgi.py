"""What a web process is before its first request."""

from __future__ import annotations

import os
import subprocess
import sys

MADE = "import gc; import stack.wsgi as made; print(callable(made.application), gc.get_freeze_count())"


def test_no_collection_looks_through_what_lives_as_long_as_the_process(clean_db: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MADE], check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    callable_, frozen = done.stdout.split()[-2:]
    assert callable_ == "True"
    assert int(frozen) > 100_000, "a full collection of so many objects stops the process for a tenth of a second"
