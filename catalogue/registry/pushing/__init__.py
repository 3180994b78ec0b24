"""Writing to the national catalogue: what would be written is planned and shown, then made, and can be taken back.

A plan compares state with state: what readers see here against what the register held last (`gathering` reads both,
`planning` compares, purely). Each write of it is a row with its body, what it changes, what the register is predicted
to hold afterwards, and what the rules say of it. One that the rules refuse, about which a person is asked (a conflict),
or that waits for another, is blocked, and the others go on. Somebody approves the plan, or rejects it, or a later plan
takes its place.

`applying` makes it, one write after another: before each it reads what the register holds, and sends only where that is
what the plan began from. The journal is the row itself: `sending` is committed before anything is sent, and the
outcome together with our link, what the register holds and our version (`settling`). So it may be killed at any point,
and a write whose answer was lost is found, by id or by source id (ours: the id of the thing), and never made twice.
Where the register does not work, the plan stays as it is; `breaker` leaves alone an endpoint that fails repeatedly.

What is refused comes back as findings at their places in our content (`refusals`). `Modified` is never written; a thing
that somebody has open there, or has not published, is blocked: a task for a person.

`credentials` keeps the town's account, sealed. Nothing is written while the town's `national_writing` is off, as it is
at the beginning and after a move. One town is read and written by one worker at a time (`sync.alone`).

Imports: what `registry` may, and `registry` itself.
"""
