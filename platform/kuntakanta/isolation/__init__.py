"""Shows by trying that towns are kept apart: `kuntakanta isolation-report`, and the tests made of the same tries.

Every address of the URL tables is asked, through the whole WSGI stack, with what is another town's: its ids, sessions
and tokens, and Host headers that say what is not so. Then tasks, the cache, files and logs. Nothing is listed:
addresses are walked as Django's resolver has them (`addresses`), tasks as Celery has them, so that what is new is tried
as soon as it exists; where the check knows no value for a parameter it says so, and where to teach it.

How a leak is recognised. In both towns something is planted with a mark that nobody else has (`planting`): an answer
with another town's mark, id, key or schema leaks, and so does one for which PostgreSQL counted a scan or a write in
another town's tables (`asking.Touches`), whatever it showed. Each try also says what was expected and what came
(`attacks`, `trying`). And what is planted must be found where it belongs: a check that sees nothing proves nothing.

Nothing stays. All tries of an address are made in one transaction, which is rolled back, each try in a savepoint of its
own; sessions and tokens exist in it only, and an end by force ends them too. No row of a town's own is locked. What is
not in PostgreSQL are the counts of requests and of limits in Valkey: they count these requests as any others, from
addresses that are nobody's.

May import: every room, as only the host sees them all. Nothing imports this one but its command and its tests.
"""
