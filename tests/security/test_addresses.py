"""Nothing on the server follows an address or opens a path that somebody wrote, whoever asks and by whatever way."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.returns.world import World, csv_file

pytestmark = pytest.mark.portal

CONTENT = "canary-4f81,1.00\r\ncanary-9ab2,2.00\r\n"
EVERYBODY = ("sysadmin", "administrator", "editor", "stranger", "outsider", None)
ADDRESS_WORDS = ("url", "uri", "path", "schema", "source", "href", "link", "file", "resource", "image", "upload")
"""Words in the names of parameters that may take an address, a path or a schema."""

ENDING = ("_purge", "_delete", "_clear", "send_email_notifications", "job_cancel")
"""Names and ends of names of the actions that would end the test itself."""
CLIENTS = 3


@dataclass
class Canary:
    """A listener on this machine, and a file of the server; whoever touches or quotes them is found out."""

    port: int
    file: Path
    touches: list[str] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """Ways to write the listener's address, and the file's path."""
        hosts = [
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f000001",
            "0177.0.0.1",
            "127.1",
            "[::ffff:127.0.0.1]",
            "0.0.0.0",
        ]
        away = [f"http://{host}:{self.port}/spend.csv" for host in hosts]
        here = [f"file://{self.file}", f"file://localhost{self.file}", str(self.file), f"../../../../../..{self.file}"]
        return [*away, f"http://127.0.0.1:{self.port}/redirect", f"http://user@127.0.0.1:{self.port}/x.csv", *here]

    @property
    def short(self) -> list[str]:
        """One of each sort."""
        return [self.addresses[0], f"http://2130706433:{self.port}/a.csv", f"file://{self.file}", str(self.file)]


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    file = tmp_path_factory.mktemp("canary") / "secret.csv"
    file.write_text("name,amount\r\n" + CONTENT)
    found = Canary(0, file)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.touches.append(self.path)
            self.send_response(302 if "redirect" in self.path else 200)
            if "redirect" in self.path:
                self.send_header("Location", f"http://127.0.0.1:{found.port}/behind.csv")
            self.end_headers()
            self.wfile.write(b"name,amount\r\n" + CONTENT.encode())

        do_HEAD = do_POST = do_PUT = do_GET  # noqa: N815  the library's names

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()


@pytest.fixture
def dataset(world: World) -> dict[str, Any]:
    """An ordinary dataset with an uploaded file."""
    from tests.returns.world import upload

    made = world.call("package_create", "editor", name="ordinary", owner_org=world.council)
    world.call("resource_create", "editor", package_id=made["id"], upload=upload(csv_file(3)), format="CSV", name="f")
    return world.call("package_show", "editor", id=made["id"])


def refusal(world: World, action: str, who: str | None, **data: Any) -> str:
    from ckan.plugins import toolkit as tk

    with pytest.raises((tk.NotAuthorized, tk.ValidationError)) as refused:
        world.call(action, who, **data)
    return str(refused.value)


@pytest.mark.check(21)
def test_jobs_that_read_addresses_are_refused_whoever_asks(world: World, dataset):
    resource = dataset["resources"][0]["id"]
    for action in ("resource_validation_run", "resource_validation_run_batch", "xloader_submit"):
        for who in EVERYBODY:
            words = refusal(world, action, who, resource_id=resource, dataset_ids=dataset["id"])
            assert "This portal doesn't read addresses or paths" in words


def test_they_are_refused_with_either_plugin_alone():
    from ckanext.spenddata.logic import addresses

    with pytest.MonkeyPatch.context() as patch:
        for loaded, expected in {
            "validation": {"resource_validation_run", "resource_validation_run_batch", "resource_validation_show"},
            "xloader": {"xloader_submit", "xloader_hook"},
            "datapusher": {"datapusher_submit"},
            "neither": set(),
        }.items():
            patch.setattr(addresses, "plugin_loaded", lambda name, loaded=loaded: name == loaded)
            assert set(addresses.of_loaded_plugins()) == expected


class TestLinks:
    @pytest.mark.check(21)
    def test_none_is_stored_by_any_way_in(self, world: World, dataset, canary: Canary):
        resource = dataset["resources"][0]["id"]
        for who in ("sysadmin", "administrator", "editor"):
            for address in canary.addresses if who == "editor" else canary.short:
                link = {"url": address, "format": "CSV", "url_type": "", "schema": address}
                own = {"package_id": dataset["id"], **link}
                for action, data in {
                    "resource_create": own,
                    "resource_update": {"id": resource, **link},
                    "resource_patch": {"id": resource, **link},
                    "package_create": {"name": "n", "owner_org": world.council, "resources": [link]},
                    "package_update": {**dataset, "resources": [link]},
                    "package_revise": {"match": {"id": dataset["id"]}, "update": {"resources": [link]}},
                }.items():
                    assert "Links are not accepted here" in refusal(world, action, who, **data)
                assert "datapusher" in refusal(world, "datastore_create", who, resource=own)
        assert world.call("package_show", "editor", id=dataset["id"])["resources"] == dataset["resources"]

    @pytest.mark.check(21)
    @pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.deep)])
    def test_a_file_that_is_taken_away_leaves_no_link(self, world: World, dataset, canary: Canary, every: bool):
        [file] = dataset["resources"]
        emptied: list[dict[str, Any]] = [{"clear_upload": value} for value in ("true", True, "false", 1)]
        kinds: list[dict[str, Any]] = [{}, {"url_type": "upload"}, {"upload": ""}, {"upload": {"filename": "x"}}]
        addresses = [*canary.short, "javascript:alert(1)", "https://data.example/x.csv", file["url"]]
        for number, address in enumerate(addresses):
            for at, gone in enumerate(emptied):
                # Any two of address, emptying and kind come together.
                for kind in kinds if every else [kinds[(number + at) % len(kinds)]]:
                    link = {"url": address, **gone, **kind}
                    for action, data in {
                        "resource_patch": {"id": file["id"], **link},
                        "resource_update": {**file, **link},
                        "package_patch": {"id": dataset["id"], "resources": [{**file, **link}]},
                        "package_revise": {"match": {"id": dataset["id"]}, "update__resources__0": link},
                    }.items():
                        assert "Links are not accepted here" in refusal(world, action, "editor", **data), (action, link)
        assert world.call("package_show", "editor", id=dataset["id"])["resources"] == [file]

    def test_kinds_that_are_only_said_make_no_file_of_a_link(self, world: World, dataset, canary: Canary):
        for kind in ("upload", "datastore", "xloader", "datapusher", "tabledesigner", "other"):
            for address in canary.short:
                words = refusal(
                    world, "resource_create", "editor", package_id=dataset["id"], url=address, url_type=kind
                )
                assert "Links are not accepted here" in words

    def test_what_stands_already_can_be_kept_and_described(self, world: World, dataset, monkeypatch):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.links", True)
        old = world.call("resource_create", "editor", package_id=dataset["id"], url="https://data.example/x.csv")
        monkeypatch.setitem(tk.config, "ckanext.spenddata.links", False)
        shown = world.call("resource_patch", "editor", id=old["id"], description="Of last year")
        assert shown["url"] == "https://data.example/x.csv"
        world.call("package_patch", "editor", id=dataset["id"], notes="Edited")
        assert "Links" in refusal(world, "resource_patch", "editor", id=old["id"], url="https://data.example/y.csv")

    def test_where_links_are_allowed_only_sites_are(self, world: World, dataset, monkeypatch):
        from ckan.plugins import toolkit as tk

        monkeypatch.setitem(tk.config, "ckanext.spenddata.links", True)
        for address in (
            "file:///etc/passwd",
            "ftp://data.example/x",
            "javascript:alert(1)",
            "/etc/passwd",
            "http://",
            "http://[x",
        ):
            assert "A link begins with" in refusal(
                world, "resource_create", "editor", package_id=dataset["id"], url=address
            )

    def test_xloader_takes_uploaded_files_alone(self, dataset, monkeypatch):
        from ckan import model
        from ckan.plugins import toolkit as tk

        from ckanext.spenddata.logic import links

        resource = dataset["resources"][0]["id"]
        assert links.may_be_loaded(resource)
        monkeypatch.setitem(tk.config, "ckanext.spenddata.links", True)
        assert not links.may_be_loaded(resource)
        monkeypatch.setitem(tk.config, "ckanext.spenddata.links", False)
        model.Session.get(model.Resource, resource).url_type = ""
        model.Session.flush()
        assert not links.may_be_loaded(resource)
        model.Session.rollback()


def test_a_report_of_an_ordinary_file_is_its_editors_own(world: World, dataset):
    from ckan import model
    from ckan.plugins import toolkit as tk
    from ckanext.validation.model import Validation

    resource = dataset["resources"][0]["id"]
    model.Session.add(Validation(resource_id=resource, status="failure", report=json.dumps({"quotes": "secret"})))
    model.Session.commit()
    for who in ("stranger", "outsider", None):
        with pytest.raises(tk.NotAuthorized):
            world.call("resource_validation_show", who, resource_id=resource)
    assert world.call("resource_validation_show", "editor", resource_id=resource)["status"] == "failure"


@pytest.mark.browser
class TestOnARunningPortal:
    """Every action and route of all plugins, by each role, over HTTP, with the workers at work."""

    @pytest.mark.check(26)
    @pytest.mark.check(21)
    def test_no_action_and_no_route_touches_the_canaries(self, portal: str, portal_world: World, canary: Canary):
        from ckan.plugins import toolkit as tk
        from ckan.tests import factories

        tk.get_action("package_show")
        tokens = {who: factories.APIToken(user=name)["token"] for who, name in portal_world.people.items()}
        dataset = portal_world.call("package_create", "editor", name="plain", owner_org=portal_world.council)
        made = requests.post(
            f"{portal}/api/action/resource_create",
            data={"package_id": dataset["id"], "format": "CSV", "name": "f"},
            files={"upload": ("f.csv", csv_file(3))},
            headers={"Authorization": tokens["editor"]},
            timeout=30,
        ).json()["result"]
        answers = all_answers(portal, tokens, made, dataset, canary)
        settle()
        assert canary.touches == []
        assert [answer[:200] for answer in answers if "canary-" in answer] == []
        assert tables_with("canary-") == []


def all_answers(
    portal: str, tokens: dict[str, str], made: dict[str, Any], dataset: dict[str, Any], canary: Canary
) -> list[str]:
    """What every action and every route answers, asked by a few clients side by side."""
    from ckan.logic import _actions

    turns: dict[str | None, list[str]] = {
        "sysadmin": canary.addresses[:1] + canary.addresses[-5:],
        "administrator": canary.addresses[2:4],
        "editor": canary.short[2:],
        "outsider": canary.short[2:3],
        None: canary.short[3:],
    }
    names = [name for name in sorted(_actions) if not name.endswith(ENDING) and name not in ENDING]
    mine = threading.local()

    def session() -> requests.Session:
        if not hasattr(mine, "session"):
            mine.session = requests.Session()
        return mine.session

    def asked(question: tuple[str | None, list[str], str]) -> str:
        who, addresses, name = question
        return ask(session(), portal, name, tokens.get(who or ""), made, dataset, addresses)

    def read(question: tuple[str, str]) -> str:
        path, address = question
        return session().get(f"{portal}{path}", params=dict.fromkeys(ADDRESS_WORDS, address), timeout=60).text

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = list(clients.map(asked, [(who, turns[who], name) for who in turns for name in names]))
        questions = [(path, address) for path in routes(made, dataset) for address in canary.short[1:3]]
        return [*answers, *clients.map(read, questions)]


def ask(
    session: requests.Session,
    portal: str,
    action: str,
    token: str | None,
    resource: dict[str, Any],
    dataset: dict[str, Any],
    addresses: list[str],
) -> str:
    """Ask an action for everything that could lead somewhere."""
    said = ""
    for address in addresses:
        data = {
            **dict.fromkeys(ADDRESS_WORDS, address),
            "id": resource["id"],
            "resource_id": resource["id"],
            "package_id": dataset["id"],
            "dataset_ids": [dataset["id"]],
            "url_type": "",
            "format": "CSV",
            "image_url": address,
            "schema_url": address,
            "resource": {"package_id": dataset["id"], "url": address},
            "resources": [{"url": address, "schema": address}],
            "metadata": {"resource_id": resource["id"], "original_url": address, "ckan_url": address},
            "status": "complete",
            "result_url": address,
            "callback_url": address,
            "async": False,
            "sync": True,
        }
        answer = session.post(
            f"{portal}/api/action/{action}", json=data, headers={"Authorization": token} if token else {}, timeout=60
        )
        said += answer.text.replace(address, "")
    return said


def routes(resource: dict[str, Any], dataset: dict[str, Any]) -> list[str]:
    """Addresses of every route that is read with GET, with something that exists where a rule has a blank."""
    from ckan.common import config as settings
    from ckan.config.middleware import make_app

    app = make_app(settings)._wsgi_app
    given = {
        "id": dataset["id"],
        "resource_id": resource["id"],
        "package_type": "dataset",
        "reference": "X-DEMO-1.lgtc-500.2026-01",
    }
    found = set()
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and "debug" not in rule.rule:
            with contextlib.suppress(Exception):
                values = {name: given.get(name, "1") for name in rule.arguments}
                found.add(app.url_map.bind("localhost").build(rule.endpoint, values).split("?")[0])
    return sorted(found)


def settle() -> None:
    """Wait until the workers have nothing left to do, or half a minute."""
    import time

    from ckan.lib import jobs

    for _ in range(60):
        if not any(
            jobs.get_queue(name).count for name in ("default", "spenddata", "spenddata-follow", "spenddata-xloader")
        ):
            break
        time.sleep(0.5)
    time.sleep(2)


def tables_with(words: str) -> list[str]:
    """Tables of the DataStore that hold some words."""
    import sqlalchemy as sa
    from ckanext.datastore.backend.postgres import get_read_engine

    found = []
    with get_read_engine().connect() as connection:
        names = connection.scalars(
            sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ '^_'")
        ).all()
        for name in names:
            rows = connection.execute(sa.text(f'SELECT "{name}"::text FROM "{name}"'))
            if any(words in row[0] for row in rows):
                found.append(name)
    return found
