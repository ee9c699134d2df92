"""What a web process is before its first request."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

MADE = "import gc; import stack.wsgi as made; print(callable(made.application), gc.get_freeze_count())"


def test_no_collection_looks_through_what_lives_as_long_as_the_process(clean_db: None) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MADE], check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "."}
    )
    callable_, frozen = done.stdout.split()[-2:]
    assert callable_ == "True"
    assert int(frozen) > 100_000, "a full collection of so many objects stops the process for a tenth of a second"


ASKED_AT_ONCE = """
import threading
import stack.wsgi as made
answers = []
def ask():
    with made.flask_application.test_client() as reader:
        answers.append(reader.get("/dataset/").status_code)
readers = [threading.Thread(target=ask) for _ in range(6)]
[each.start() for each in readers]
[each.join() for each in readers]
print(*sorted(answers))
"""


def test_the_first_pages_are_whole_for_all_who_ask_at_once(clean_db: None, tmp_path: Path) -> None:
    ini = tmp_path / "ckan.ini"
    logging = "[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nhandlers=\nlevel=ERROR\n"
    sheets = f"[app:main]\nuse = config:{os.environ['CKAN_INI']}\nckan.webassets.path = {tmp_path / 'sheets'}\n"
    ini.write_text(sheets + "ckanext.spenddata.lighter_styles = true\n" + logging)
    environment = {**os.environ, "PYTHONPATH": ".", "CKAN_INI": str(ini)}
    done = subprocess.run(
        [sys.executable, "-c", ASKED_AT_ONCE], check=True, capture_output=True, text=True, env=environment
    )
    assert done.stdout.split()[-6:] == ["200"] * 6, done.stderr[-2000:]
    assert (tmp_path / "sheets" / ".making").exists()
