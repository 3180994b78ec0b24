"""The national catalogue (Suomi.fi PTV), both ways: the client, what is kept of the last sync, the pull.

`client` is the only HTTP to PTV. `sync` pulls: fetch politely, split pages into raw documents, hash, decode only what
changed, write in sets, in one unit of work. What was last received of each thing is its `Base`, its hash stands in
`Link`; a document that cannot be taken in goes to `Quarantine` and never stops a run.

The register has two versions of its interface. `capabilities` is the table of what each can do and where, `choosing` a
town's choice, `adapters` how documents of either are read, `feed` and `feed_v12` what is asked for by each; everything
else works with our values and does not know which version said them.

Where both sides write, `merge` brings together what each made of a thing since the last sync, pure and by laws that
tests state: what one side changed is taken, what both changed differently is a conflict, and no edit is lost.
`likeness` says what is no change at all (blanks, order, names that come along). Whose word stands in a conflict is
data, in `ownership`: texts, contacts and hours are ours once edited here; what a general description or the register
itself gives is national; state, responsibility and areas are asked about. A town puts rules of its own before these,
by pattern: `service/language_versions/sv/summary`. What a person must choose stays as it is on both sides until it is
answered, and everything around it goes on.

How a pull does that: `Link.synced_version` is the version of a row that says what the register holds, so a row with
another one was edited here. `merging` (a `Settling` of `services.operations`) is asked about those, and about drafts;
what was not edited is stored as received. `sides` makes bodies of things and pairs and brings them together, pure;
`identity` turns the register's ids into ours; `conflicts` keeps the rows of what was found, `answering` takes people's
answers, `policies` a town's own rules. By `adopting`, a thing made here and a record that was pulled become one.

Imports: published, dialects, services, codes, outbox, text, errors.
"""
