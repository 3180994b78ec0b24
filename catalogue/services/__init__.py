"""Organisations, services, channels, connections and collections: one row per thing.

A row is identity and state, a canonical body (jsonb, typed by `values` and `parts`), and the columns that are filtered
on, taken out of the body when it is saved. What the register says and our values cannot lies in the body too, as the
`remainder` of the very part it belongs to, so that it moves and goes with that part.

A connection is a row of its own between a service and a channel. Both ends show it in the register, each with its own
`modified`; a row remembers both. There is no foreign key from a connection to its ends: a channel may be connected to
a service of somebody else that this town does not keep.

Imports: text, errors, outbox.
"""
