"""What stands between the internet and the portal, for every page and action, CKAN's own and other plugins' included.

In come requests; out go the same requests, or a refusal in words. Open ``install.py`` first: it names what is looked
at, and in which order.
"""
