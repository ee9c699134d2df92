"""Names of suppliers → suppliers.

Comes in: the distinct names of payments, with the company or charity numbers that stood beside them, and the definitions. Goes out:
for each name the supplier that it is, by which method and how surely, and questions for a steward. A name is read (``reading``),
looked up in the register of public bodies (``register``), compared with those that share a rare word (``blocking``, ``alignment``,
``guards``), and grouped (``linking``). Open ``linking.py`` first.
"""
