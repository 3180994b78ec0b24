"""The national catalogue (Suomi.fi PTV), both ways: the client, what is kept of the last sync, the pull.

`client` is the only HTTP to PTV. `sync` pulls: fetch politely, split pages into raw documents, hash, decode only what
changed, write in sets, in one unit of work. What was last received of each thing is its `Base`, its hash stands in
`Link`; a document that cannot be taken in goes to `Quarantine` and never stops a run.

Imports: published, dialects, services, codes, outbox, text, errors.
"""
