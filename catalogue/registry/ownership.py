"""Whose word stands when both sides changed the same thing differently: policy as data (pure).

An owner settles what both changed; it never keeps one side from changing what the other left alone. So a text is
"ours once edited here": until then the register's edits come in as they are. Default rules, each with its reason, stand
in `DEFAULTS`; a town puts rules of its own before them, by pattern. A pattern is a kind and a path
(`service/language_versions/sv/summary`); `*` stands for any one step, and a pattern holds for all below it too. The
first rule that fits decides; where none does, a person is asked.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

Owner = Literal["ours", "national", "ask"]


class Rule(NamedTuple):
    """Whose word stands at what fits the pattern."""

    pattern: str
    owner: Owner


Policy = Sequence[Rule]

_NATIONAL: Final = (
    # The register keeps these itself, and takes no word of ours about them (its bodies lack the members).
    "*/modified",
    "*/remainder",
    "*/responsible_sote_organization",
    "*/service_collections",
    "*/ontology_terms",
    "organization/organization_root_id",
    "organization/services",
    "organization/sub_organizations",
    "connection/digital_authorizations",
    "connection/extra_types",  # only the ASTI register writes them (reference 3)
    # A linked general description gives type and classes; what it gives is the state's (reference 4.5).
    "service/type",
    "service/sub_type",
    "service/service_classes",
    "service/target_groups",
    "service/life_events",
    "service/industrial_classes",
)
_OURS: Final = (
    # What residents read and use is written by the town, which is bound by law to keep it true.
    "*/language_versions",
    "*/source_id",  # the name of our own row (reference 4.2)
    "*/emails",
    "*/phone_numbers",
    "*/web_pages",
    "*/addresses",
    "*/service_hours",
    "*/support_phones",
    "*/support_emails",
    "*/attachments",
    "*/contact_details",
    "*/service_charge_type",
    "service/legislation",
    "service/service_vouchers",
    "service/service_vouchers_in_use",
    "service_channel/accessibility_classification",
    "service_channel/channel_urls",
    "service_channel/delivery_addresses",
    "service_channel/requires_authentication",
    "service_channel/requires_signature",
    "service_channel/signature_quantity",
    "organization/electronic_invoicings",
)

DEFAULTS: Final[Policy] = (*(Rule(each, "national") for each in _NATIONAL), *(Rule(each, "ours") for each in _OURS))
"""Not named, and so asked about: state, responsibility, areas, ids, the linked general description."""

ADOPTING: Final[Policy] = ()
"""For a thing that both sides had before they ever synced: no edit is known, so nobody owns one, and all is asked."""


def overridden(own: Mapping[str, Owner]) -> Policy:
    """A town's own rules before the defaults; of two that fit, the one that says more steps decides."""
    first = sorted(own.items(), key=lambda rule: (-_weight(rule[0]), rule[0]))
    return (*(Rule(*rule) for rule in first), *DEFAULTS)


def owner(policy: Policy, kind: str, path: Sequence[str]) -> Owner:
    """Whose word stands at a path of a thing of this kind (`connection` is one here)."""
    steps = (kind, *path)
    return next((rule.owner for rule in policy if _fits(rule.pattern.split("/"), steps)), "ask")


def _weight(pattern: str) -> int:
    """More for each step, and most for steps that are named."""
    return sum(2 if step == "*" else 3 for step in pattern.split("/"))


def _fits(pattern: Sequence[str], steps: Sequence[str]) -> bool:
    return len(pattern) <= len(steps) and all(
        wanted in ("*", step) for wanted, step in zip(pattern, steps, strict=False)
    )
