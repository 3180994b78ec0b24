"""The whole house on one machine, from nothing: servers, a national catalogue to sync from, towns, and what they see.

`kuntakanta demo` is a keeper of programs (`house`): it starts PostgreSQL and Valkey, the national stand-in, a worker
with the dispatcher and the web server, each on a leash, and stops them in order. It has no database when it begins, so
what needs one runs in programs of its own too: `demo_join` lets the towns join, `demo_watch` shows how the worker syncs
them (both in `towns` and `screen`).

May import: `embedded`, `processes`, `tenants`, `catalogue.registry`. Nothing imports the demo: it is a use of the house
like any other, and what it does by commands an operator can do by the same commands.
"""
