"""A town's administrators take the town's data out at the desk, also while it is suspended: no operator is needed.

What lives here: one row on what was asked for and the file in parts (`models`); asking, making, handing over and
putting away (`operations`), and the tasks of these (`tasks`). What the file is, `tenants.moving` says: it is the same
as that of `kuntakanta export`.

May import: the rest of `tenants`. The desk calls it.

Why it is so: a worker makes the file and a web server hands it over, and the two need not share a disk. So it lies in
the town's own schema, in parts that are read one at a time; it goes when the town goes, and no other town is near it.
It does not itself leave with the town. It is handed over once, to somebody who has just confirmed who they are, and is
put away after a day: a file with all that a town has should not lie about.
"""
