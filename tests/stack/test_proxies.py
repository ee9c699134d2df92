"""What stands in front of the portal: the documentation shows files that work, and let in what the portal takes."""

from __future__ import annotations

import os
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from stack import doors, server
from stack.home import free_port
from tests.pace import allowed

ROOT = Path(__file__).parents[2]
NGINX, CADDY = ROOT / "stack/proxies/nginx.conf", ROOT / "stack/proxies/Caddyfile"

FILES = (
    "/api/3/action/spenddata_return_submit",
    "/api/action/resource_create",
    "/api/3/action/package_update",
    "/api/3/action/datastore_upsert",
    "/cy/spend/returns/new",
    "/spend/returns/new",
    "/dataset/plans/resource/new",
    "/dataset/plans/resource/a-b/edit",
)
PICTURES = (
    "/api/3/action/organization_patch",
    "/organization/edit/exampleton",
    "/user/edit",
    "/user/edit/jo",
    "/en_GB/group/new",
    "/ckan-admin/config",
)
FORMS = (
    "/",
    "/user/login",
    "/api/3/action/package_show",
    "/spend/search",
    "/dataset/plans/resource/a-b",
    "/user/edit/jo/x",
)
SIZES = {doors.SMALL: FORMS, doors.PICTURE: PICTURES, doors.LARGE: FILES}


def places(file: Path, beginning: str) -> list[re.Pattern[str]]:
    """The expressions for addresses, in the order in which the file has them."""
    return [re.compile(found) for found in re.findall(rf"^\s*{beginning}(\^\S+)", file.read_text(), re.MULTILINE)]


@pytest.mark.parametrize("path", [path for paths in SIZES.values() for path in paths])
def test_both_take_files_and_pictures_where_the_portal_does(path: str):
    takes = doors.most_bytes("POST", path, "multipart/form-data")
    assert path in SIZES[takes]
    pictures, files = places(NGINX, "location ~ ")
    caddys_files, caddys_pictures = places(CADDY, r"@\w+ path_regexp ")
    for of_files, of_pictures in ((files, pictures), (caddys_files, caddys_pictures)):
        assert bool(of_files.search(path)) == (takes == doors.LARGE)
        assert bool(of_pictures.search(path)) == (takes == doors.PICTURE)


@pytest.mark.parametrize("file", [NGINX, CADDY])
def test_the_documentation_shows_the_file_itself(file: Path):
    lines = file.read_text().expandtabs(4).splitlines()
    assert "\n".join(f"    {line}" if line else "" for line in lines) in (ROOT / "docs/web-server.md").read_text()


def nginx_conf(folder: Path, portal: int, port: int) -> Path:
    """A whole configuration around the file as it stands, with other ports and a certificate of its own."""
    if not shutil.which("nginx"):
        pytest.skip("no nginx here")
    certificate, key = folder / "spending.pem", folder / "spending.key"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=spending.example"
    subprocess.run([*made.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    other = {
        "/etc/ssl/spending.pem": str(certificate),
        "/etc/ssl/spending.key": str(key),
        "127.0.0.1:5000": f"127.0.0.1:{portal}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{free_port()}",
    }
    site = NGINX.read_text()
    for here, there in other.items():
        assert here in site
        site = site.replace(here, there)
    (folder / "site.conf").write_text(site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    kept = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/log; events {{}}"
        f" http {{ access_log off; {kept} include {folder}/site.conf; }}"
    )
    return folder / "nginx.conf"


def test_nginx_understands_it(tmp_path: Path):
    whole = nginx_conf(tmp_path, 5000, free_port())
    told = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr


def caddyfile(folder: Path, portal: int, port: int) -> Path:
    """The file as it stands, with other ports and a certificate that Caddy makes by itself."""
    if not shutil.which("caddy"):
        pytest.skip("no caddy here")
    site = CADDY.read_text()
    for here, there in {
        "{\n\tservers": "{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n\tservers",
        "\nspending.example {": f"\nhttps://spending.example:{port} {{\n\ttls internal",
        "127.0.0.1:5000": f"127.0.0.1:{portal}",
    }.items():
        assert here in site
        site = site.replace(here, there)
    (folder / "Caddyfile").write_text(site)
    return folder / "Caddyfile"


@pytest.fixture(params=["nginx", "caddy"])
def in_front(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """The port of nginx or Caddy, before a server that knows nobody."""
    portal, port = free_port(), free_port()
    if request.param == "nginx":
        command = ["nginx", "-c", str(nginx_conf(tmp_path, portal, port))]
    else:
        command = ["caddy", "run", "--config", str(caddyfile(tmp_path, portal, port)), "--adapter", "caddyfile"]
    behind = server.make(lambda _environ, start: start("200 OK", []) or [b"ok"], portal, lambda _: False, bool)
    threading.Thread(target=behind.run, daemon=True).start()
    around = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=around) as process:
        try:
            yield port
        finally:
            process.kill()
            behind.close()


def status_by(port: int, *said: bytes) -> int:
    """What is answered to what is sent in pieces over TLS."""
    with dialled(port) as connection:
        with suppress(OSError):
            for piece in said:
                connection.sendall(piece)
        return int(connection.recv(4096).split()[1])


def dialled(port: int) -> ssl.SSLSocket:
    """A connection to what was started just now, and may still be making its certificate."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    end = time.monotonic() + allowed(30)
    while True:
        try:
            plain = socket.create_connection(("127.0.0.1", port), timeout=allowed(20))
            return anybody.wrap_socket(plain, server_hostname="spending.example")
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)


def announced(path: str, length: int, *lines: str) -> bytes:
    head = [f"POST {path} HTTP/1.1", "Host: spending.example", f"Content-Length: {length}", *lines, "", ""]
    return "\r\n".join(head).encode()


def test_before_the_portal_nobody_sends_what_may_not_come(in_front: int):
    for path, length, status in (
        ("/spend/search", 2_000_000, 413),
        ("/no/such/page", 1_500_000_000, 413),
        ("/spend/returns/new", 600_000_000, 403),
    ):
        assert status_by(in_front, announced(path, length)) == status


@pytest.mark.parametrize("shown", ["Cookie: ckan=made-up", "Authorization: made-up"])
def test_behind_either_the_portal_refuses_before_the_file_has_come(in_front: int, shown: str):
    """Not after nginx or Caddy have received 600 MB from somebody who has made a cookie up."""
    form = "Content-Type: multipart/form-data; boundary=x"
    assert status_by(in_front, announced("/spend/returns/new", 600_000_000, form, shown), *[b"a" * 65536] * 80) == 403


def test_caddy_understands_it():
    if not shutil.which("caddy"):
        pytest.skip("no caddy here")
    told = subprocess.run(["caddy", "adapt", "--config", str(CADDY)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
