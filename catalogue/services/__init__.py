"""Organisations, services, channels, connections and collections: one row per thing.

A row is identity and state, a canonical body (jsonb, typed by `values` and `parts`), and the columns that are filtered
on, taken out of the body when it is saved. What the register says and our values cannot lies in the body too, as the
`remainder` of the very part it belongs to, so that it moves and goes with that part.

A connection is a row of its own between a service and a channel. Both ends show it in the register, each with its own
`modified`; a row remembers both. There is no foreign key from a connection to its ends: a channel may be connected to
a service of somebody else that this town does not keep.

Everything that edits goes through `editing`: it makes steps (create, change, publish and the rest, each under the lock
of the row and with the version that its author saw) and writes them, one or many at a time; `checking` asks the rules
about steps before they are written. Whoever takes orders from outside has `orders` do all of that. What a step makes of
a thing is said in `workflow`, without Django: readers see what is published, editors work on a draft over it, each
language version has a state of its own. `works` reads and writes rows as such works, `versions` keeps the way back from
each version to the one before (`patches`), `operations` stores what was pulled, by the same rows and versions.

A connection has no draft: what `connecting` writes holds at once, at both ends alike, with versions of its own. What
readers would see, and whoever asks may not publish (an editor, a token that only writes, anybody where the town
publishes by four eyes), is proposed instead: it waits beside what holds until somebody else publishes or discards it.
`orders` decides which. `connections` says what a step makes of a pair, without Django, and `heard` what a pull does:
what the register says again is no news, so it changes nothing of what editors made; `pairs` reads and writes the rows.
One that is no more keeps its row, and is left out by whoever asks for what is connected (`pairs.CONNECTED`).

What is to be published or archived at an instant is a row of `planning`, which takes the step when it is due: as a step
of that moment, in a unit of its own, whose outcome stands in the row; so does who cancelled it. `planned` says without
Django which minute is meant, what is left to do by then, and what may not be shown: what whoever planned it has not
seen. A town's job is due by the first of them (`tenants.dispatch`); nothing depends on it but the time.

`tree` says where an organisation cannot be moved, for editors or for readers; `checking` asks it with the rules.

What keeps a thing from being published, or from the national register, is said by `rules`. When a place is open is
known by `hours`, what Finnish holidays may do to that by `holidays`, and how it is said by `hours_words`.

Imports: text, errors, parts, codes, outbox, tenants' context and dispatch.
"""
