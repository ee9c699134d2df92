"""One Solr core over HTTP: JSON in, JSON out, time-outs always, and one error that says what to do."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import quote

import msgspec
import requests
from ckan.lib.search import SearchError as CkanSearchError
from requests.adapters import HTTPAdapter

from ckanext.spenddata.credentials import without_credentials
from ckanext.spenddata.search.patience import Patience
from ckanext.spenddata.values.kept import Recent

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3.05
"""Until a question's connection stands."""
READER_SECONDS = 5.0
"""That Solr gives to one question of a reader."""
WHOLE_SECONDS = 60.0
"""That it gives to one over the whole index, which nobody waits for at a page."""
GRACE_SECONDS = 3.0
"""After that Solr should have said how far it came; it looks at its clock here and there alone."""
UPDATE_SECONDS = 120
UPDATE = (UPDATE_SECONDS, UPDATE_SECONDS)
"""urllib3 bounds the sending of the body by the limit of the connection; a busy Solr may take its time for thousands of documents."""
VERSION = (1.0, 1.0)
"""What is told without searching is there at once, or Solr hangs."""
PAUSE = 2.0
"""Seconds after a silence until the version is asked for again."""
CONNECTIONS = 16
"""Kept open by one process."""
MOST_IN_ADDRESS = 6_000
"""Characters of a question in an address: what Solr has for a longer one, it is not asked whether it is still true."""
JSON = {"Content-Type": "application/json"}
_NO_CORE = frozenset({401, 403, 404, 405})
"""What Jetty answers in place of a core: while Solr starts, where the core is missing, or where we may not in."""
MOST_KEPT = 200
"""Answers of one process; one with fifty rows has some 60 kB."""


class Kept(NamedTuple):
    """An answer, true for as long as Solr says that its index has the version that gave it.

    Solr gives each answer that version (an ETag), and is asked every time whether it is still the one: it says so without searching
    (``304``). So whatever is published, withdrawn or erased is in the next answer, by the very commit that changes the index.
    """

    version: str
    answer: dict[str, Any]


_answers = Recent[Kept](MOST_KEPT)
_versions: dict[str, str] = {}
"""Address of a core → its last known version."""


@lru_cache
def _patience(_url: str) -> Patience:
    return Patience(PAUSE)


@lru_cache
def _shared(url: str, _process: int) -> requests.Session:
    """The connections of a process to one address, for all its threads; a child that was forked makes its own."""
    session = requests.Session()
    # What the environment says of proxies and certificates is read once, not for every question.
    around = session.merge_environment_settings(url, {}, None, None, None)
    session.proxies, session.verify, session.cert = around["proxies"], around["verify"], around["cert"]
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, HTTPAdapter(pool_connections=4, pool_maxsize=CONNECTIONS))
    return session


class SearchError(CkanSearchError):
    """The index refused what it was asked. A kind of CKAN's own error, so that pages know what to do."""


class SearchDownError(SearchError):
    """The index does not answer."""

    def __init__(self) -> None:
        super().__init__(
            "Searching is not possible at the moment: the search server is not responding. Nothing is lost; what is"
            " published can be read and downloaded as before. Try again in a minute, or tell the people who run this"
            " portal."
        )


class SearchSlowError(SearchError):
    """The index found only a part in the time it is given: a sum over a part would be wrong."""

    def __init__(self) -> None:
        super().__init__(
            "The search took too long. Search for fewer years or publishers, or use more particular words."
        )


class _TooLateError(SearchDownError):
    """It took the request, and has not answered in time."""


class Core:
    """A Solr core by its address, such as ``http://127.0.0.1:8983/solr/spend``."""

    def __init__(self, url: str, session: requests.Session | None = None) -> None:
        self._url, self._auth = without_credentials(url.rstrip("/"))
        self._session = session or _shared(self._url, os.getpid())

    def query(self, question: Mapping[str, Any], seconds: float = READER_SECONDS) -> dict[str, Any]:
        """Answer of ``/select`` to a question in Solr's JSON request language.

        Args:
            question: The body of the request.
            seconds: What Solr may take.

        Raises:
            SearchDownError: Solr is down.
            SearchSlowError: Solr found only a part in the time it is given, or did not answer in it.
            SearchError: Solr refused.
        """
        limited = {**question, "params": {**question.get("params", {}), "timeAllowed": round(seconds * 1000)}}
        try:
            return self._select(msgspec.json.encode(limited).decode(), (CONNECT_SECONDS, seconds + GRACE_SECONDS))
        except _TooLateError as error:
            raise SearchSlowError from error

    def _select(self, question: str, seconds: tuple[float, float]) -> dict[str, Any]:
        """Ask, or find out that what was answered to the same question is still true."""
        key = f"{self._url} {question}"
        known = _answers.find(key)
        if len(quote(question)) > MOST_IN_ADDRESS:
            response = self._send("POST", "select", seconds, data=question.encode(), headers=JSON)
        else:
            version = {"If-None-Match": known.version} if known else {}
            response = self._send("GET", "select", seconds, params={"json": question}, headers=version)
        if known and response.status_code == HTTPStatus.NOT_MODIFIED:
            return known.answer
        answer = _understood(response)
        if answer["responseHeader"].get("partialResults"):
            raise SearchSlowError
        if version := response.headers.get("ETag"):
            _answers.keep(key, Kept(version, answer))
        return answer

    def version(self) -> str | None:
        """The version of the index that readers see now; None where Solr does not tell versions.

        Raises:
            SearchDownError: Solr does not answer, or not at once.
            SearchError: Solr refused.
        """
        known = _versions.get(self._url)
        asked = {"If-None-Match": known} if known else {}
        patience = _patience(self._url)
        if not patience.may_ask():
            raise SearchDownError
        try:
            response = self._send("GET", "select", VERSION, params={"q": "*:*", "rows": "0"}, headers=asked)
        except SearchDownError:
            patience.silent()
            raise
        patience.answered()
        if response.status_code != HTTPStatus.NOT_MODIFIED:
            _understood(response)
            known = response.headers.get("ETag")
        if known:
            _versions[self._url] = known
        return known

    def add(self, documents: Sequence[Mapping[str, Any]]) -> None:
        """Send documents; readers don't see them before :meth:`commit`."""
        self._update(documents)

    def delete(self, queries: Iterable[str]) -> None:
        """Delete what the queries find, at the next commit."""
        for query in queries:
            self._update({"delete": {"query": query}})

    def commit(self) -> None:
        """Let readers see everything sent so far, in one step."""
        self._update({"commit": {"softCommit": False, "waitSearcher": True}})

    def answers(self) -> bool:
        """Whether the core answers a query now."""
        try:
            self.query({"query": "*:*", "limit": 0})
        except SearchError:
            return False
        return True

    def _update(self, body: Any) -> None:
        _understood(self._send("POST", "update", UPDATE, json=body))

    def _send(self, method: str, handler: str, seconds: tuple[float, float], **what: Any) -> requests.Response:
        what["params"] = {"wt": "json", **what.get("params", {})}
        try:
            return self._session.request(
                method, f"{self._url}/{handler}", auth=self._auth, timeout=seconds, allow_redirects=False, **what
            )
        except requests.ReadTimeout as error:
            raise _TooLateError from error
        except requests.RequestException as error:
            # The address may hold a password: it is not passed on.
            raise SearchDownError from error


def _understood(response: requests.Response) -> dict[str, Any]:
    """What an answer says, where it is one."""
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or response.status_code in _NO_CORE:
        raise SearchDownError
    if response.status_code != HTTPStatus.OK:
        # For whoever runs the portal; a reader is not told what another program said.
        log.warning("Solr refused a request (HTTP %s: %s)", response.status_code, _reason(response))
        message = "The search server refused what it was asked. Check the words and the values that you search for."
        raise SearchError(message)
    return response.json()


def _reason(response: requests.Response) -> str:
    try:
        return " ".join(str(response.json()["error"]["msg"]).split())[:300]
    except (ValueError, KeyError, TypeError):
        return "no reason given"
