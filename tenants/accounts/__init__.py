"""Who works where: a town's staff in the town's schema, the host's operators in `public`.

What lives here: accounts with roles (`models`), what each role and each scope may do (`permissions`, pure: one
table), invitations, people and their roles (`operations`), mails with a link until they are sent (`letters`), tokens
for programs (`tokens`), how often one may fail (`limits`), security keys and their hosts (`keys`), a town's own
sign-in (`sso` for who comes in, `openid` for what is proved, `asking` for how its server is asked), secrets at rest
(`sealing`, and `opening`: whether the host's key is theirs), the record of who did what (`audit`), and an operator's
way into a town for a while (`support`, an app of its own).

May import: the room `tenants`, Django and allauth. It knows no page and no API: both ask it.

Why it is so: Django has one AUTH_USER_MODEL. Its table is made in each town's schema and in `public`, and the place
that a connection is in decides whose accounts it sees; so an operator's password means nothing at a town, and no query
can join the two. Passwords, second factors, sessions and their rate limits are allauth's, whose tables lie beside
ours. Signing in by a town's own service is ours: allauth trusts its answer without a signature, and asks whatever
address it is given. A session, a token and a one-time link are rows of the schema in which they were made, and are
found nowhere else; a session also names its schema, for the day on which a row is copied.
"""
