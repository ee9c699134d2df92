"""Rows → the category of each, with the method, the version of the tables and how sure we are.

Comes in: canonical rows and the definitions. Goes out: a frame with the columns of ``artefact.CLASSIFICATION``, a row
for each row. The publisher's own words and codes stay where they are; a category stands beside them. Open
``classify.py`` first.
"""
