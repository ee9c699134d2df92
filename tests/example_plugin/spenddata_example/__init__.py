"""A package of somebody else's that adds to ckanext-spenddata: a kind of rule, a way to tell a category, and a step after publications."""
