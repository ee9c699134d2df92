"""A return that is sent in, checked and published through the portal while others read."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

with suppress(ImportError):
    import pylibmagic  # noqa: F401  must come before CKAN

from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk

from benchmarks.payments import newcomer

BODY = newcomer().publisher
REGIME, PERIOD = BODY.regimes[0], "2026-04"
HEADER = (
    "Body Name,Payment Date,Supplier Name,Transaction Number,Amount,Expense Area,Expense Type,"
    "Description,Merchant Category,Irrecoverable VAT"
)
PATIENCE = 900
OVER = ("ready", "published", "rejected")


def publication(site: str, rows: int) -> Callable[[], None]:
    """What sends such a return in and waits until it is published; another for the same body and month replaces it."""
    token, file = _token(), spend(rows)

    def work() -> None:
        begun = time.monotonic()
        sent = _submit(site, token, file)
        state = _wait(site, token, sent["revision"])
        print(f"{rows:,} rows sent in: {state} after {time.monotonic() - begun:.0f} s", flush=True)

    return work


def spend(rows: int) -> bytes:
    """A clean file."""
    lines = (
        f"{BODY.name},{number % 28 + 1:02d}/04/2026,Supplier {number % 5000} Ltd,T{number:07d},{number + 500}.{number % 100:02d},"
        f"Highways,Repairs and maintenance,Resurfacing of road {number},Construction,0.00"
        for number in range(rows)
    )
    return "\r\n".join([HEADER, *lines, ""]).encode()


def _token() -> str:
    application: Any = make_app(load_config(os.environ["CKAN_INI"]))
    with application._wsgi_app.test_request_context():  # noqa: SLF001  as CKAN's own command line does
        asked = {"user": "admin", "name": f"benchmark {time.time_ns()}"}
        return tk.get_action("api_token_create")({"ignore_auth": True, "user": "admin"}, asked)["token"]


def _submit(site: str, token: str, file: bytes) -> dict[str, str]:
    fields = {"publisher": BODY.publisher_id, "regime": REGIME, "period": PERIOD, "publish": "true"}
    edge = "edge-of-the-benchmark"
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="spend.csv"\r\n\r\n'.encode()
    body = b"".join([*parts, head, file, f"\r\n--{edge}--\r\n".encode()])
    kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
    return _call(site, token, "spenddata_return_submit", body, kind)


def _wait(site: str, token: str, revision: str) -> str:
    asked = urlencode({"reference": f"{BODY.publisher_id}.{REGIME}.{PERIOD}"})
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        shown = _call(site, token, f"spenddata_return_show?{asked}")
        [state] = [each["state"] for each in shown["revisions"] if each["number"] == revision]
        if state in OVER:
            return state
        time.sleep(1)
    message = f"The return is not published after {PATIENCE} s: the benchmark says nothing."
    raise RuntimeError(message)


def _call(site: str, token: str, what: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Any:
    request = urllib.request.Request(f"{site}/api/3/action/{what}", body, {"Authorization": token, **(headers or {})})
    with urllib.request.urlopen(request, timeout=120) as answer:
        return json.load(answer)["result"]
