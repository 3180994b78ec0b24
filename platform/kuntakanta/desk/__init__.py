"""What a municipality's staff uses: for now their accounts; operators use the same pages at the host's own address.

May import: catalogue and tenants, never the API. The pages are server-rendered and need no script but for a security
key, which browsers give to scripts only; that script is allauth's own file.

Why it is so: each address says what it asks for by the decorator `page(action=...)`, and nothing is served here that
has not said so; a test walks the table of addresses with every role. Signing in, second factors and sessions are
allauth's views in our look: they are listed one by one, so that none of its other addresses exists. No page speaks to a
mail server: `posting` writes a letter down and tells the workers its id, `tasks` and `mail` send it. While a town is
suspended only the actions in `serving.WHILE_SUSPENDED` are there: signing in, one's own account, taking the data out.
"""
