"""Our own open API's documents, version 1: a contract with everybody who reads.

`documents` and `parts` are the contract as typed structs; `rendering` makes them of canonical values; `contract` is
the same contract as JSON Schema, for the OpenAPI document. A reader in this program decodes the stored bytes with the
same structs: `msgspec.json.decode(stored, type=v1.Service)`.

How a document is laid out:

- Names are PTV's, in snake_case. What PTV spreads over lists of (type, language, value) is one object per text, by
  language: `"summary": {"fi": "...", "sv": "..."}`. `display_name` is the name to show.
- What is not known is left out: no member is null or an empty list or object.
- Instants are UTC (`2026-11-23T08:15:00Z`), days are Finnish days (`2026-11-23`), times of day Finnish local time.
- Classifications carry their code and today's URI, places both metres (EPSG:3067) and degrees (WGS 84), telephone
  numbers the form that a telephone takes (`+358401234567`; national service numbers as they are dialled).
- A connection stands in the documents of both its ends, with the later of what the two ends say; a connection to a
  thing that is archived here is left out.
- Every document names its source and licence. Members of the register that our model does not know never show.

A member once released keeps its name and meaning; new members may come. Pure: no Django, no input or output.
"""

from catalogue.dialects.v1.documents import (
    Document,
    Organization,
    Service,
    ServiceChannel,
    ServiceCollection,
)
from catalogue.dialects.v1.parts import LICENSE, LICENSE_URL, SOURCE, Connection, Reference, Texts
from catalogue.dialects.v1.rendering import Known, Link, Thing, references, render

__all__ = [
    "LICENSE",
    "LICENSE_URL",
    "SOURCE",
    "Connection",
    "Document",
    "Known",
    "Link",
    "Organization",
    "Reference",
    "Service",
    "ServiceChannel",
    "ServiceCollection",
    "Texts",
    "Thing",
    "references",
    "render",
]
