"""What stands in front of the portal: the documentation shows files that work, and let in what the portal takes."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from stack import doors

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
    takes = doors.most_bytes("POST", path)
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


def test_nginx_understands_it(tmp_path: Path):
    if not shutil.which("nginx"):
        pytest.skip("no nginx here")
    certificate, key = tmp_path / "spending.pem", tmp_path / "spending.key"
    made = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=spending.example"
    subprocess.run([*made.split(), "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    site = (
        NGINX.read_text().replace("/etc/ssl/spending.pem", str(certificate)).replace("/etc/ssl/spending.key", str(key))
    )
    site = site.replace("listen 443", "listen 127.0.0.1:20443").replace("listen 80", "listen 127.0.0.1:20080")
    (tmp_path / "site.conf").write_text(site)
    whole = f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}} http {{ access_log off; include {tmp_path}/site.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole)
    told = subprocess.run(
        ["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr


def test_caddy_understands_it():
    if not shutil.which("caddy"):
        pytest.skip("no caddy here")
    told = subprocess.run(["caddy", "adapt", "--config", str(CADDY)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
