"""Who acts, how results are printed, how refusals are told."""

from __future__ import annotations

import click
import pytest
from ckan.plugins import toolkit as tk

from ckanext.spenddata.commands import common


def test_the_portal_itself_acts_where_nobody_is_named(actions):
    actions.answers["spenddata_thing_do"] = {"done": True}
    assert common.call("spenddata_thing_do", None, {"a": 1}) == {"done": True}
    assert common.call("spenddata_thing_do", "officer", {}) == {"done": True}
    assert actions.asked == [("spenddata_thing_do", "the-portal", {"a": 1}), ("spenddata_thing_do", "officer", {})]


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (
            tk.ValidationError({"period": ["No.", "Not that."], "regime": ["Unknown."]}),
            "period: No.; Not that.\nregime: Unknown.\n",
        ),
        (tk.NotAuthorized("Not yours."), "Not yours.\n"),
        (tk.NotAuthorized(), "You may not do this.\n"),
        (tk.ObjectNotFound("Gone."), "Gone.\n"),
        (tk.ObjectNotFound(), "There is no such thing.\n"),
    ],
)
def test_a_refusal_ends_the_command_with_its_reason_and_status_one(actions, capsys, refusal: Exception, words: str):
    actions.answers["spenddata_thing_do"] = refusal
    with pytest.raises(click.exceptions.Exit) as ended:
        common.call("spenddata_thing_do", None, {})
    assert ended.value.exit_code == 1
    assert capsys.readouterr() == ("", words)


def test_a_result_is_json_for_programs_and_words_for_people(capsys):
    common.show({"name": "Ærø"}, True, lambda _result: pytest.fail("nobody asked for words"))
    assert capsys.readouterr().out == '{\n  "name": "\\u00c6r\\u00f8"\n}\n'
    common.show({"name": "Ærø"}, False, lambda result: click.echo(result["name"]))
    assert capsys.readouterr().out == "Ærø\n"


def test_messages_are_no_output(capsys):
    common.say("Wait")
    assert capsys.readouterr() == ("", "Wait\n")
