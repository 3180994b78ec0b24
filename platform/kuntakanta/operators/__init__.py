"""The operators' console, at the host's own address: all towns at a glance, one town closely, and what can be done.

Server-rendered, in the desk's frame and with its sign-in: each address says the action that it asks for, and the desk's
`page` lets in only operators who have shown their second factor. `views` tell, and ask before something is done, which
`actions` lists; `changes` have the forms, among them the one by which a town joins. Each change is one operation of
another room, which records it in the town's history; who did it is in the host's record, and both are on the town's
page.

Lists are one statement on the host's own rows (`tenants.status`) however many towns there are; a town is entered only
for its own page. What somebody must look at goes out by mail: `troubles` tell it from those rows (pure), `notices` send
it once, again after a week, and when it is over; much at once is one mail. `certificates` looks at what TLS certificate
each host shows.

May import: the desk, onboarding, catalogue and tenants. Never the API.
"""
