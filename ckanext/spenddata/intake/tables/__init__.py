"""Where the tables of a grid are.

Comes in: grids. Goes out: each table with its header, its rows and its columns mapped. Open ``find`` first.
"""
