"""How others write what we mean: one package per dialect, from and to the values of `catalogue.services`.

- `ptv_v11`: the national catalogue's Open API, version 11: the sync parses it, the facade renders it as it is read, and
  what is written to it is rendered as it takes it.
- `ptv_v12`: version 12 of the same, which is read only as yet; it says what differs between the two.
- `v1`: the documents of our own API.

Everything here is pure: no Django, no input or output, no clock. So the laws of a mapping (`ptv_v11` states them) can
be tried on any document that somebody thinks of, and the same code serves sync, facade and merge. Dialects do not
import each other: what two of them share is our values, never a wire's shape.

Imports: services (values; the rules of what a service inherits), codes (values only), parts, text, errors.
"""
