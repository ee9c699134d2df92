"""What CKAN's database remembers about returns: who owes what, what was filed, what became of it.

No row of a file is here: files lie in the storage folder, published rows in the ledger. No foreign key leads to a table of CKAN's
core, so that CKAN can be upgraded without us. Open ``returns.py`` first. Tables are made by ``migration/spenddata``; only
``returns/`` writes to them.
"""

from __future__ import annotations

from ckanext.spenddata.model.acknowledgements import Acknowledgement
from ckanext.spenddata.model.changes import Change
from ckanext.spenddata.model.followups import FollowUp, Step
from ckanext.spenddata.model.former_names import FormerName
from ckanext.spenddata.model.heartbeats import Heartbeat
from ckanext.spenddata.model.mappings import Mapping
from ckanext.spenddata.model.peer_groups import SavedPeers
from ckanext.spenddata.model.removals import Removal, Scope
from ckanext.spenddata.model.returns import Event, ReturnFile, Revision, SpendReturn, State

__all__ = [
    "Acknowledgement",
    "Change",
    "Event",
    "FollowUp",
    "FormerName",
    "Heartbeat",
    "Mapping",
    "Removal",
    "ReturnFile",
    "Revision",
    "SavedPeers",
    "Scope",
    "SpendReturn",
    "State",
    "Step",
]
