"""Figures for Prometheus: requests are counted as they are answered, all else is read from PostgreSQL when it is asked for.

Requests are counted over all web processes where ``PROMETHEUS_MULTIPROC_DIR`` names a folder that is empty when they start; without it,
only those of the process that happens to answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import sqlalchemy as sa
from ckan import model
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from ckanext.spenddata.backup import latest

OWN = CollectorRegistry()
REQUESTS = Counter("spenddata_requests", "Requests answered.", ["method", "status"], registry=OWN)
SECONDS = Histogram(
    "spenddata_request_seconds",
    "Seconds to an answer's beginning.",
    registry=OWN,
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

GAUGES = {
    "spenddata_revisions_waiting": (
        "Revisions that wait for background work or are in it.",
        "select count(*) from spenddata_revision where state in ('submitted', 'checking', 'approved', 'publishing')",
    ),
    "spenddata_queue_age_seconds": (
        "Age of the oldest revision that waits to be read.",
        "select coalesce(extract(epoch from now() - min(submitted)), 0) from spenddata_revision where state = 'submitted'",
    ),
    "spenddata_followups_waiting": (
        "Steps after publications that are not done.",
        "select count(*) from spenddata_followup where done is null",
    ),
    "spenddata_index_lag_seconds": (
        "Age of the oldest publication that the search does not show yet.",
        """select coalesce(extract(epoch from now() - min(created)), 0) from spenddata_followup
           where done is null and step = 'index'""",
    ),
    "spenddata_failing": (
        "Pieces of work whose last try failed.",
        """select (select count(*) from spenddata_followup where done is null and last_error is not null)
                + (select count(*) from spenddata_revision where last_error is not null
                   and state in ('submitted', 'checking', 'approved', 'publishing'))""",
    ),
    "spenddata_sweep_age_seconds": (
        "Seconds since the clock's last round; -1 where it never ran.",
        "select coalesce(extract(epoch from now() - max(at)), -1) from spenddata_heartbeat where name = 'clock'",
    ),
    "spenddata_published": (
        "Revisions that are published now.",
        "select count(*) from spenddata_revision where state = 'published'",
    ),
}
"""Name → what it says, and the one number that says it."""


def count(method: str, status: int, seconds: float) -> None:
    """One request was answered."""
    REQUESTS.labels(method if method in METHODS else "other", str(status)).inc()
    SECONDS.observe(seconds)


class FromDatabase:
    """What PostgreSQL knows, asked when Prometheus asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """One figure each."""
        engine = model.meta.engine
        if engine is None:
            return
        with engine.connect() as connection:
            connection.execute(sa.text("set local statement_timeout = '5s'"))
            for name, (says, question) in GAUGES.items():
                yield GaugeMetricFamily(name, says, value=float(connection.execute(sa.text(question)).scalar() or 0))


class FromStorage:
    """What files of the storage folder know."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The age of the last backup, where there is one."""
        last = latest.known(latest.LATEST)
        if last is not None:
            says = "Age of the moment that the last backup shows."
            yield GaugeMetricFamily("spenddata_backup_age_seconds", says, value=latest.age(last).total_seconds())


def text() -> bytes:
    """All figures, as Prometheus reads them."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(OWN)  # type: ignore[arg-type]  it has collect, which is all that is needed
    registry.register(FromDatabase())  # type: ignore[arg-type]
    registry.register(FromStorage())  # type: ignore[arg-type]
    return generate_latest(registry)
