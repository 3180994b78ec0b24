"""Plausible towns for the stand-in: any of the 308, any size, computed on demand.

Everything follows from a town's code and seed, in every process and on every machine, so documents are never kept:
a `GeneratedTown` holds ids and the edges between services and channels, and builds a document in under a millisecond
when it is asked for. National things (general descriptions, other parties' organisations and shared channels) follow
from `NATIONAL_SEED` alone and are equal from every town; only the `services` lists of other parties show the asking
town's own connections, and a server of several towns joins them.

The way of a document: `layout` says what a position in the town is (subject, facet, district, name), `links`, `roles`
and `service_collections` say what belongs together, `services`, `channels` and `organizations` write the document with
`hours`, `addresses`, `contacts` and `speech`; the words are data in `texts`. Imports only the standard library and the
stand-in's own code lists.
"""

from suomifi_standin.generator.general_descriptions import general_description, general_description_ids
from suomifi_standin.generator.plan import TownPlan, UnknownMunicipality
from suomifi_standin.generator.seeds import NATIONAL_SEED
from suomifi_standin.generator.town import GeneratedTown

__all__ = [
    "NATIONAL_SEED",
    "GeneratedTown",
    "TownPlan",
    "UnknownMunicipality",
    "general_description",
    "general_description_ids",
]
