"""What the host knows of each town without entering it: how its last sync went, what it takes, what was told to whom.

One row of each kind per town in `public`. How a sync went is written by the room that syncs when a run ends; how much
a town takes is measured then and once an hour. The truth stays in the town's schema; these copies are there so that the
operators' console, the notices and the metrics are one statement for all towns, not one for each. Permits and their
last days are kept here by hand, and what certificate each host shows.

**Shares.** A town has quotas of published things, of bytes on disk and of people: the setting `QUOTAS`, or what was
agreed for it alone. From 90 per cent on, the town and the operators are told; at 100, nobody more is invited. What the
national catalogue has is never refused, however much of it there is: a town that showed half of its services would be
worse than one that has yet to agree on more room. Reads have no quota: they cost little, and a cache may be in front.

**Notices.** A trouble is a row for as long as it goes on: told when it begins, again after a week, and when it is over.

May import: the top of `tenants`. Nothing of `accounts`, which asks here how many people there may be, and nothing from
above: whoever sees a town from within says what there is.
"""
