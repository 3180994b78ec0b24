"""The read model: documents rendered once per unit of work, per dialect, and handed out as bytes.

`projection` renders what a unit changed, and the things connected to it; `queries` reads. One row per thing holds a
document per dialect, its ETag, and the facets that every list filters by: a new filter is a new facet, not a new index.

Imports: dialects, services, outbox, text, errors.
"""
