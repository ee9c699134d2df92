"""An existing CKAN, without our stack: the first pages are whole for all who ask at once, in each of several processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ASKED_AT_ONCE = """
import os, threading
from ckan.cli import CKANConfigLoader
from ckan.config.middleware import make_app
made = make_app(CKANConfigLoader(os.environ["CKAN_INI"]).get_config())
application = made._wsgi_app
print("made", flush=True)
input()
answers = []
def ask(address):
    with application.test_client() as reader:
        answers.append(reader.get(address).status_code)
readers = [threading.Thread(target=ask, args=[address]) for address in ["/dataset/", "/organization/", "/user/login"] * 3]
[each.start() for each in readers]
[each.join() for each in readers]
print(*sorted(answers))
"""


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    """A CKAN that has made no style sheet yet."""
    logging = "[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nhandlers=\nlevel=ERROR\n"
    sheets = f"[app:main]\nuse = config:{os.environ['CKAN_INI']}\nckan.webassets.path = {tmp_path / 'sheets'}\n"
    found = tmp_path / "ckan.ini"
    found.write_text(sheets + logging)
    return found


@pytest.mark.usefixtures("clean_db")
def test_the_first_pages_are_whole_for_all_who_ask_at_once(ini: Path):
    environment = {**os.environ, "PYTHONPATH": ".", "CKAN_INI": str(ini)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [
        subprocess.Popen([sys.executable, "-c", ASKED_AT_ONCE], text=True, env=environment, **pipes) for _ in range(2)
    ]
    for process in processes:
        assert process.stdout
        assert any(line.strip() == "made" for line in process.stdout), process.communicate()[1][-2000:]
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        told, failed = process.communicate(timeout=180)
        assert told.split()[-9:] == ["200"] * 9, failed[-2000:]


def test_a_bundle_that_was_made_needs_no_turn_and_a_folder_that_can_t_be_written_is_no_hindrance(tmp_path: Path):
    from webassets import Bundle, Environment

    from ckanext.spenddata.web import sheets

    sheets.install()
    sheets.install()
    (tmp_path / "a.css").write_text("a {}")
    for folder in (tmp_path, Path("/proc/nowhere")):
        environment = Environment(
            str(folder), "/", load_path=[str(tmp_path)], debug=folder != tmp_path, auto_build=folder == tmp_path
        )
        bundle = Bundle("a.css", output="made.css")
        environment.register("a", bundle)
        if folder == tmp_path:
            assert bundle.urls() == bundle.urls()
            assert (tmp_path / sheets.TURN).exists()
            assert bundle in sheets._made
        else:
            with sheets._processes(bundle):
                assert not (folder / sheets.TURN).exists()
