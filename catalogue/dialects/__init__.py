"""How others write what we mean: one package per dialect, from and to the values of `catalogue.services`.

- `ptv_v11`: the national catalogue's Open API, version 11, as it is read.

Everything here is pure: no Django, no input or output, no clock. A document comes in as bytes and leaves as bytes, so
that the laws of a mapping (`ptv_v11` states them) can be tried on any document that somebody thinks of, and so that
the same code serves the sync, the facade and the merge. Dialects do not import each other: what two of them share is
our values, never a wire's shape.

Imports: services (values and parts only), codes (values only), text, errors.
"""
