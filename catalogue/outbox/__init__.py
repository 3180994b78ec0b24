"""The unit of work: the one way to write a town's content, the town's revision, and a Change row per changed thing.

`with changes() as unit:` opens a transaction. What is written inside is recorded on the unit. Before it commits, the
projections named in `settings.CATALOGUE_PROJECTIONS` are called once with what changed, and one last statement raises
the town's revision and writes the Change rows under it. As that statement is last and holds the only row of `Revision`
locked until the commit, revisions are visible in the order of their numbers: a reader that has seen number n has seen
everything up to n, which a sequence does not promise.

`freshness` tells the revision to whoever keeps what it has read, without a statement: from Valkey, where a unit puts a
mark before it commits and its number after. `leaping` keeps numbers from coming twice after a restore. `answers` keeps
what a change was answered with, in its own transaction, so that whoever asks for it again is told the same.

Imports: text, errors, tenants' context and tasks.
"""
