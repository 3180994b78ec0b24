"""Our own open API, version 1: lists and documents of `catalogue.dialects.v1`, as they are stored.

Addresses: organizations, services, service-channels, service-collections, each a list and, under an id, a document.
Lists go by name and are read with cursors; an unknown parameter is refused, so that a misspelt filter never looks like
an empty town.
"""
