"""Publishers and the people who act for them, as CKAN has them: organisations, their former names, roles.

Open ``publishers.py`` first: an organisation with a ``publisher_id`` is a publisher. ``authority`` says who may do what for one;
``peer_groups`` keeps with whom stewards and readers have said that bodies are to be compared.
"""
