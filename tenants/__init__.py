"""Who the municipalities are: one schema each, entered on purpose and left at the end.

What lives here: the towns and their hosts (`models`, in the schema `public`), the facts of Finland's municipalities
(`municipalities`), the database engine that fails closed (`database`), the way in (`context.within`), the request's
way in (`middleware`) and what is said where a town is not served (`not_served`), joining (`provisioning`), all that
befalls a town later (`lifecycle`), schemas kept up to date (`migrating`), the clock that starts each town's work
(`dispatch`, `tasks`), who is there to do it (`workers`), what the host knows of all towns (`status`), moving to another
instance (`moving`) and taking one's data out (`takeout`). Hosts that others name are asked through `asking`, at
public `addresses` only.

May import: nothing of ours. The rooms above name themselves to this one by settings (`JOBS`), never by import.

Why it is so: a town is a schema, and the search path is the wall between towns. A connection begins with a path on
which no table is found; `within(town)` sets the path to the town's schema, the national one and the extensions, and
puts the earlier path back. Forgetting to enter a town is therefore an error, "relation does not exist", and never
another town's rows. A schema's name, `t_<id>`, never changes; names, hosts and states may.
"""
