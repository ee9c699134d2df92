"""What ``doctor`` looks at: one function for each thing, each saying what it found and what to do."""

from __future__ import annotations

import json
import logging
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
import sqlalchemy as sa
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from ckan import model
from ckan.lib import jobs, redis
from ckan.plugins import toolkit as tk
from psycopg2 import sql
from rq import Worker

from ckanext.spenddata import config
from ckanext.spenddata import model as model_package
from ckanext.spenddata.commands import kept, safety, services
from ckanext.spenddata.commands.problems import Problem
from ckanext.spenddata.ledger import ALL_SPEND, connection, schema
from ckanext.spenddata.model import FollowUp, Revision
from ckanext.spenddata.returns import queries
from ckanext.spenddata.returns.files.storage import Storage, StorageError
from ckanext.spenddata.returns.repair import orphans
from ckanext.spenddata.returns.work import background, clock, queues, waiting
from ckanext.spenddata.sandbox import Ceiling, End, Reach, Server, probe
from ckanext.spenddata.search.core import Core, without_credentials
from ckanext.spenddata.values.text import counted

log = logging.getLogger(__name__)

SECONDS = 5
HEARD_WITHIN = 5
"""Seconds that a worker has to take a message before nobody is taken to listen."""
ORDER = (
    ("spenddata_compat", "validation"),
    ("spenddata", "xloader"),
    ("spenddata", "scheming_datasets"),
)
"""Plugins of which the first must be listed before the second: it helps the second to load, or overrides it."""
MIGRATION = Path(model_package.__file__).parents[1] / "migration" / "spenddata"
NEEDED = ("activity", "datastore", "scheming_datasets", "scheming_organizations", "spenddata", "validation", "xloader")
OFF = ("run_on_create_async", "run_on_update_async", "run_on_create_sync", "run_on_update_sync")


@dataclass(frozen=True)
class Result:
    """What was found about one thing."""

    what: str
    ok: bool
    found: str
    remedy: str = ""


def run() -> list[Result]:
    """Look at everything; nothing that is wrong keeps from looking at the rest."""
    return [_look(what, look) for what, look in LOOKS.items()]


def _look(what: str, look: Callable[[], str]) -> Result:
    try:
        return Result(what, ok=True, found=look())
    except Problem as problem:
        return Result(what, ok=False, found=problem.found, remedy=problem.remedy)
    except Exception as error:
        log.debug("%s can't be looked at", what, exc_info=True)
        lines = str(error).strip().splitlines()
        return Result(
            what,
            ok=False,
            found=lines[0] if lines else repr(error),
            remedy="Start it, and look at its address in CKAN's configuration.",
        )
    finally:
        model.Session.remove()


def _database() -> str:
    if not sa.inspect(model.meta.engine).has_table(Revision.__tablename__):
        raise Problem("the tables of spenddata are missing", "Run: ckan db upgrade -p spenddata")
    return "CKAN's database has the tables of spenddata"


def _migrations() -> str:
    script = ScriptDirectory(str(MIGRATION))
    with model.meta.engine.connect() as database:
        now_at = MigrationContext.configure(
            database, opts={"version_table": "spenddata_alembic_version"}
        ).get_current_revision()
    newest = script.get_current_head()
    if now_at != newest:
        raise Problem(
            f"the tables are at {now_at or 'no version'}, the newest is {newest}", "Run: ckan db upgrade -p spenddata"
        )
    return f"at {now_at}, the newest"


def _ledger() -> str:
    waiting = schema.pending()
    if waiting:
        names = ", ".join(step.name for step in waiting)
        raise Problem(f"the ledger's schema lacks {names}", "Run: ckan spenddata ledger init")
    with connection.reading() as database, database.cursor() as cursor:
        cursor.execute(sql.SQL("select 1 from public.{} limit 1").format(sql.Identifier(ALL_SPEND)))
    return "its schema is up to date, and the read-only role may read it"


def _redis() -> str:
    redis.connect_to_redis().ping()
    return "answers"


def _workers() -> str:
    heard = {queue for worker in Worker.all(connection=redis.connect_to_redis()) for queue in worker.queue_names()}
    kinds = zip((queues.RETURNS, queues.FOLLOW), background.kinds(), strict=True)
    missing = [
        name for name, kind in kinds if jobs.add_queue_name_prefix(name) not in heard and not _is_heard(name, kind)
    ]
    if missing:
        raise Problem(
            f"no worker listens to {', '.join(missing)}", f"Run, and keep running: ckan jobs worker {' '.join(missing)}"
        )
    return f"workers listen to {queues.RETURNS} and {queues.FOLLOW}"


def _is_heard(queue: str, kind: background.Kind) -> bool:
    """Whether somebody works on it, or takes a message: a worker whose child met an outage is no longer in RQ's list, and works on."""
    if kind.in_hands():
        return True
    kind.ring()
    until = time.monotonic() + HEARD_WITHIN
    while jobs.get_queue(queue).count and time.monotonic() < until:
        time.sleep(0.1)
    return not jobs.get_queue(queue).count


def _clock() -> str:
    remedy = "Run, and keep running: ckan spenddata clock run"
    found = clock.age()
    if found is None:
        raise Problem("it never ran: work that a dead process left would stay", remedy)
    age, error = found
    if age > clock.DEAD_AFTER:
        raise Problem(f"its last round was {age:.0f} s ago: work that a dead process left would stay", remedy)
    if error:
        raise Problem(
            f"its last round, {age:.0f} s ago, failed: {error}", "Remove the cause; it tries again by itself."
        )
    return f"did its last round {age:.0f} s ago"


def _work() -> str:
    stuck = queries.stuck()
    if stuck:
        names = ", ".join(found.reference for found in stuck[:3])
        raise Problem(
            f"work is stuck on {counted(len(stuck), 'return')} ({names} …)",
            "Remove the cause (ckan spenddata return show), then: … return recover",
        )
    away = waiting.outages()
    if away:
        outages_listed = "; ".join(
            f"{outage.pieces} for the {outage.kind}, since {outage.since:%d %B %H:%M} ({outage.reason})"
            for outage in away
        )
        raise Problem(
            f"work waits: {outages_listed}",
            "Bring back what is away; the work goes on by itself within two minutes, and nothing is lost.",
        )
    followups = model.Session.scalar(sa.select(sa.func.count()).select_from(FollowUp).where(FollowUp.done.is_(None)))
    return f"nothing is stuck; {followups} follow-ups wait for their turn"


def _solr_catalogue() -> str:
    address = f"{tk.config['solr_url'].rstrip('/')}/select?q=*:*&rows=0"
    requests.get(address, timeout=SECONDS, auth=config.search_auth()).raise_for_status()
    return "CKAN's core answers"


def _solr_spend() -> str:
    if not Core(config.search_url()).answers():
        remedy = "Make the core from ckanext/spenddata/search/solr, or correct ckanext.spenddata.search.solr_url."
        raise Problem(f"the core {without_credentials(config.search_url())[0]} does not answer", remedy)
    return "the core of transactions answers"


def _storage() -> str:
    try:
        Storage().check_writable()
    except StorageError as error:
        raise Problem(str(error), f"Let CKAN's user write in {config.storage()}, and free room on its disk.") from error
    return f"{config.storage()} can be written"


def _private_storage() -> str:
    public = [folder for folder in (tk.config.get("extra_public_paths") or "").split(",") if folder]
    if any(config.storage().resolve().is_relative_to(folder) for folder in public):
        raise Problem(
            "the storage folder lies in a public one",
            "Set ckanext.spenddata.storage_path to a folder that no web server serves.",
        )
    return "no public folder of CKAN's holds it"


def _plugins() -> str:
    loaded = list(tk.config["ckan.plugins"])
    missing = [name for name in NEEDED if name not in loaded]
    if missing:
        raise Problem(f"not loaded: {', '.join(missing)}", f"Add to ckan.plugins: {' '.join(missing)}")
    for first, second in ORDER:
        if first not in loaded or loaded.index(first) > loaded.index(second):
            raise Problem(f"{first} must stand before {second}", "Change the order in ckan.plugins.")
    return "all are loaded, in the right order"


def _validation_jobs() -> str:
    running = [name for name in OFF if tk.asbool(tk.config.get(f"ckanext.validation.{name}", True))]
    if running:
        raise Problem(
            "ckanext-validation's own job is on",
            f"Set to false: {' '.join(f'ckanext.validation.{name}' for name in running)}",
        )
    return "ckanext-validation's own job is off; our check writes its reports"


def _browsers() -> str:
    """What browsers are told; on another machine's address only an encrypted portal keeps log-ins to itself."""
    site = urlsplit(tk.config["ckan.site_url"])
    if config.csp() != "enforce":
        remedy = f"Set {config.CSP} = enforce once the pages of your theme and plugins keep to it; {config.CSP_SOURCES} adds sources."
        raise Problem(
            f"the Content Security Policy of pages is {config.csp()}: a script that slips into a page would run", remedy
        )
    if site.scheme != "https" and site.hostname not in ("127.0.0.1", "localhost", "::1"):
        remedy = "Put a web server with TLS in front, and set ckan.site_url to its https address."
        raise Problem("ckan.site_url is not https: passwords and cookies can be read on the way", remedy)
    links = "links are allowed as resources" if config.links() else "resources are uploaded files"
    return f"pages keep to their policy; {links}"


def _upload_size() -> str:
    allowed, wanted = tk.config["ckan.max_resource_size"], tk.config[config.FILE_MB]
    if allowed < wanted:
        remedy = f"Set ckan.max_resource_size = {wanted}, or lower {config.FILE_MB}."
        raise Problem(
            f"CKAN takes {allowed} MB, spenddata {wanted} MB: larger published files could not be stored", remedy
        )
    return f"files of up to {wanted} MB"


def _definitions() -> str:
    wrong, definitions = config.overlay_faults(), config.definitions()
    if wrong:
        remedy = f"Correct it in {tk.config[config.DEFINITIONS]}; it is taken into force within seconds. Until then the last good state is."
        raise Problem(" ".join(wrong), remedy)
    return f"{len(definitions.regimes)} duties, {len(definitions.rules)} rules, version {definitions.rules_version}"


def _orphans() -> str:
    """Documents of a publication that the index has not followed yet are late, and no orphans."""
    waiting = model.Session.scalar(sa.select(sa.func.count()).select_from(FollowUp).where(FollowUp.done.is_(None)))
    found = orphans.find()
    if found and not waiting:
        raise Problem(str(found), "Run: ckan spenddata doctor --mend")
    return "every table, file and document belongs to a published revision"


def _parser() -> str:
    """Have a child of the fork server try every way out."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        secret = folder / "secret"
        secret.write_text("nobody's")
        background = folder / "work"
        background.mkdir()
        server = Server(probe.__name__)
        asked = {"folder": str(background), "secret": str(secret), "client": os.getpid()}
        try:
            outcome = server.run(asked, Ceiling(seconds=SECONDS * 4), Reach(write=(str(background),)))
        finally:
            server.close()
        if outcome.end is not End.DONE:
            raise Problem(
                f"the reader of files can't be tried ({outcome.end})",
                "See the log, and: python -m ckanext.spenddata.sandbox.serve",
            )
        held = json.loads((background / probe.ANSWER).read_text())
    possible = {what: how for what, how in held.items() if how is not None}
    if possible:
        ways_out = "; ".join(f"{what} ({how})" for what, how in possible.items())
        raise Problem(
            f"a stranger's file that takes over its reader could: {ways_out}",
            "Use Linux 5.13 or newer with Landlock and libseccomp (Debian: libseccomp2), and let the container or unit allow them.",
        )
    return f"a child that reads a stranger's file was refused all {len(held)} ways out that were tried"


LOOKS: dict[str, Callable[[], str]] = {
    "plugins": _plugins,
    "definitions": _definitions,
    "database": _database,
    "migrations": _migrations,
    "ledger": _ledger,
    "storage": _storage,
    "private storage": _private_storage,
    "reader of files": _parser,
    "Redis": _redis,
    "workers": _workers,
    "clock": _clock,
    "work": _work,
    "Solr, catalogue": _solr_catalogue,
    "Solr, transactions": _solr_spend,
    "left behind": _orphans,
    "validation": _validation_jobs,
    "browsers": _browsers,
    "largest file": _upload_size,
    **services.LOOKS,
    **safety.LOOKS,
    **kept.LOOKS,
}
