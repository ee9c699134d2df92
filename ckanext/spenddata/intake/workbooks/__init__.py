"""Workbooks → grids.

Comes in: a spreadsheet of any kind. Goes out: a ``Grid`` for each visible sheet, and what is told of the rest. Open ``grids`` first.
"""
