"""A package of somebody else's that adds to ckanext-spenddata: a kind of rule, and a step after publications."""
