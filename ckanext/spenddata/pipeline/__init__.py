"""A filing → intake → checks → categories → artefact and report, in a process held to limits.

Comes in: a ``Filing`` (``filing.py``), all that is known about what was sent, as plain data. Goes out: a folder with

``report.json``       a ``FilingReport``: what was read, asked, refused and found, without the findings of single rows
``findings.parquet``  every finding (``checks/findings.py``)
``artefact.parquet``  the rows, where any were read (``artefact.py``)
``fixes.parquet``     what accepted fixes and typed cells changed, where any did (``checks/fix_all.py``)

``checked`` reads and checks (a ``Checked``), ``report`` says so (a ``FilingReport``), ``run`` writes the folder (a ``Result``), and
``limited`` does all that in a child that is held to time and memory, and always comes back with a ``Result``.
``python -m ckanext.spenddata.pipeline FILING.json FOLDER`` does the work in a process of its own, without limits.
"""
