"""New towns at once: the statements that make a migrated schema, read from one and kept.

`catalogs` reads a schema out of PostgreSQL's catalogs as plain values, `statements` turns those into SQL, and `keeping`
keeps the SQL in `public` under the digest of the migration graph.

May import: the rest of `tenants` but for provisioning and lifecycle, which use it.

Why it is so: migrating a new schema takes seconds, and applying its end state a fraction of one. The catalogs are read
by us, not by pg_dump: its release would have to fit the server's, and an operator's server is any from 16 on. A copy by
the server itself (django-tenants' clone) names constraints anew, so that a later migration does not find them; here
every constraint, index and sequence has the name that migrating gives it, and a snapshot is not kept until a schema
made by it has been read back and found equal to the one that it was taken from. What the reader does not know (a view,
a trigger, a function, a type, inheritance) it refuses instead of leaving it out.

A new release needs a new snapshot. Making one takes one to two seconds, whatever the number of towns; `kuntakanta
migrate` does it at its end, so that no town that joins waits for it.

The rows that migrations write come along: the list of migrations, content types, the revision. Sequences continue where
the migrated schema's stand. Content types get the numbers that migrating from nothing gives; a town that joined in an
earlier release may have others, which does no harm: their cache is kept per schema, and nothing compares them.
"""

from tenants.snapshots.keeping import apply_snapshot, current_snapshot, differences, ensure_snapshot

__all__ = ["apply_snapshot", "current_snapshot", "differences", "ensure_snapshot"]
