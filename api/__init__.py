"""The catalogue over HTTP: our own open API (`v1`) and the national catalogue's v11 over the same rows (`ptv`).

The only room that speaks Django REST framework. It may import catalogue and tenants, and knows no SQL: a view reads its
parameters, makes one call of `published.queries`, and hands out the stored bytes as they are. Nothing is rendered while
somebody waits; serialisers cost thirty times what the bytes cost.

- `reading`: what all open reads share: no login, no cookies, any origin, conditional requests, caching.
- `published`, `kept`: reads of a town's things; what was answered is kept in the process and answered again, without a
  statement, while the town's revision stays (`catalogue.outbox.freshness` tells it).
- `parameters`: the parameters of lists, declared once for reading them and for the OpenAPI document.
- `errors`: where a typed error becomes an answer, problem+json (RFC 9457).
- `openapi`, `pages`: the contract of each dialect, as a document and as a page for people.
- `v1`, `ptv`, `directory`: the open dialects; none imports another.
- `auth`: who asks, for `manage`, the API of a town's own staff and programs.
"""
