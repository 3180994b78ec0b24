"""Every address of a URL table, walked as Django's resolver has it, and filled with values of a town's.

Values are found by converter where it tells what it takes (a uuid, a row's number) and by the parameter's name where it
does not. A parameter that neither tells is an error that says where to teach it: no address is left out silently.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from django.urls.converters import IntConverter, UUIDConverter
from django.utils.regex_helper import normalize

from kuntakanta.isolation.planting import Belongings

STRAY: Final = "no-such-address"
"""What is asked for at a pattern that takes anything."""


class Untaught(Exception):
    """The URL table has something for which this check knows no value."""


@dataclass(frozen=True)
class Address:
    """One pattern of a URL table. `template` has the names of its parameters: "desk/people/%(person)s"."""

    urlconf: str
    template: str
    converters: Mapping[str, Any]
    parameters: Sequence[str]
    view: Any

    @property
    def name(self) -> str:
        """The pattern as people read it: /desk/people/<person>."""
        return "/" + self.template % {name: f"<{name}>" for name in self.parameters}

    @property
    def kind(self) -> Any:
        """The kind of things that its ids are of, where the view says so."""
        return getattr(self.view, "initkwargs", {}).get("kind")

    @property
    def queries(self) -> Sequence[str]:
        """Names of the query parameters that the address itself declares to hold ids or places in a list."""
        operation = getattr(self.view, "initkwargs", {}).get("operation")
        declared = getattr(operation, "parameters", ())
        return [one.name for one in declared if one.schema.get("format") == "uuid" or one.name == "cursor"]


def walk(urlconf: str) -> list[Address]:
    """All addresses of a URL table, in its order; raises Untaught for a pattern that cannot be read."""
    return list(_walk(urlconf, get_resolver(urlconf).url_patterns, "", {}))


def _walk(urlconf: str, patterns: Sequence[Any], before: str, above: Mapping[str, Any]) -> Iterator[Address]:
    for each in patterns:
        regex = before + each.pattern.regex.pattern.removeprefix("^")
        converters = {**above, **each.pattern.converters}
        if isinstance(each, URLResolver):
            yield from _walk(urlconf, each.url_patterns, regex.removesuffix("\\Z").removesuffix("$"), converters)
        elif isinstance(each, URLPattern):
            for template, parameters in normalize(regex):
                yield Address(urlconf, template, converters, parameters, each.callback)
        else:
            raise Untaught(f"{each!r} of {urlconf} is neither a pattern nor a list of patterns: teach {__name__}.")


def paths(address: Address, belongings: Belongings) -> list[str]:
    """The address with each value of a town's in each of its parameters; raises Untaught."""
    choices = [_values(address, name, belongings) for name in address.parameters]
    filled = (dict(zip(address.parameters, chosen, strict=True)) for chosen in itertools.product(*choices))
    return [_reached(address, "/" + address.template % values) for values in filled]


def _values(address: Address, name: str, belongings: Belongings) -> Sequence[str]:
    match address.converters.get(name):
        case UUIDConverter() if name == "id" and address.kind in belongings.things:
            return [str(belongings.things[address.kind])]
        case _ if name in belongings.words:
            return belongings.words[name]
        case UUIDConverter():
            return belongings.uuids
        case IntConverter():
            return belongings.numbers
    raise Untaught(
        f"{address.name} of {address.urlconf} takes {name!r}, of which no value is known: "
        "name one in `words` of kuntakanta.isolation.planting.Belongings."
    )


def _reached(address: Address, path: str) -> str:
    """The path when it leads to this address; a pattern that takes anything is asked for what no other one takes."""
    for tried in (path, f"{path.rstrip('/')}/{STRAY}"):
        try:
            if resolve(tried, address.urlconf).func is address.view:
                return tried
        except Resolver404:
            continue
    raise Untaught(f"{path} of {address.urlconf} leads elsewhere than its pattern {address.name}: teach {__name__}.")
