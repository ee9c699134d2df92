"""Solr 9 in Jetty, from its jars: CKAN's core `ckan` for the catalogue and the core `spend` for transactions.

Jetty hands over to Solr only what a portal asks of its two cores (`solr/jetty.xml` lists it), only under the name it listens by, and
Solr answers only who knows the password: a page in somebody's browser, or another user of the machine, gets nowhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import shutil
import urllib.request
from pathlib import Path

from stack import run_as, surroundings
from stack.addresses import HOST, SOLR_USER, Addresses
from stack.home import Home
from stack.install import ROOT
from stack.jars import SOLR, find_jars
from stack.java import find_java
from stack.postgres import ckan_file
from stack.processes import Processes, Service

SPEND_CONFIGURATION = ROOT / "ckanext/spenddata/search/solr/conf"
CORES = ("ckan", "spend")
QUICK = ("-Xms128m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
STEADY = ("-Xms256m", "-XX:+UseG1GC")


class Solr:
    """The search server of one stack."""

    def __init__(self, home: Home, addresses: Addresses, *, throwaway: bool) -> None:
        self.home = home
        self.folder = home.shared("solr")
        self.addresses = addresses
        self.throwaway = throwaway

    def start(self, processes: Processes) -> None:
        """Lay the cores' configuration and start the server."""
        account = self.home.account
        java = readable_java(find_java(), self.home)
        jars = run_as.readable_folder(find_jars(), self.home.base / "programs/solr", account)
        settings = run_as.readable_folder(SOLR, self.home.base / "programs/solr-settings", account)
        self._lay_cores()
        self.home.write_shared("solr/security.json", security(self.addresses.solr_password))
        run_as.hand_over(self.folder, account)
        heap = QUICK if self.throwaway else (*STEADY, f"-Xmx{os.environ.get('SPENDDATA_SOLR_HEAP', '512m')}")
        properties = {
            "solr.solr.home": self.folder,
            "solr.log.dir": self.folder,
            "disable.configEdit": "true",
            "user.home": self.folder,
            "jetty.host": HOST,
            "jetty.port": self.addresses.solr,
            "java.io.tmpdir": self.home.shared("tmp/solr"),
            "log4j2.configurationFile": settings / "log4j2.xml",
            "file.encoding": "UTF-8",
        }
        command: list[str | Path] = [java, *heap, "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"]
        # No figures of it under the system's temporary folder, and no code from outside.
        command += ["-XX:-UsePerfData", "-XX:+DisableAttachMechanism"]
        command += [f"-D{name}={value}" for name, value in properties.items()]
        command += ["-cp", f"{jars}/*", "org.eclipse.jetty.xml.XmlConfiguration", settings / "jetty.xml"]
        processes.start(Service("solr", command, surroundings.inherited(), self.folder, account, patience=20))

    def answers(self) -> bool:
        """Whether both cores answer a query; Jetty itself says 404 while Solr is down."""
        password = self.addresses.solr_password
        return all(responds(f"{self.addresses.solr_url(core)}/select?q=*:*&rows=0", password) for core in CORES)

    def _lay_cores(self) -> None:
        """Write configuration anew at every start, so that an upgrade reaches it; data stays."""
        shutil.copyfile(SOLR / "solr.xml", self.folder / "solr.xml")
        for core in CORES:
            lay(SOLR / "conf", self.folder / core / "conf")
            (self.folder / core / "core.properties").write_text(f"name={core}\n")
        shutil.copyfile(ckan_file("ckan.config.solr", "schema.xml"), self.folder / "ckan/conf/schema.xml")
        lay(SPEND_CONFIGURATION, self.folder / "spend/conf")


def lay(source: Path, target: Path) -> None:
    """Copy files over others; not their modes, which may forbid the next start to do the same."""
    target.mkdir(parents=True, exist_ok=True)
    for file in source.iterdir():
        shutil.copyfile(file, target / file.name)


def security(password: str) -> str:
    """Solr's settings that ask everybody for the portal's name and password, which they hold as a salted hash."""
    salt = secrets.token_bytes(32)
    hashed = hashlib.sha256(hashlib.sha256(salt + password.encode()).digest()).digest()
    held = f"{base64.b64encode(hashed).decode()} {base64.b64encode(salt).decode()}"
    asked = {"class": "solr.BasicAuthPlugin", "blockUnknown": True, "credentials": {SOLR_USER: held}}
    return json.dumps({"authentication": asked})


def readable_java(java: Path, home: Home) -> Path:
    """Java where the services' user can run it."""
    tree = java.resolve().parents[1]
    return run_as.readable_program(java.resolve(), tree, home.base / "programs/java", home.account)


def responds(url: str, password: str | None = None) -> bool:
    """Whether an address of this machine answers with success."""
    request = urllib.request.Request(url)  # noqa: S310  always http on loopback
    if password:
        known = base64.b64encode(f"{SOLR_USER}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {known}")
    with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310
        return response.status == 200
