"""The operators' console, at the host's own address: all towns at a glance, one town closely, and what can be done.

Server-rendered, in the desk's frame and with its words and sign-in: each address says the action that it asks for, and
the desk's `page` lets in only operators who have shown their second factor. The list is one statement on the host's own
rows (`tenants.status`); a town is entered only for its own page. Never imports the API.
"""
