"""Forms that towns can begin from, shipped in Finnish, Swedish and English: an outline for each in `forms/*.toml`.

What many of them ask alike is in `standard.toml`; `like` takes a question or a page from there, and what is said beside
it holds instead. `shipped` reads them. A town that adopts one gets a draft of its own and remembers where it is from.
"""
