"""What a person or a program can do, as CKAN's actions: each with a schema, an authorisation function and its documentation.

Comes in: what somebody asks. Goes out: plain data. Open ``action/filing.py`` first; ``auth/`` says who may, ``schema/`` what may be asked.
An action of ours validates, finds what is meant, calls ``check_access`` and hands over to the room that does it.
"""
