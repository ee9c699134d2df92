"""The product beside what a user would otherwise use, in one run, each side in a process of its own.

``python -m benchmarks`` prints a table, and a JSON line for each with name, ours, peer, ratio, rows, seconds and peak memory. Open
``checking.py`` for what is compared and how; ``files.py`` makes the files; ``measure.py`` runs and measures.
"""
