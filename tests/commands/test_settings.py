"""The configuration: what is missing or does not fit together is named, with the setting that mends it."""

from __future__ import annotations

import pytest

from ckanext.spenddata import config
from ckanext.spenddata.commands import settings
from tests.commands.looking import problem

GOOD = [
    "spenddata_compat",
    "validation",
    "spenddata",
    "scheming_organizations",
    "scheming_datasets",
    "xloader",
    "datastore",
    "activity",
]


class TestPlugins:
    def test_all_in_order_are_well(self, setting):
        setting("ckan.plugins", GOOD)
        assert "right order" in settings._plugins()

    @pytest.mark.parametrize("missing", settings.NEEDED)
    def test_one_that_is_missing_is_named(self, setting, missing):
        setting("ckan.plugins", [name for name in GOOD if name != missing])
        assert missing in problem(settings._plugins).remedy

    @pytest.mark.parametrize(("first", "second"), settings.ORDER)
    def test_two_that_change_places_are_named(self, setting, first, second):
        changed = {first: second, second: first}
        setting("ckan.plugins", [changed.get(name, name) for name in GOOD])
        assert f"{first} must stand before {second}" in problem(settings._plugins).found

    def test_validation_needs_its_helper(self, setting):
        setting("ckan.plugins", [name for name in GOOD if name != "spenddata_compat"])
        assert "spenddata_compat must stand before validation" in problem(settings._plugins).found


class TestSettings:
    def test_validations_own_job_must_be_off(self, setting):
        for name in settings.OFF:
            setting(f"ckanext.validation.{name}", False)
        assert "is off" in settings._validation_jobs()

    @pytest.mark.parametrize("name", settings.OFF)
    def test_one_of_its_ways_that_is_on_is_named(self, setting, name):
        for other in settings.OFF:
            setting(f"ckanext.validation.{other}", other == name)
        assert problem(settings._validation_jobs).remedy == f"Set to false: ckanext.validation.{name}"

    def test_a_file_that_may_be_sent_can_be_published(self, setting):
        setting("ckan.max_resource_size", 500)
        setting(config.FILE_MB, 500)
        assert "500 MB" in settings._upload_size()
        setting("ckan.max_resource_size", 499)
        assert "ckan.max_resource_size = 500" in problem(settings._upload_size).remedy

    @pytest.mark.parametrize(
        "site", ["https://spend.example", "http://127.0.0.1:5000", "http://localhost", "http://[::1]:5000"]
    )
    def test_a_portal_that_keeps_log_ins_to_itself_is_well(self, setting, site):
        setting("ckan.site_url", site)
        setting(config.CSP, "enforce")
        setting(config.LINKS, False)
        assert "uploaded files" in settings._browsers()

    @pytest.mark.parametrize("site", ["http://spend.example", "http://localhost.example", "http://10.0.0.1"])
    def test_passwords_that_travel_in_the_open_are_told(self, setting, site):
        setting("ckan.site_url", site)
        setting(config.CSP, "enforce")
        assert "can be read on the way" in problem(settings._browsers).found

    @pytest.mark.parametrize("policy", ["off", "report-only"])
    def test_a_policy_that_holds_nobody_is_told(self, setting, policy):
        setting("ckan.site_url", "https://spend.example")
        setting(config.CSP, policy)
        assert policy in problem(settings._browsers).found

    def test_definitions_that_are_not_in_force_are_told(self, monkeypatch, setting):
        setting(config.DEFINITIONS, "/etc/spend")
        monkeypatch.setattr(config, "overlay_faults", lambda: ["rules.yaml, line 3: no such kind."])
        monkeypatch.setattr(config, "definitions", lambda: None)
        found = problem(settings._definitions)
        assert "line 3" in found.found
        assert "/etc/spend" in found.remedy
