"""The ledger: published rows and their totals. The only room with SQL; all of it is in the DataStore database.

Comes in: a :class:`~.publication.Publication` and the accepted rows of its artefact. Goes out: totals, entries and rows
for the rooms above; and to everyone, through CKAN's DataStore API, one public resource with all published rows.

Open ``publish.py`` first: it is the one transaction by which anything becomes public. ``sql/`` is the shape,
``schema.py`` makes and upgrades it, ``read.py`` answers questions, ``verify.py`` and ``rebuild.py`` prove and repair
the totals.
"""

ALL_SPEND = "c5d11b6c-5903-5c6b-8dd0-74eb5fc3a174"
"""Id of the resource *All published spend*, the same on every portal, and so the name of the public view."""
