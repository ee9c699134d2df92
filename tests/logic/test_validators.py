"""What people and programs send is understood or refused in words, and never taken for something else."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from ckan.plugins import toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.spenddata import definitions
from ckanext.spenddata.logic import validators

KEY = ("field",)
pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> definitions.Definitions:
    found = definitions.load()
    monkeypatch.setattr(validators.config, "definitions", lambda: found)
    return found


def checked(validator: Any, value: Any, **context: Any) -> tuple[Any, list[str]]:
    """What a validator of a key makes of a value, and its complaints."""
    data, errors = {KEY: value}, defaultdict(list)
    try:
        validator(KEY, data, errors, context)
    except tk.StopOnError:
        assert errors[KEY], "nobody is stopped without a word"
    return data[KEY], errors[KEY]


@pytest.mark.parametrize(("given", "meant"), [(0, 0), ("20", 20), (" 7 ", 7), (2**63 - 1, 2**63 - 1)])
def test_whole_numbers(given, meant):
    assert checked(validators.spenddata_count, given) == (meant, [])


@pytest.mark.parametrize("given", [-1, "-1", 2**63, "1.0", "", None, True, "²", "٣", "1e3", [1]])
def test_what_is_no_whole_number(given):
    value, complaints = checked(validators.spenddata_count, given)
    assert complaints == ["Write a whole number, such as 20."]
    assert value == given


def test_days_are_days():
    assert checked(validators.spenddata_day, " 2026-04-01 ") == (dt.datetime.fromisoformat("2026-04-01"), [])
    assert checked(validators.spenddata_day, "2026-04-01T13:15:00+02:00")[0] == dt.datetime.fromisoformat("2026-04-01")
    assert checked(validators.spenddata_day, "")[0] is None
    for wrong in ("2026-02-30", "1 April 2026", "yesterday"):
        assert "year, month and day" in checked(validators.spenddata_day, wrong)[1][0]


@pytest.mark.parametrize("text", ["GB-LAE-LDS", " X-DEMO-1 "])
def test_identifiers_of_bodies(text):
    assert validators.spenddata_org_id(text) == text.strip()


@pytest.mark.parametrize("text", ["", "Leeds", "gb-lae-lds", "GB-LAE-LDS\nx", None])
def test_what_identifies_no_body(text):
    with pytest.raises(tk.Invalid, match=r"org-id\.guide"):
        validators.spenddata_org_id(text)


def test_answers_are_kept_as_they_were_said():
    said = {"day_first": False, "layouts": {"abc": {"amount": 3, "payment_date": 1}}}
    assert validators.spenddata_answers(json.dumps(said)) == validators.spenddata_answers(said) == said


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("[]", "must be a JSON object"),
        ("not json", "must be a JSON object"),
        ({"day_frist": True}, "can't be used: There is no field day_frist. The nearest is day_first\\."),
        ({"currency": True}, "The nearest is currency_is_sterling\\."),
        ({"unit": "dozens"}, "can't be used"),
        ({"layouts": {"abc": {"amount": 0}}}, "can't be used"),
        ({"mapping": {"amuont": "Net"}}, "amuont is not a field"),
        ({"layouts": {"abc": {"amuont": 3}}}, "amuont is not a field"),
        ({"layouts": {"abc": {"amount": 3, "payment_date": 3}}}, "only one field"),
    ],
)
def test_answers_that_would_be_misunderstood_are_refused(said, why):
    with pytest.raises(tk.Invalid, match=why):
        validators.spenddata_answers(said)


def test_findings_are_confirmed_one_by_one_each_with_its_reason():
    yes = {"rule": "outlier", "reason": "A grant"}
    (kept,) = validators.spenddata_acknowledge(json.dumps(yes))
    assert (kept["rule"], kept["reason"]) == ("outlier", "A grant")
    assert len(validators.spenddata_acknowledge([yes, {}, yes])) == 2
    for wrong, why in [
        ({"rule": "outlier"}, "can't be used"),
        ({"rule": "outlier", "reason": "  "}, "Say why"),
        ({**yes, "everything": True}, "can't be used: There is no field everything. There are: .*reason.*[.]"),
        ([yes] * (validators.MOST_SAID + 1), "at most 10000"),
    ]:
        with pytest.raises(tk.Invalid, match=why):
            validators.spenddata_acknowledge(wrong)


def test_fixes_are_of_rules_that_are_known(known):
    rule = next(iter(known.rules))
    place = {"rule": rule, "file": "a.csv", "sheet": None, "row": 3}
    assert validators.spenddata_fixes(rule) == [rule]
    assert validators.spenddata_fixes(json.dumps([rule, place]))[1]["row"] == 3
    for wrong in ("no-such-rule", {**place, "rule": "no-such-rule"}):
        with pytest.raises(tk.Invalid, match="no rule no-such-rule"):
            validators.spenddata_fixes(wrong)
    with pytest.raises(tk.Invalid, match="can't be used"):
        validators.spenddata_fixes([3])


def test_cells_are_typed_beside_accepted_fixes_and_kept_as_they_are_understood(known):
    rule = next(iter(known.rules))
    cell = {"file": "a.csv", "sheet": "May", "row": 3, "field": "amount", "value": "£5"}
    kept = {**cell, "value": "5.00"}
    assert validators.spenddata_fixes([cell, rule]) == [rule, kept]
    assert validators.spenddata_fixes(json.dumps(cell)) == [kept]
    for wrong, why in [
        ({**cell, "value": "five"}, "Row 3, Amount"),
        ({**cell, "row": "three"}, "can't be used"),
        ({**cell, "rule": rule}, "can't be used: There is no field rule"),
        ({**cell, "field": "amuont"}, "amuont"),
    ]:
        with pytest.raises(tk.Invalid, match=why):
            validators.spenddata_fixes([wrong])


def test_rows_and_cells_are_erased_by_their_places():
    field = validators.erasable()[0]
    assert validators.spenddata_places({"row": 2})[0]["row"] == 2
    assert validators.spenddata_places([{"row": 2, "fields": [field]}, ""])[0]["fields"] in ([field], (field,))
    with pytest.raises(tk.Invalid, match="amount can't be erased by itself"):
        validators.spenddata_places({"row": 2, "fields": ["amount"]})
    for wrong in ({"row": 0}, {"file": "a.csv"}, {"row": 2, "column": 3}):
        with pytest.raises(tk.Invalid, match="can't be used"):
            validators.spenddata_places(wrong)


def test_files_come_as_files():
    sent, empty = FileStorage(io.BytesIO(b"x"), filename="a.csv"), FileStorage(io.BytesIO(), filename="")
    assert validators.spenddata_uploads([sent, empty]) == [sent]
    assert validators.spenddata_uploads(sent) == [sent]
    for wrong in ("/etc/passwd", "https://example.org/a.csv", [sent, "b.csv"]):
        with pytest.raises(tk.Invalid, match="must be sent as a file"):
            validators.spenddata_uploads(wrong)


def test_a_duty_is_refused_with_the_nearest(known):
    regime = next(iter(known.regimes))
    assert validators.spenddata_regime(regime) == regime
    with pytest.raises(tk.Invalid, match="nearest is lgtc-500"):
        validators.spenddata_regime("lgtc500")


def test_figures_about_a_body_are_those_that_measures_divide_by(known):
    fact = next(m.fact for m in known.measures.values() if m.fact and m.fact != "population")
    good = f"{fact}: 812 (2025, An office)"
    assert checked(validators.spenddata_facts, json.dumps([good])) == (json.dumps([good]), [])
    assert checked(validators.spenddata_facts, "")[1] == []
    unread, unknown = checked(validators.spenddata_facts, json.dumps(["812", "population: 9 (2025, An office)"]))[1]
    assert "can't be read" in unread
    assert "no figure about a body population" in unknown


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Two bodies that are registered: alder and birch."""
    bodies = [
        SimpleNamespace(organization_id=name, publisher=SimpleNamespace(publisher_id=f"X-DEMO-{n}", name=name))
        for n, name in enumerate(("alder", "birch"), start=1)
    ]
    by_id = {body.publisher.publisher_id: body for body in bodies}
    state: Any = SimpleNamespace(rightful=None)
    monkeypatch.setattr(validators.publishers, "by_id", by_id.get)
    monkeypatch.setattr(
        validators.publishers,
        "by_organization",
        lambda wanted: next((body for body in bodies if body.organization_id == wanted), None),
    )
    monkeypatch.setattr(validators.organizations, "rightful_name", lambda _id, _title: state.rightful)
    return state


def identified(wanted: str, organization: str | None, **more: str) -> str:
    """The first complaint about an identifier."""
    data = {("publisher_id",): wanted, ("id",): organization, ("title",): "A body"}
    data |= {(name,): value for name, value in more.items()}
    errors: Any = defaultdict(list)
    validators.spenddata_publisher_id(("publisher_id",), data, errors, {})
    return next(iter(errors[("publisher_id",)]), "")


def test_an_identifier_is_ones_own_and_never_changes(register):
    assert identified("X-DEMO-1", "alder") == ""
    assert "already the identifier of birch" in identified("X-DEMO-2", "alder")
    assert "can't be changed" in identified("X-DEMO-3", "alder")
    assert identified("X-DEMO-3", None) == ""
    assert "org-id.guide" in identified("somebody", None)


def test_a_name_of_the_register_is_that_bodys_until_somebody_says_that_it_is_right(register):
    register.rightful = "Alder Council (X-DEMO-9)"
    assert "Alder Council" in identified("X-DEMO-3", None)
    assert identified("X-DEMO-3", None, confirm_identifier="yes") == ""
    assert identified("X-DEMO-1", "alder") == "", "who is registered already is not asked again"


@pytest.mark.parametrize(
    ("validator", "said"),
    [
        (validators.spenddata_answers, {"mapping": {"supplier_name": "x" * 1_000}}),
        (validators.spenddata_answers, {"layouts": {f"{n:064}": {"amount": 1} for n in range(20)}}),
        (validators.spenddata_acknowledge, [{"finding": str(n), "reason": "It is right"} for n in range(30)]),
        (validators.spenddata_acknowledge, [{"rule": "a", "value": "x" * 1_000, "reason": "It is right"}]),
        (validators.spenddata_fixes, ["amount-unclear"] * 60),
        (validators.spenddata_places, [{"row": n, "file": "spend.csv"} for n in range(1, 40)]),
    ],
)
def test_what_is_said_of_files_has_an_end(validator, said, monkeypatch):
    """All of it is kept, and read with every look at the return."""
    monkeypatch.setattr(validators, "MOST_LETTERS", 1_000)
    for given in (said, json.dumps(said)):
        with pytest.raises(tk.Invalid, match="longer than 1,000 characters"):
            validator(given)
