"""What the host knows of each town without entering it: how its last sync went, how much it has, what was told to whom.

One row per town in `public`, written by the room that syncs when a run ends. The truth stays in the town's schema; this
copy is there so that the operators' console and the metrics are one statement for all towns, not one for each.
Imports nothing from above `tenants`.
"""
