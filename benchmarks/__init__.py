"""Figures of the product: what checks files, and what readers of a portal wait for.

Files: the product beside what a user would otherwise use, in one run, each side in a process of its own.

``python -m benchmarks`` prints a table, and a JSON line for each with name, ours, peer, ratio, rows, seconds and peak memory. Open
``checking.py`` for what is compared and how; ``files.py`` makes the files; ``measure.py`` runs and measures.

Readers: ``payments.py`` makes up any number of payments, ``filling.py`` puts them into a ledger and an index, ``readers.py`` asks a web
server for every public page, alone and twenty at once, while ``publishing.py`` publishes a large return.
"""
