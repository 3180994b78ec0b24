"""The host: the one room that sees all the others, and puts them together.

Settings, addresses, the command line, health, pages, the demo and what follows a restore live here. It may import
every room below it: `api`, `catalogue`, `tenants`; none of them imports this one.

Why it is so: what a municipality offers (`catalogue`), how it is read over HTTP (`api`) and who the municipalities are
(`tenants`) know nothing of how they are run; what runs them is here, and can be changed without touching them.
"""
