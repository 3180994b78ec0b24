"""What v11 takes: the shapes of its bodies, their rules, and how a body becomes members of a document. All of it pure.

- `members`: the words that shapes are written in. `parts`, `bodies`, `channel_bodies`, `relations`: the shapes
  themselves, one table for POST and PUT; `targets` says which path takes which.
- `checking`: holds a body to its shape and answers the dictionary of messages by path that the register answers.
- `within`: rules inside one part (hours, phones, addresses). `content`: rules that look at a whole service or its
  surroundings. `languages`: which lists a language version needs. `statuses`: what may follow a publishing status.
- `oddities`: what the register was seen to do with bodies, to be switched on.
- `outgoing`: parts as they are read again; `rendering`, `channel_rendering`: a body's members as members of the
  document; `blank`: a new document.

Facts and their years: the shapes are those of the API description of September 2026 where it says more than the server
of 2022 (longer texts, any minute in hours); rules that only the server knows are of its release of June 2022. What a
table or function says of its source is `2022` or `2026` in that sense; `live` was seen in 2026. The messages that the
public material quotes are worded the same; the others are worded as ASP.NET words them.

Imports only the stand-in's code lists and ready-made terms; knows neither the world nor HTTP.
"""
