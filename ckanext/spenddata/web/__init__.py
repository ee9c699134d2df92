"""What stands between the server and every page and action, CKAN's own ones included.

Comes in: a request, before anything has looked at it; an exception that nobody caught. Goes out: a refusal of what no page could
read, and for every failure an honest answer: 4xx where the question was at fault, 503 where a service is away, in words, without a
trace, an SQL statement or another program's message. Open ``handlers.py`` first: it hangs the others into CKAN's application.
"""
