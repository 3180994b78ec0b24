"""The database engine: a connection sees no table until a place is entered.

`places` says which schemas each place sees, `base` is the engine that Django loads, `pooler` refuses a database where
somebody in between mixes paths up, `router` says whose tables live where, `content_types` keeps a cache of Django's
apart per schema. Nothing here imports a model of ours.
"""
