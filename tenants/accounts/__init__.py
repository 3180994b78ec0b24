"""Who works where: a town's staff in the town's schema, the host's operators in `public`.

What lives here: accounts with roles (`models`), what each role may do (`permissions`, pure), invitations, people and
their roles (`operations`), tokens for programs (`tokens`), a town's own sign-in (`sso`), secrets at rest (`sealing`),
the record of who did what (`audit`), and an operator's way into a town for a while (`support`, an app of its own).

May import: the room `tenants`, Django and allauth. It knows no page and no API: both ask it.

Why it is so: Django has one AUTH_USER_MODEL. Its table is made in each town's schema and in `public`, and the place
that a connection is in decides whose accounts it sees; so an operator's password means nothing at a town, and no query
can join the two. Passwords, second factors, sessions and their rate limits are allauth's, whose tables lie beside
ours. A session, a token and a one-time link are rows of the schema in which they were made, and are found nowhere
else; a session also names its schema, for the day on which a row is copied.
"""
