"""On a real Solr: words find what people mean, sums are exact, returns are replaced whole, nothing breaks out."""

from datetime import date
from decimal import Decimal

import pytest

from ckanext.spenddata.definitions.publishers import Publisher
from ckanext.spenddata.search.answers import ask
from ckanext.spenddata.search.core import Core, SearchDownError, SearchError
from ckanext.spenddata.search.index import Filed, Held, forget_return, held, rebuild, replace_return
from ckanext.spenddata.search.query import Question

pytestmark = pytest.mark.portal

ALDER = Publisher(publisher_id="X-DEMO-ALDER", name="Alder Council", body_type="local authority", region="North")
HAZEL = Publisher(publisher_id="X-DEMO-HAZEL", name="Hazel Hospitals", body_type="NHS trust", region="South")


def reference(publisher, period="2026-Q1"):
    return f"{publisher.publisher_id}.lgtc-500.{period}"


def row(number, entry_no=1, publisher=ALDER, **fields):
    supplier = fields.get("supplier_name", "Fernholm Roofing")
    return {
        "_id": (entry_no << 24) + number,
        "return_id": reference(publisher),
        "publisher_id": publisher.publisher_id,
        "publisher_name": publisher.name,
        "regime": "lgtc-500",
        "period": "2026-Q1",
        "month": "2026-02",
        "payment_date": date(2026, 2, 1 + number % 28),
        "amount": Decimal("100.00"),
        "category": "facilities",
        "supplier_name": supplier,
        "supplier_id": f"name:{supplier.upper()}" if supplier else None,
        "description": "Repairs",
        "source_file": "alder.csv",
        "source_row": number + 1,
        **fields,
    }


def fill(core, rows, publisher=ALDER, entry_no=1):
    return replace_return(core, reference(publisher), publisher, entry_no, [rows])


def found(core, **question):
    return [each["_id"] & 0xFFFFFF for each in ask(core, Question(sort="oldest", **question)).rows]


@pytest.fixture
def filled(core):
    fill(
        core,
        [
            row(1, supplier_name="HC-One Ltd", description="Cleaning of offices"),
            row(2, supplier_name="HC One Limited", description="Cleaned the roof", amount=Decimal("-0.05")),
            row(
                3,
                supplier_name="O'Neill & Sons",
                description="Café works",
                transaction_number="000123",
                category="construction",
            ),
            row(
                4,
                supplier_name="Interpreters CIC",
                expense_type="Translation services",
                expense_area="Children's services",
                supplier_company_number="01234567",
            ),
            row(
                5,
                supplier_name=None,
                description=None,
                redaction_reason="personal_data",
                amount=Decimal("12345678901.23"),
            ),
        ],
    )
    return core


@pytest.mark.parametrize(
    ("q", "numbers"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("cleaning", [1, 2]),
        ("CLEANED", [1, 2]),
        ("hc one", [1, 2]),
        ("hc-one limited", [1, 2]),
        ('"hc one" roof', [2]),
        ("cafe", [3]),
        ("oneill", [3]),
        ("o'neill sons", [3]),
        ("000123", [3]),
        ("01234567", [4]),
        ("children translations", [4]),
        ("alder interpreters", [4]),
        ("cleaning -roof", [1]),
        ("cleaning sons", []),
    ],
)
def test_words_find_what_people_mean(filled, q, numbers):
    assert found(filled, q=q) == numbers


def test_a_company_number_narrows_and_comes_with_the_payment(filled):
    asked = Question(filters=(("supplier_company_number", ("01234567",)),))
    assert [each["supplier_company_number"] for each in ask(filled, asked).rows] == ["01234567"]


@pytest.mark.check(23)
@pytest.mark.parametrize(
    "q",
    [
        "{!lucene}pence:[* TO *]",
        "{!join from=id to=id fromIndex=ckan}*:*x",
        '_query_:"{!lucene}*:*"',
        "pence:[0 TO 99999999]",
        "supplier:*",
        "x OR *:*",
        "${solr.home}x",
        "/.*/x",
        "a~9 b^999",
        '"unclosed',
        "x" * 300,
        "((((((((((x",
        "\x00\x01\ufffex",
        "name:' or 1=1 --",
    ],
)
def test_hostile_words_find_nothing_and_break_nothing(filled, q):
    assert ask(filled, Question(q=q)).count == 0


@pytest.mark.check(23)
@pytest.mark.parametrize(
    "value", ["* TO *", '") OR *:* ("', "{!lucene}*:*", "facilities OR construction", "${x}", "fac*", " facilities"]
)
def test_hostile_values_of_filters_are_only_values(filled, value):
    for field in ("category", "publisher_id", "supplier_id"):
        assert ask(filled, Question(filters=((field, (value,)),))).count == 0


def test_sums_and_counts_are_exact_in_all_and_by_value(filled):
    answer = ask(filled, Question())
    assert (answer.count, answer.pence) == (5, 1234567890123 + 3 * 10000 - 5)
    by_category = {bucket.value: (bucket.count, bucket.pence) for bucket in answer.facets["category"]}
    assert by_category == {"facilities": (4, 1234567890123 + 2 * 10000 - 5), "construction": (1, 10000)}
    assert [(b.value, b.count, b.pence) for b in answer.facets["publisher_id"]] == [("X-DEMO-ALDER", 5, answer.pence)]
    assert sum(bucket.pence for bucket in answer.facets["month"]) == answer.pence


def test_filters_days_and_amounts_narrow_and_sums_follow(filled):
    answer = ask(filled, Question(filters=(("category", ("construction",)),)))
    assert (answer.count, answer.pence) == (1, 10000)
    assert found(filled, first=date(2026, 2, 3), last=date(2026, 2, 4)) == [2, 3]
    assert found(filled, least=-5, most=-5) == [2]
    assert found(filled, filters=(("redaction_reason", ("personal_data",)),)) == [5]
    assert found(filled, filters=(("supplier_id", ("name:HC-ONE LTD", "name:O'NEILL & SONS")),)) == [1, 3]


def test_rows_know_their_place(filled):
    first = ask(filled, Question(sort="oldest", rows=1)).rows[0]
    assert (first["_id"], first["source_file"], first["source_row"], first["entry_no"]) == (
        (1 << 24) + 1,
        "alder.csv",
        2,
        1,
    )
    assert (first["pence"], first["payment_date"], first["supplier"]) == (10000, "2026-02-02", "HC-One Ltd")


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "largest", "smallest"])
def test_a_cursor_goes_through_everything_once(core, sort):
    fill(core, [row(number, amount=Decimal(number % 5)) for number in range(1, 60)])
    seen, cursor = [], "*"
    while cursor:
        answer = ask(core, Question(sort=sort, rows=7, cursor=cursor, facets=()))
        seen += [each["_id"] for each in answer.rows]
        cursor = answer.cursor
    assert sorted(seen) == [(1 << 24) + number for number in range(1, 60)]


def test_a_made_up_cursor_is_refused_in_words(filled):
    with pytest.raises(SearchError, match="refused"):
        ask(filled, Question(cursor="nonsense"))


def test_a_later_revision_replaces_the_earlier_one_and_twice_is_as_once(core):
    fill(core, [row(1), row(2), row(3)])
    fill(core, [row(1, entry_no=2, publisher=HAZEL)], publisher=HAZEL, entry_no=2)
    for _ in range(2):
        fill(core, [row(1, entry_no=3, amount=Decimal("1.00"))], entry_no=3)
    assert held(core) == {2: Held(1, 10000), 3: Held(1, 100)}


def test_a_nil_revision_leaves_nothing_of_the_earlier_one(core):
    fill(core, [row(1), row(2)])
    replace_return(core, reference(ALDER), ALDER, 2, [])
    assert held(core) == {}


def test_a_withdrawn_return_is_gone_and_others_stay(core):
    fill(core, [row(1), row(2)])
    fill(core, [row(1, entry_no=2, publisher=HAZEL)], publisher=HAZEL, entry_no=2)
    forget_return(core, reference(ALDER))
    assert held(core) == {2: Held(1, 10000)}


def test_a_return_that_waits_to_be_dropped_can_be_left_out_of_answers(filled):
    answer = ask(filled, Question(without_returns=(reference(ALDER),)))
    assert (answer.count, answer.pence, answer.rows) == (0, 0, ())


def test_nothing_is_seen_before_the_return_is_whole(core):
    def batches():
        yield [row(1)]
        yield [row(2)]
        assert ask(core, Question()).count == 0
        yield [row(3)]

    assert replace_return(core, reference(ALDER), ALDER, 1, batches()) == 3
    assert ask(core, Question()).count == 3


def test_rebuilding_brings_back_what_is_missing_and_drops_what_is_over(core):
    fill(core, [row(1), row(2)])
    fill(core, [row(1, entry_no=2, publisher=HAZEL)], publisher=HAZEL, entry_no=2)
    told = []
    filed = [
        Filed(3, reference(ALDER), ALDER, lambda: [[row(1, entry_no=3), row(2, entry_no=3)], [row(3, entry_no=3)]])
    ]
    assert rebuild(core, filed, lambda: {3}, told.append) == 3
    assert held(core) == {3: Held(3, 30000)}
    assert told == [3]


def test_an_entry_published_during_a_rebuild_is_kept(core):
    def current():
        return {1, 9}

    fill(core, [row(1, entry_no=9, publisher=HAZEL)], publisher=HAZEL, entry_no=9)
    rebuild(core, [Filed(1, reference(ALDER), ALDER, lambda: [[row(1)]])], current)
    assert set(held(core)) == {1, 9}


def test_a_search_server_that_is_away_is_told_without_its_address():
    core = Core("http://someone:secret@127.0.0.1:9/solr/spend")
    assert not core.answers()
    with pytest.raises(SearchDownError) as error:
        ask(core, Question(q="roof"))
    assert "secret" not in str(error.value)
    assert "Try again" in str(error.value)


def test_a_core_that_does_not_exist_is_down_not_empty(core):
    with pytest.raises(SearchDownError):
        ask(Core(core._url.rsplit("/", 1)[0] + "/nowhere"), Question())
