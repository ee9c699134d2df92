"""What one cell can mean: money, dates, periods, redactions. Pure functions over cells and columns of cells.

Comes in: cells as sent. Goes out: exact values, or the fault that says why there is none. Open ``money.py`` first.
"""
