"""`kuntakanta migrate`: every schema brought up to date, the host's, the national one, then each town's.

`recording` turns what one town's migration really did into plain SQL, `town` migrates one town, `running` goes through
them all.

May import: the rest of `tenants` but for provisioning and lifecycle. Which towns a release can serve is told by
`tenants.releases`, which web servers ask and which knows nothing of this package.

How it goes. One question tells what every town's own list of migrations has. Towns that lack the same migrations are a
group. The first of a group is migrated by Django's executor, and the statements of its schema editor are recorded; the
others get those statements as plain SQL, with the lines of their lists, in one short transaction each. A migration with
Python in it, one that refuses to be in a transaction, and one that renames a model (Django then changes content types
by Python) go by the executor in every town. Django's `post_migrate`, which makes content types, is sent to each town
when models came or went. A transaction waits for a lock only for a moment, so that readers do not queue up behind it;
a town that is busy is tried again after the others. A town that fails is told and left as it was; the others go on.
What is done is in the schemas' own lists, in the transaction that did it: a killed migrator is run again.

Two releases side by side. A new release is installed in this order: `kuntakanta migrate` of the new one, while the old
one serves; then the new one's web servers and workers start, and the old ones end. So each migration meets old code:

- It adds: tables, columns that are null or have a default in the database, indexes. Old code does not notice.
- What removes or renames comes a release later than the last code that uses it, and says `serves_before = True` on its
  Migration class: this release's code serves towns that do not have it yet, so it may be applied after the switch.
- What old code cannot live with says `breaks_older = True`. A town that has it is not served by a release that does not
  know it: from that moment the old web servers answer 503 there, until the new ones take over. A last resort.

A release serves a town when the town's schema has every migration that the release needs, and none that breaks it.
Which ones it has is read with the table of hosts, from the row that the migrator writes with each town it migrates. A
town that cannot be served answers 503 with a page of its own, its jobs rest, and all others are served.

The host's own schema and the national one are migrated first, and nothing is served without what the release needs of
them: `kuntakanta serve` and `worker` then end with a line on it, and readiness says no. An old release cannot know what
a newer one did to them, so their migrations never say `breaks_older`: they only add, or say `serves_before`. A test
holds them to it.

`--canary N` migrates the first N towns that are behind, compares each with a schema newly made by the same release,
column by column, and stops. They serve under the old release meanwhile, and the rest is migrated by the next run.
"""

from tenants.migrating.running import Outcome, Step, migrate_all, plan_all
from tenants.schemas import migrate_schema, prepare_node

__all__ = ["Outcome", "Step", "migrate_all", "migrate_schema", "plan_all", "prepare_node"]
