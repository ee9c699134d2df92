"""Comparison: totals → measures, peers, statistics, coverage. Pure functions over small tables; no database, no CKAN.

Comes in: totals of bodies by category (``figures.py``), the returns that are published of each (``coverage.py``),
bodies, a measure and a peer group from the definitions. Goes out: a :class:`~.comparison.Comparison`, in which every
figure knows what is missing from it.

Open ``comparison.py`` first. ``likeness.py`` decides what may stand beside what, ``statistics.py`` how a median is
taken and where a body stands, ``findings.py`` what is said of it, ``one_category.py`` looks at one category closely.
"""
