"""Typed accessors of ``ckanext.spenddata.*``. What each setting means is told in ``config_declaration.yaml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from ckan.exceptions import CkanConfigurationException
from ckan.plugins import toolkit as tk

from ckanext.spenddata.checks.check import KINDS
from ckanext.spenddata.definitions import Definitions, load, whole
from ckanext.spenddata.definitions.in_force import Overlay
from ckanext.spenddata.intake.reading import Limits

MEGABYTE = 1_000_000

DEFINITIONS = "ckanext.spenddata.definitions"
FILE_MB = "ckanext.spenddata.limit.file_mb"
CSP = "ckanext.spenddata.csp"
CSP_SOURCES = "ckanext.spenddata.csp_sources"
LINKS = "ckanext.spenddata.links"
STEWARDS = "ckanext.spenddata.stewards"
PROXIES = "ckanext.spenddata.proxies"
POSTGRESQL = "ckanext.spenddata.backup.postgresql"
BACKUP_HOURS = "ckanext.spenddata.backup.hours"


def approval() -> bool:
    """Whether an organisation's administrator must approve before publication."""
    return bool(tk.config["ckanext.spenddata.approval"])


def contact() -> dict[str, str]:
    """Who answers for this portal, as ``name``, ``email`` and ``url``; each empty where nothing is configured."""
    return {part: tk.config[f"ckanext.spenddata.contact.{part}"].strip() for part in ("name", "email", "url")}


def demonstration() -> bool:
    """Whether everything published here is invented."""
    return bool(tk.config["ckanext.spenddata.demonstration"])


def lighter_styles() -> bool:
    """Whether CKAN's style sheets are sent without what no source of this portal names."""
    return bool(tk.config["ckanext.spenddata.lighter_styles"])


def csp() -> str:
    """Whether pages' Content Security Policy is enforced: ``enforce``, ``report-only`` or ``off``."""
    return tk.config[CSP]


def csp_sources() -> str:
    """Directives that the administrator adds to the policy of pages."""
    return tk.config[CSP_SOURCES]


def links() -> bool:
    """Whether resources may be links, for readers to follow; nothing on the server ever does."""
    return bool(tk.config[LINKS])


def stewards() -> str:
    """Name or id of the organisation or group whose members are the stewards; empty where there is none."""
    return tk.config[STEWARDS].strip()


def session_seconds() -> int:
    """Longest life of a session."""
    return tk.config["ckanext.spenddata.session.hours"] * 3600


def idle_seconds() -> int:
    """Longest time for which a session may lie unused."""
    return tk.config["ckanext.spenddata.session.idle_minutes"] * 60


def login_tries() -> int:
    """Most wrong passwords for one account from one address within ``login_seconds``."""
    return tk.config["ckanext.spenddata.login.tries"]


def login_seconds() -> int:
    """Time over which wrong passwords are counted."""
    return tk.config["ckanext.spenddata.login.minutes"] * 60


def proxies() -> list[str]:
    """Addresses and networks of the proxies whose ``X-Forwarded-For`` is believed."""
    return tk.config[PROXIES]


def token_days() -> int:
    """Longest life of an API token, in days; 0 for no limit."""
    return tk.config["ckanext.spenddata.token.days"]


def pages_bytes() -> int:
    """Most bytes, compressed, of the public pages that a web process keeps; 0 where none are kept."""
    return tk.config["ckanext.spenddata.pages.kept_mb"] * MEGABYTE


def overlay() -> Path | None:
    """What is in force of the administrator's folder of definitions: a copy of its last good state; None where there is none."""
    chosen = tk.config[DEFINITIONS]
    return _overlay(Path(chosen), storage() / "definitions").current() if chosen else None


def overlay_faults() -> list[str]:
    """What keeps the administrator's folder, as it is now, from being in force."""
    chosen = tk.config[DEFINITIONS]
    if not chosen:
        return []
    found = _overlay(Path(chosen), storage() / "definitions")
    found.current()
    return found.wrong


@lru_cache(maxsize=8)
def _overlay(folder: Path, keep: Path) -> Overlay:
    return Overlay(folder, keep, lambda found: whole.faults(found, KINDS))


def definitions() -> Definitions:
    """The definitions of this portal, with what is in force of the administrator's folder laid over the packaged ones."""
    return load(overlay())


def storage() -> Path:
    """The private folder of files and artefacts."""
    chosen = tk.config["ckanext.spenddata.storage_path"]
    if chosen:
        return Path(chosen)
    if not tk.config["ckan.storage_path"]:
        message = "ckan.storage_path is not set: there is no place to keep files. Set it in the configuration file."
        raise CkanConfigurationException(message)
    return Path(tk.config["ckan.storage_path"]) / "spenddata"


def limits() -> Limits:
    """What a file may be."""
    return Limits(
        file_bytes=tk.config[FILE_MB] * MEGABYTE,
        uncompressed_bytes=tk.config["ckanext.spenddata.limit.uncompressed_mb"] * MEGABYTE,
        rows=tk.config["ckanext.spenddata.limit.rows"],
    )


def most_files() -> int:
    """Most files in one submission."""
    return tk.config["ckanext.spenddata.limit.files"]


def seconds() -> int:
    """Longest time for the work on one submission, in seconds."""
    return tk.config["ckanext.spenddata.limit.seconds"]


def memory_bytes() -> int:
    """Most memory for the process that reads a submission."""
    return tk.config["ckanext.spenddata.limit.memory_mb"] * MEGABYTE


def licence() -> str:
    """Identifier of the licence of spend datasets."""
    return tk.config["ckanext.spenddata.licence"]


def file_tables() -> int:
    """How many of the newest periods of a dataset have a DataStore table of their own."""
    return tk.config["ckanext.spenddata.file_tables"]


def search_auth() -> tuple[str, str] | None:
    """User and password that CKAN knows for its Solr, which is ours too; none where it asks for none."""
    user, password = tk.config["solr_user"], tk.config["solr_password"]
    return (user, password) if user and password else None


def search_url() -> str:
    """Address of the Solr core of transactions, with the user and password that CKAN knows for its Solr unless it has its own."""
    return _with_password(
        tk.config["ckanext.spenddata.search.solr_url"]
        or tk.config["solr_url"].rstrip("/").rpartition("/")[0] + "/spend"
    )


def catalogue_url() -> str:
    """Address of CKAN's own Solr core, with the user and password that it knows for it."""
    return _with_password(tk.config["solr_url"].rstrip("/"))


def _with_password(url: str) -> str:
    known = search_auth()
    parts = urlsplit(url)
    if known is None or parts.username is not None:
        return url
    user, password = known
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{parts.netloc}"))


def postgresql() -> Path | None:
    """The folder of PostgreSQL's programs that the administrator chose; None where they are to be found."""
    chosen = tk.config[POSTGRESQL]
    return Path(chosen) if chosen else None


def backup_hours() -> int:
    """Hours after which the last backup is too old; 0 where nobody looks."""
    return tk.config[BACKUP_HOURS]


def removals_record() -> Path:
    """The file to which every order of withdrawal or erasure is appended."""
    chosen = tk.config["ckanext.spenddata.removals_record"]
    return Path(chosen) if chosen else storage() / "removals.jsonl"


def keep_unpublished_days() -> int:
    """Days for which files of filings that are over and were never published are kept; 0 for ever."""
    return tk.config["ckanext.spenddata.keep.unpublished_days"]


def keep_left_over_days() -> int:
    """Days for which stored files that belong to no filing are kept; one at least, as one may just be stored."""
    return max(1, tk.config["ckanext.spenddata.keep.left_over_days"])


def requests_a_minute(kind: str) -> int:
    """Most requests of a kind (``page``, ``search``, ``export``, ``submit``) that one reader may send in a minute; 0 for any number."""
    return tk.config[f"ckanext.spenddata.requests.{kind}"]
