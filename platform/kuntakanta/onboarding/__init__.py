"""A town joins, and what is left to do until it is at home: uses that need several rooms at once.

`operations` lets a town join with its first administrator, and notes by hand what nobody can tell us. `rules` says from
facts what is left (pure), `queries` gathers those facts from the host's rows and from the town's own.

May import: catalogue, tenants, the desk's words and how it posts a link (`desk.words`, `desk.mail`, `desk.posting`),
and the names that the pages have for languages (`pages.reader`). The desk's pages, the operators' console and the
commands call it; it knows none of them.

Why it is so: a town's row, schema and host are of the room `tenants`, its administrator of `tenants.accounts`, and its
organisation of the catalogue; only the host sees all three. Joining is one transaction, so that a process killed at any
point leaves a whole town with its administrator invited, or nothing. What was noted by hand is kept where all that
happens to a town as a whole is kept, in its history at the host: who, when, and that it was taken back.
"""

from kuntakanta.onboarding.operations import Joined, invite_administrator, join, tick, untick
from kuntakanta.onboarding.queries import checklist
from kuntakanta.onboarding.rules import BY_HAND, Item, State, Who

__all__ = [
    "BY_HAND",
    "Item",
    "Joined",
    "State",
    "Who",
    "checklist",
    "invite_administrator",
    "join",
    "tick",
    "untick",
]
