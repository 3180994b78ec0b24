"""The API of a town's own staff and programs: what the desk does, over HTTP. Nothing in it is open.

Whoever asks is a program with a token (`Authorization: Bearer`), or a person by the session of the desk; what each
address asks for is its `action`, a line of `tenants.accounts.permissions`, and a test walks all addresses with every
role and scope. `serving` is the one base of all views; `urls` says of each address what it answers; the contract is
made of that. Operations are the rooms' below (`catalogue.*.operations`, `tenants.accounts`): a view makes one call.

A thing's life is `things` (its views), `steps` (what may be done and who may), `bulk` (many at once), `asked` (what a
request to change something brings) and `shown` (what is told); what is to happen to it at an instant is `planned`.
`connections` are what holds for a service at a channel: without a draft, so what readers would see at once waits as a
proposal where it is written by somebody who may not publish. `conflicts` are what the town and the national catalogue
have changed differently, and whose word stands there. `forms` are what residents fill in, with `form_shown`,
`form_schemas` and `form_urls`. `once` makes a change that is asked for again under its key once. `exchange` takes a
whole catalogue out by file, and has a worker take one in. `links` says what can follow each answer, for programs and
for whoever tests the contract.

Why it is a room of its own: the open dialects know no asker, keep no cookie, are cached by everybody and may be read
from any origin. Here it is the opposite in every point.
"""
