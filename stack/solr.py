"""Solr 9 in Jetty, from its jars: CKAN's core `ckan` for the catalogue and the core `spend` for transactions."""

from __future__ import annotations

import os
import shutil
import urllib.request
from pathlib import Path

from stack.addresses import HOST, Addresses
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
        self.folder = home.folder("solr")
        self.addresses = addresses
        self.throwaway = throwaway

    def start(self, processes: Processes) -> None:
        """Lay the cores' configuration and start the server."""
        java, jars = find_java(), find_jars()
        self._lay_cores()
        heap = QUICK if self.throwaway else (*STEADY, f"-Xmx{os.environ.get('SPENDDATA_SOLR_HEAP', '512m')}")
        properties = {
            "solr.solr.home": self.folder,
            "solr.log.dir": self.home.folder("log"),
            "jetty.host": HOST,
            "jetty.port": self.addresses.solr,
            "java.io.tmpdir": self.home.folder("tmp"),
            "log4j2.configurationFile": SOLR / "log4j2.xml",
            "file.encoding": "UTF-8",
        }
        command: list[str | Path] = [java, *heap, "-XX:+ExitOnOutOfMemoryError", "-Djava.awt.headless=true"]
        command += [f"-D{name}={value}" for name, value in properties.items()]
        command += ["-cp", f"{jars}/*", "org.eclipse.jetty.xml.XmlConfiguration", SOLR / "jetty.xml"]
        processes.start(Service("solr", command, dict(os.environ), self.folder, patience=20))

    def answers(self) -> bool:
        """Whether both cores answer a query; Jetty itself says 404 while Solr is down."""
        return all(responds(f"{self.addresses.solr_url(core)}/select?q=*:*&rows=0") for core in CORES)

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


def responds(url: str) -> bool:
    """Whether an address of this machine answers with success."""
    with urllib.request.urlopen(url, timeout=10) as response:  # noqa: S310  always http on loopback
        return response.status == 200
