"""Code lists and general descriptions: one copy per host and national environment, in the schema `national`.

Towns read them through their search path and never write them. Lists that the national catalogue does not hand out
over v11 (service classes, target groups, life events, industries) are shipped in `data/`, with their sources; the rest
and the general descriptions are refreshed from the register by a host task.

Imports: text, errors, fields, sets.
"""
