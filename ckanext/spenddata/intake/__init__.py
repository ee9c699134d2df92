"""A file of any layout → canonical rows.

Comes in: a path, its name, what a person has answered, limits. Goes out: a ``Reading`` (``reading.py``: what was found, how each
column was mapped and why, what was left out, what must be asked) with its ``Rows``. Open ``read.py`` first.
"""
