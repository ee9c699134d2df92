"""The services of one machine: PostgreSQL, Valkey, Solr, CKAN's web server and its workers, started and stopped as one.

Comes in: a home folder (`SPENDDATA_HOME`) and a wish (`python -m stack run` or `test`). Goes out: a portal that
answers, or a command run with the addresses of its services in the environment. Open `launcher.py` first, then
`portal.py`; each other module is one service or one concern. The launcher imports no CKAN: what needs it runs as a
process of its own.
"""
