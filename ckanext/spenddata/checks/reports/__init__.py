"""Findings → what a person or a program reads: one module for each kind of report.

Comes in: ``Reading``s and a findings frame. Goes out: the JSON of a file (``file_report.py``, open it first), a CSV of every finding, the
publisher's own spreadsheet with the cells marked, a printable summary, a frictionless report.
"""
