"""The rules: what keeps a thing from being published, what the national register would refuse, what could be better.

One question for each thing: `check_organization`, `check_service`, `check_channel` (of all five kinds),
`check_connection`, `check_service_collection`, or `check` for any of them. Each takes the canonical value and the
`Facts` that the caller knows, and gives a list of `Finding`: a stable code, a severity, a JSON pointer, a language or
none, and a sentence in Finnish, Swedish and English. Nothing is raised, nothing is read, nothing is changed: the API,
imports, the desk and the national plan ask the same and get the same.

- `table` lists every rule once, with severity and source; `listing` makes a readable list of it, `kuntakanta rules`
  prints it.
- `facts` is what rules must know from outside. What is not known is not judged by.
- `texts`, `contacts`, `places`, `hours`, `fees`, `classification`, `editorial` are rules of parts; `services`,
  `channels`, `organizations`, `connections` put them together.
- `locale/*.toml` has the sentences.

Limits are those that the register's description stated in September 2026; none was tried against the live register.
Checking is quick because it is done while typing. A service that is filled to every limit in three languages (71 kB)
and copies from its general description takes 1.5 to 2.1 ms of the processor, 0.7 to 1.1 ms where its texts were checked
before (2 cores that others kept busy, Python 3.11, `kuntakanta bench edit`; decoding it takes 0.11 ms there). Most of
that is looking at 53,000 letters: texts are taken apart once, by strings and not by expressions, and that is kept
(`editorial.sentences`).

Imports: services (values, hours), codes (values), parts, text. No Django, no input or output but the words.
"""

from catalogue.services.rules.channels import channel
from catalogue.services.rules.connections import connection, service_collection
from catalogue.services.rules.facts import NOTHING, Codes, Ends, Facts, Owner, name_key
from catalogue.services.rules.findings import Finding, refuses_publishing, refuses_push
from catalogue.services.rules.organizations import organization
from catalogue.services.rules.services import service
from catalogue.services.rules.table import BY_CODE, RULES, Rule, Severity, Source, Subject
from catalogue.services.values import Connection, Organization, Service, ServiceChannel, ServiceCollection

__all__ = [
    "BY_CODE",
    "NOTHING",
    "RULES",
    "Codes",
    "Ends",
    "Facts",
    "Finding",
    "Owner",
    "Rule",
    "Severity",
    "Source",
    "Subject",
    "check",
    "check_channel",
    "check_connection",
    "check_organization",
    "check_service",
    "check_service_collection",
    "name_key",
    "refuses_publishing",
    "refuses_push",
]


def check_organization(value: Organization, facts: Facts = NOTHING) -> list[Finding]:
    """What is found of an organisation."""
    return list(organization(value, facts))


def check_service(value: Service, facts: Facts = NOTHING) -> list[Finding]:
    """What is found of a service."""
    return list(service(value, facts))


def check_channel(value: ServiceChannel, facts: Facts = NOTHING) -> list[Finding]:
    """What is found of a service channel of any kind."""
    return list(channel(value, facts))


def check_connection(value: Connection, facts: Facts = NOTHING) -> list[Finding]:
    """What is found of a connection; `facts.ends` tells what it connects."""
    return list(connection(value, facts))


def check_service_collection(value: ServiceCollection, facts: Facts = NOTHING) -> list[Finding]:
    """What is found of a collection."""
    return list(service_collection(value, facts))


def check(
    value: Organization | Service | ServiceChannel | ServiceCollection | Connection, facts: Facts = NOTHING
) -> list[Finding]:
    """What is found of a thing of any kind."""
    match value:
        case Organization():
            return check_organization(value, facts)
        case Service():
            return check_service(value, facts)
        case ServiceChannel():
            return check_channel(value, facts)
        case ServiceCollection():
            return check_service_collection(value, facts)
        case Connection():
            return check_connection(value, facts)
