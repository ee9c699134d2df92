"""A parameter that an action doesn't have is refused, and so is a character that no text has, wherever it hides."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest

from ckanext.spenddata.logic import nearest
from ckanext.spenddata.logic.schema import strict


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (strict, nearest):
        monkeypatch.setattr(module, "tk", SimpleNamespace(_=str))


def schema() -> dict[str, Any]:
    """A schema."""
    return {"supplier": [], "limit": []}


def test_the_schema_keeps_its_keys_and_its_name():
    made = strict.only_known(schema)
    assert made.__name__ == "schema"
    assert set(made()) == {"supplier", "limit", "__before", "__extras", "__junk"}


def test_a_misspelt_parameter_is_told_with_the_one_that_was_meant():
    [refuse] = strict.only_known(schema)()["__extras"]
    errors: dict[Any, list[str]] = defaultdict(list)
    data: dict[Any, Any] = {("__extras",): {"suplier": "x"}}
    refuse(("__extras",), data, errors, {"schema_keys": ["supplier", "limit", "__before"]})
    assert dict(errors) == {("suplier",): ["There is no parameter suplier. The nearest is supplier."]}
    assert data == {}


@pytest.mark.parametrize("value", ["a\x00b", ["ok", ("x", "\ud800")], {"ke\x00y": 1}, {"key": {"in": ["\udfff"]}}])
def test_what_no_text_has_is_refused_wherever_it_stands(value: Any):
    [refuse] = strict.only_known(schema)()["__before"]
    data, errors = {("supplier",): value, ("limit",): "é ✓"}, {}
    refuse(("__before",), data, errors, {})
    assert errors == {("supplier",): ["There is a character here that text can’t have."]}
    assert data == {("supplier",): "", ("limit",): "é ✓"}


@pytest.mark.portal
def test_every_action_refuses_a_parameter_that_it_does_not_have(app):
    from ckan import plugins
    from ckan.plugins import toolkit as tk

    actions = plugins.get_plugin("spenddata").get_actions()
    ours = {name: action for name, action in actions.items() if name.startswith("spenddata_")}
    assert len(ours) > 30
    with app.flask_app.test_request_context("/"):
        for name, action in ours.items():
            with pytest.raises(tk.ValidationError) as refused:
                action({"ignore_auth": True, "user": ""}, {"zzfoo": 1})
            assert "zzfoo" in refused.value.error_dict, name
