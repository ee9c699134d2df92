"""An answer that is kept is worth nothing without Solr's word, each time, that the index is still the same."""

import pytest
import requests

from ckanext.spenddata.search.answers import ask
from ckanext.spenddata.search.core import Kept, SearchDownError
from ckanext.spenddata.search.query import Question
from ckanext.spenddata.values.kept import Recent


def document(number: int, words: str = "Gravel", publisher: str = "X-DEMO-ALDER") -> dict[str, object]:
    return {
        "id": str(number),
        "entry_no": 1,
        "return_id": "r",
        "publisher_id": publisher,
        "payment_date": "2026-04-01T00:00:00Z",
        "pence": 100,
        "supplier": words,
    }


def test_the_answer_that_was_not_used_for_longest_is_forgotten():
    kept = Recent[Kept](most=2)
    for name in ("first", "second"):
        kept.keep(name, Kept("1", {"name": name}))
    assert kept.find("first") == Kept("1", {"name": "first"})
    kept.keep("third", Kept("1", {}))
    assert kept.find("second") is None
    assert kept.find("first")


@pytest.mark.portal
def test_the_same_question_is_searched_for_once(core, monkeypatch):
    core.add([document(1)])
    core.commit()
    statuses = watched(core, monkeypatch)
    first, second = ask(core, Question(q="gravel")), ask(core, Question(q="gravel"))
    assert statuses == [200, 304]
    assert first == second
    assert second.count == 1


@pytest.mark.portal
@pytest.mark.parametrize("change", ["add", "replace", "delete"])
def test_a_change_is_in_the_very_next_answer(core, change: str):
    core.add([document(1)])
    core.commit()
    for _ in range(2):
        assert ask(core, Question(q="gravel")).count == 1
    if change == "delete":
        core.delete(["id:1"])
    else:
        core.add([document(2) if change == "add" else document(1, "Sand")])
    core.commit()
    assert ask(core, Question(q="gravel")).count == (2 if change == "add" else 0)


@pytest.mark.portal
def test_nothing_that_is_kept_is_told_while_solr_is_away(core, monkeypatch):
    core.add([document(1)])
    core.commit()
    assert ask(core, Question(q="gravel")).count == 1

    def nobody(*_arguments, **_named):
        raise requests.ConnectionError

    monkeypatch.setattr(core._session, "request", nobody)
    with pytest.raises(SearchDownError):
        ask(core, Question(q="gravel"))


@pytest.mark.portal
def test_a_question_too_long_for_an_address_is_asked_all_the_same(core, monkeypatch):
    core.add([document(1)])
    core.commit()
    statuses = watched(core, monkeypatch)
    many = tuple(f"supplier {number}, a name that is long enough" for number in range(99))
    question = Question(filters=(("supplier", (*many, "Gravel")),))
    assert [ask(core, question).count for _ in range(2)] == [1, 1]
    assert statuses == [200, 200]


def watched(core, monkeypatch) -> list[int]:
    """Statuses of Solr's answers from now on."""
    statuses: list[int] = []
    send = core._send

    def note(*arguments, **named):
        response = send(*arguments, **named)
        statuses.append(response.status_code)
        return response

    monkeypatch.setattr(core, "_send", note)
    return statuses
