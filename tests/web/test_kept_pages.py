"""A public page is made once and sent until something that it shows changes; nobody is sent what is no longer so, or another's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event
from typing import Any

import pytest

from ckanext.spenddata.ledger import connection
from tests.returns.conftest import portal_world, world
from tests.returns.standing import standing
from tests.returns.world import PERIOD, REGIME, World, csv_file, follow, work
from tests.views.conftest import reader

__all__ = ["portal_world", "reader", "world"]

REFERENCE = f"X-DEMO-1.{REGIME}.{PERIOD}"
PUBLIC = ("/", "/spend/search?q=resurfacing", "/spend/compare?publisher=exampleton", "/spend/publishers/exampleton")
API = "/api/3/action/spenddata_transaction_search?q=resurfacing"

pytestmark = pytest.mark.portal


@pytest.fixture(autouse=True)
def nothing_is_kept_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """The world may be that of the test before; its pages are not."""
    from ckanext.spenddata.web import kept_pages

    monkeypatch.setattr(kept_pages, "_pages", kept_pages.Pages())


@pytest.fixture
@standing
def published(world: World) -> World:
    world.publish(csv_file(5))
    world.submit(csv_file(3, name="Otherborough District Council"), who="stranger", publisher="X-DEMO-3", publish=True)
    work()
    follow()
    return world


@pytest.fixture
def made(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The pages that were made, in order: what a view or an action of the API was really asked for."""
    asked: list[str] = []
    views = app.flask_app.view_functions

    def told(endpoint: str, view: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*args: Any, **kwargs: Any) -> Any:
            asked.append(endpoint)
            return view(*args, **kwargs)

        return ask

    for endpoint in ("home.index", "spenddata_search.index", "spenddata_comparison.index", "api.action"):
        monkeypatch.setitem(views, endpoint, told(endpoint, views[endpoint]))
    return asked


@pytest.mark.usefixtures("published")
def test_a_page_is_made_once_and_is_the_same_for_all(reader, made):
    first = [reader(None).get(address).response for address in (*PUBLIC, API)]
    assert made == ["home.index", "spenddata_search.index", "spenddata_comparison.index", "api.action"]
    second = [reader(None).get(address).response for address in (*PUBLIC, API)]
    assert len(made) == 4
    for one, two in zip(first, second, strict=True):
        assert (one.status_code, two.status_code) == (200, 200)
        assert one.get_data() == two.get_data()
        assert one.headers["ETag"] == two.headers["ETag"]
        for header in ("Content-Type", "Content-Security-Policy", "X-Content-Type-Options", "Cache-Control"):
            assert one.headers[header] == two.headers[header]


@pytest.mark.usefixtures("published")
def test_public_pages_set_no_cookie_and_may_be_kept_by_others(reader, made):
    for address in (*PUBLIC, API):
        answer = reader(None).get(address).response
        assert "Set-Cookie" not in answer.headers, address
        assert answer.headers["Cache-Control"] == "public, no-cache"
        before = len(made)
        again = reader(None).client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.get_data(), len(made)) == (304, b"", before)


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("how", [{}, {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}])
def test_a_question_in_a_body_is_nobody_else_s_answer(reader, how: dict[str, Any]):
    """The API takes what it is asked from a body, too, of a length that is told or not; the address is the same as without."""
    import io

    address, body = "/api/3/action/spenddata_transaction_search", b'{"q": "nobodycalledso"}'
    around = {"wsgi.input": io.BytesIO(body), "CONTENT_TYPE": "application/json", **how}
    length = {} if how else {"CONTENT_LENGTH": str(len(body))}
    asked = reader(None).client.get(address, environ_overrides={**around, **length})
    assert (asked.status_code, asked.json["result"]["count"]) == (200, 0)
    assert reader(None).get(address).response.json["result"]["count"] == 8


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("address", ["/spend/compare", "/cy/spend/compare", "/cy/spend/about", "/cy/spend/publishers"])
def test_those_who_read_compressed_are_sent_the_same(reader, address: str):
    import gzip

    from ckanext.spenddata.theme import languages

    first, plain = reader(None).get(address).response, reader(None).get(address).response
    packed = reader(None).client.get(address, headers={"Accept-Encoding": "gzip"})
    assert packed.status_code == 200
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain.get_data() == first.get_data()
    assert languages.OPEN not in plain.get_data(as_text=True)
    assert "Accept-Encoding" in packed.headers["Vary"]


@pytest.mark.check(35)
def test_what_is_taken_back_is_in_no_answer_after_that(published: World, reader):
    one_payment = "/spend/search?q=%22Supplier+1+Ltd%22&publisher_id=X-DEMO-1"
    everywhere = ("/", one_payment, "/spend/compare?publisher=exampleton", "/spend/publishers/exampleton", API)
    before = {address: reader(None).get(address).response for address in everywhere}
    assert "Supplier 1 Ltd" in before[one_payment].get_data(as_text=True)
    published.call("spenddata_return_withdraw", "administrator", reference=REFERENCE, why="Sent by mistake")
    for address, was in before.items():
        now = reader(None).get(address, headers={"If-None-Match": was.headers["ETag"]}).response
        assert now.status_code == 200, address
        assert now.get_data() != was.get_data(), address
    # The index has not even been told.
    assert "Exampleton City Council" not in str(
        [row["publisher_name"] for row in reader(None).get(API).response.json["result"]["results"]]
    )
    follow()
    assert "Supplier 1 Ltd" not in reader(None).get(one_payment).response.get_data(as_text=True).partition("<tbody")[2]


def test_a_new_name_and_a_new_return_are_in_the_next_answer(published: World, reader):
    for address in PUBLIC[1:]:
        reader(None).get(address)
    published.call("organization_patch", "sysadmin", id=published.council, title="Sampleford City Council")
    for address in PUBLIC[2:]:
        assert "Sampleford City Council" in reader(None).get(address).response.get_data(as_text=True)
    assert reader(None).get(PUBLIC[1]).heading().startswith("8 payments")
    published.publish(csv_file(2, start=50, month=5), period="2026-Q2")
    follow()
    assert reader(None).get(PUBLIC[1]).heading().startswith("10 payments")


@pytest.mark.usefixtures("published")
def test_whoever_is_signed_in_has_pages_of_their_own(reader, made):
    anybody = reader(None).get("/").response
    person = reader("editor").get("/").response
    assert len(made) == 2
    assert "public" not in person.headers["Cache-Control"]
    assert "ETag" not in person.headers
    assert "Log out" in person.get_data(as_text=True)
    assert "Log out" not in anybody.get_data(as_text=True)
    assert reader(None).get("/").response.get_data() == anybody.get_data()
    assert len(made) == 2


@pytest.mark.usefixtures("published")
def test_a_token_is_no_key_to_what_is_kept_for_nobody(world: World, reader, made):
    token = world.call("api_token_create", "sysadmin", user=world.people["editor"], name="test")["token"]
    reader(None).get(API)
    answer = reader(None).get(API, headers={"Authorization": token}).response
    assert made == ["api.action", "api.action"]
    assert "ETag" not in answer.headers


@pytest.mark.usefixtures("published")
def test_what_was_said_to_one_reader_is_said_to_no_other(reader, made):
    one = reader(None)
    with one.client.session_transaction() as session:
        session["_flashes"] = [("alert-success", "Only for you")]
    assert "Only for you" in one.get(PUBLIC[1]).response.get_data(as_text=True)
    assert "Only for you" not in reader(None).get(PUBLIC[1]).response.get_data(as_text=True)
    assert made == ["spenddata_search.index"] * 2


@pytest.mark.usefixtures("published")
def test_refusals_and_pages_that_lack_something_are_made_afresh(reader, made, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from ckanext.spenddata.logic.action import portal

    for _ in range(2):
        assert reader(None).get("/spend/search?amount_min=much").status == 400
    assert made == ["spenddata_search.index"] * 2

    def away() -> dict[str, Any]:
        raise OperationalError("select", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(portal, "_figures", away)
        patch.setattr(portal, "_known", {})
        assert "ETag" not in reader(None).get("/").response.headers
    assert "Exampleton City Council" in reader(None).get("/").text


@pytest.mark.usefixtures("published")
def test_nothing_is_kept_while_nobody_can_say_whether_it_holds(reader, made, monkeypatch):
    from ckanext.spenddata.search.core import Core, SearchDownError

    address = "/spend/search?q=resurfacing"
    reader(None).get(address)

    def away(_core: Core) -> str:
        raise SearchDownError

    monkeypatch.setattr(Core, "version", away)
    assert "ETag" not in reader(None).get(address).response.headers
    assert len(made) == 2


@pytest.mark.usefixtures("published")
def test_an_administrator_can_have_none_kept(reader, made, monkeypatch):
    from ckan.plugins import toolkit as tk

    monkeypatch.setitem(tk.config, "ckanext.spenddata.pages.kept_mb", 0)
    reader(None).get("/")
    assert "ETag" not in reader(None).get("/").response.headers
    assert made == ["home.index", "home.index"]


def test_the_pages_used_last_are_kept():
    from ckanext.spenddata.web.kept_pages import Page, Pages
    from ckanext.spenddata.web.moment import Moment

    pages, now, later = Pages(), Moment("settled", "whole"), Moment("settled", "more")
    for name in "abc":
        pages.keep(name, Page(now, (), b"x" * 40), most=100)
    assert [name for name in "abc" if pages.find(name)] == ["b", "c"]
    pages.find("b")
    pages.keep("d", Page(now, (), b"x" * 40), most=100)
    assert [name for name in "abcd" if pages.find(name)] == ["b", "d"]
    pages.keep("b", Page(later, (), b"y" * 100), most=100)
    assert [name for name in "abcd" if pages.find(name)] == ["b"]


class Slow:
    """A view that ends only when it is told to; and readers that ask for its page meanwhile."""

    def __init__(self, app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls, self._begun, self._ends = 0, Event(), Event()
        self._app, views = app, app.flask_app.view_functions
        view = views["spenddata_comparison.index"]

        def slow(*args: Any, **kwargs: Any) -> Any:
            self.calls += 1
            made = view(*args, **kwargs)
            self._begun.set()
            assert self._ends.wait(20)
            return made

        monkeypatch.setitem(views, "spenddata_comparison.index", slow)

    def ask(self) -> Future[Any]:
        """A reader begins to ask, on a thread and a connection of his own."""
        client = self._app.flask_app.test_client()
        return self.readers.submit(lambda: client.get(PUBLIC[2]))

    def begun(self) -> None:
        """The page is being made."""
        assert self._begun.wait(20)

    def end(self) -> None:
        """Let it be made."""
        self._ends.set()

    readers: ThreadPoolExecutor


@pytest.fixture
def slow(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    made = Slow(app, monkeypatch)
    with ThreadPoolExecutor(max_workers=4) as made.readers:
        yield made
        made.end()


@pytest.mark.usefixtures("published")
def test_what_many_ask_for_at_once_is_made_once(slow: Slow):
    first = slow.ask()
    slow.begun()
    others = [slow.ask() for _ in range(3)]
    wait(others, timeout=0.3)
    assert not any(other.done() for other in others)
    slow.end()
    answers = [each.result(20) for each in (first, *others)]
    assert {answer.get_data() for answer in answers} == {answers[0].get_data()}
    assert [answer.status_code for answer in answers] == [200] * 4
    assert slow.calls == 1


def add() -> None:
    """What a publication does to the ledger's state."""
    with connection.writing(may_wait=True):
        pass


def take_back() -> None:
    """What a withdrawal does to it."""
    with connection.writing():
        pass


def test_while_one_makes_the_page_with_what_was_added_others_are_sent_the_one_before(
    published: World, reader, app, monkeypatch
):
    before = reader(None).get(PUBLIC[2]).response
    slow = Slow(app, monkeypatch)
    add()
    with ThreadPoolExecutor(max_workers=2) as slow.readers:
        first = slow.ask()
        slow.begun()
        other = slow.ask().result(20)  # at once, and not when the first has ended
        assert (other.get_data(), other.headers["ETag"]) == (before.get_data(), before.headers["ETag"])
        assert not first.done()
        take_back()
        last = slow.ask()
        wait([last], timeout=0.3)
        assert not last.done()  # it is being made
        slow.end()
        assert first.result(20).status_code == last.result(20).status_code == 200
    assert last.result().headers["ETag"] != before.headers["ETag"]
    # Made while something was taken back: nobody else is sent it.
    assert "ETag" not in first.result().headers


def test_a_page_of_long_ago_is_sent_to_nobody(published: World, reader, app, monkeypatch):
    from ckanext.spenddata.web import kept_pages

    reader(None).get(PUBLIC[2])
    slow = Slow(app, monkeypatch)
    monkeypatch.setattr(kept_pages, "LATE_SECONDS", 0.0)
    add()
    with ThreadPoolExecutor(max_workers=2) as slow.readers:
        slow.ask()
        slow.begun()
        other = slow.ask()
        wait([other], timeout=0.3)
        assert not other.done()
        slow.end()
        assert other.result(20).status_code == 200


def test_all_that_may_be_kept_is_there_and_open_to_everybody(app, world: World, reader):
    from ckan.plugins import toolkit as tk

    from ckanext.spenddata.web.kept_pages import ACTIONS, PAGES

    assert set(PAGES) <= set(app.flask_app.view_functions)
    charts = {each for each in app.flask_app.view_functions if each.endswith((".svg", ".png", ".embed"))}
    assert {each for each in charts if each.startswith("spenddata_")} <= set(PAGES), (
        "to draw one costs as much as a page"
    )
    for name in ACTIONS:
        assert getattr(tk.get_action(name), "side_effect_free", False), name
        assert reader(None).get(f"/api/3/action/{name}").status in (200, 400, 404, 409), name


@pytest.mark.usefixtures("published")
def test_where_all_places_for_searches_are_taken_kept_pages_are_sent_and_new_questions_come_again_later(reader):
    from ckanext.spenddata.web import places

    address, new = PUBLIC[1], "/spend/search?q=never+asked+before"
    assert reader(None).get(address).status == 200
    for _ in range(places.AT_ONCE):
        assert places._searches.enter()
    try:
        assert reader(None).get(address).status == 200
        for refused in (reader(None).get(new), reader(None).get(f"{API}+asked+before")):
            assert refused.status == 503
            assert int(refused.response.headers["Retry-After"]) > 0
    finally:
        for _ in range(places.AT_ONCE):
            places._searches.leave()
    assert reader(None).get(new).status == 200
    for _ in range(places.AT_ONCE):  # every one was given back
        assert places._searches.enter()
    for _ in range(places.AT_ONCE):
        places._searches.leave()
