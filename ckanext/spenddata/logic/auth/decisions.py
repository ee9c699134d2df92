"""What is asked, decided and applied about suppliers and categories is the stewards' work."""

from __future__ import annotations

from ckanext.spenddata.logic import common
from ckanext.spenddata.values.text import N_

_stewards = common.stewards_only(
    N_("Only stewards of this portal decide about suppliers and categories. Ask the portal's team.")
)

spenddata_queue_list = spenddata_decision_make = spenddata_decision_undo = _stewards
spenddata_category_preview = spenddata_category_apply = spenddata_category_undo = _stewards
spenddata_category_change_list = spenddata_coverage_list = _stewards
