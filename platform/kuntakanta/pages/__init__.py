"""What a resident sees: a town's services, how to get them, and who answers for them.

Server-rendered with Django templates; nothing needs a script, nothing sets a cookie, and nothing comes from elsewhere.

- `views`: the pages. Each asks the catalogue for published documents (at most four statements) and hands the same
  typed structs that the open API's contract is made of to a template.
- `serving`: what all pages share: the town and its languages, ETag and 304 by the town's revision, errors as pages.
- `reader`: who reads, in which language, and which text that reader gets where a text is missing.
- `messages`: our own words, from `locale/*.toml`. Not gettext: it needs a compiler at every installation, or binary
  files in the repository, and knows no dual, which Northern Sámi has.
- `prose`, `hours`, `contacts`, `letters`: pure; they turn what the register says into what a person can read.
- `tags`: the words that templates use.

Imports: catalogue, tenants. Never `api`: it is a sibling.
"""
