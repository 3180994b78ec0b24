"""What can sensibly be asked next, as links of the contract: from each answer to the addresses that go on with it.

A program, or a tester of the contract, reads from an answer all that the next request needs: the id, and as `If-Match`
the version. `FOLLOWS` says what may follow each step of a thing, `TIES_FOLLOW` of a connection.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from api.manage.urls import KINDS
from catalogue.services.values import Kind

OF_BODY: Final = {"path.id": "$response.body#/id"}
OF_ETAG: Final = OF_BODY | {"header.If-Match": "$response.header.ETag"}
OF_FIRST: Final = {
    "path.id": "$response.body#/items/0/id",
    "header.If-Match": '"{$response.body#/items/0/version}"',
}
"""Of a list its first."""

Link = Mapping[str, Any]
Links = dict[str, dict[str, Link]]

FOLLOWS: Final[Mapping[str, tuple[str, ...]]] = {
    "create": ("get_edited", "change", "submit", "publish", "archive", "plan", "list_versions_of", "connect"),
    "get_edited": ("change", "submit", "publish", "archive", "bring_back", "restore", "plan", "get_version_of"),
    "change": ("get_edited", "submit", "publish", "discard", "compare_versions_of"),
    "submit": ("get_edited", "send_back", "publish", "change"),
    "send_back": ("change", "submit"),
    "publish": ("get_edited", "change", "archive", "plan", "list_versions_of"),
    "archive": ("get_edited", "bring_back", "change"),
    "bring_back": ("change", "publish"),
    "discard": ("change", "get_edited"),
    "restore": ("get_edited", "publish", "discard", "compare_versions_of"),
}
"""Parts of the ids of operations, which the name of the kind completes."""

TIES_FOLLOW: Final[Mapping[str, tuple[str, ...]]] = {
    "connect": ("get", "change", "disconnect", "publish", "discard", "list_versions_of"),
    "get": ("change", "disconnect", "restore", "get_version_of"),
    "change": ("get", "change", "disconnect", "publish", "discard", "compare_versions_of"),
    "disconnect": ("get", "restore", "publish", "discard"),
    "restore": ("get", "change", "publish", "discard"),
    "publish": ("get", "change", "disconnect", "restore"),
    "discard": ("get", "change", "disconnect"),
}


def links() -> Links:
    """By the id of an operation, the links of what it answers."""
    found: Links = {}
    for kind in KINDS:
        found |= _of_kind(kind)
    return found | _of_connections()


def _of_kind(kind: Kind) -> Links:
    listing = f"list_edited_{KINDS[kind][0].replace('-', '_')}"
    found: Links = {
        f"{source}_{kind}": dict(_named(target, kind) for target in targets if _fits(target, kind))
        for source, targets in FOLLOWS.items()
    }
    first = ("get_edited", "change", "publish", "archive", "bring_back")
    found[listing] = {target: _link(f"{target}_{kind}", _needs(target, OF_FIRST)) for target in first}
    one_of_them = {"path.id": "$request.path.id", "path.planned_id": "$response.body#/id"}
    seen = {"header.If-Match": '"{$response.body#/version}"'}
    found[f"plan_{kind}"] = {"cancel": _link(f"cancel_plan_of_{kind}", one_of_them)}
    found[f"cancel_plan_of_{kind}"] = {"plan_again": _link(f"plan_again_for_{kind}", one_of_them | seen)}
    if kind in ("service", "service_channel"):
        end = "service" if kind == "service" else "channel"
        listed = _link("list_connections", {f"query.{end}": "$response.body#/id"})
        found[f"get_edited_{kind}"]["list_connections"] = listed
    if kind == "service_channel":
        found[f"get_edited_{kind}"]["list_holidays"] = _link(f"list_holidays_of_{kind}", OF_BODY)
    return found


def _of_connections() -> Links:
    found: Links = {
        _tie(source): {target: _to(_tie(target), target, OF_ETAG) for target in targets}
        for source, targets in TIES_FOLLOW.items()
    }
    first = ("get", "change", "disconnect", "restore", "publish", "discard")
    found["list_connections"] = {target: _to(_tie(target), target, OF_FIRST) for target in first}
    return found


def _tie(part: str) -> str:
    return part if part in ("connect", "disconnect") else f"{part}_connection"


def _fits(target: str, kind: Kind) -> bool:
    return target != "connect" or kind in ("service", "service_channel")


def _named(target: str, kind: Kind) -> tuple[str, Link]:
    if target == "connect":
        end = "service_id" if kind == "service" else "channel_id"
        return target, _link("connect", {}) | {"requestBody": {end: "$response.body#/id"}}
    return target, _to(f"{target}_{kind}", target, OF_ETAG)


def _to(operation: str, target: str, known: Mapping[str, str]) -> Link:
    """A link to an address of one thing; to the present version, and back to the first."""
    given = _needs(target, known)
    if target == "get_version_of":
        given |= {"path.number": "$response.body#/version"}
    if target == "compare_versions_of":
        given |= {"path.number": "1", "path.other": "$response.body#/version"}
    found = _link(operation, given)
    return found | {"requestBody": {"version": 1}} if target == "restore" else found


def _needs(target: str, known: Mapping[str, str]) -> dict[str, Any]:
    """What changes nothing asks for no version."""
    reads = target.startswith(("get", "list", "compare"))
    return {name: where for name, where in known.items() if not reads or name != "header.If-Match"}


def _link(operation: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    return {"operationId": operation, **({"parameters": dict(parameters)} if parameters else {})}


def linked(document: dict[str, Any]) -> dict[str, Any]:
    """The contract with its links; each stands once among its components, and answers refer to it."""
    shared: dict[str, Link] = {}
    known = links()
    for operation in _operations(document):
        for name, link in known.pop(operation["operationId"], {}).items():
            key = _key(link, shared)
            shared[key] = link
            for status, answer in operation["responses"].items():
                if status.startswith("2"):
                    answer.setdefault("links", {})[name] = {"$ref": f"#/components/links/{key}"}
    assert not known, f"there are no such operations: {sorted(known)}"
    document["components"]["links"] = dict(sorted(shared.items()))
    return document


def _operations(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document["paths"].values():
        for method, operation in item.items():
            if method in ("get", "put", "post", "patch", "delete"):
                yield operation


def _key(link: Link, shared: Mapping[str, Link]) -> str:
    """A name for a link: that of its operation, with a number where another link leads there too."""
    name, number = link["operationId"], 1
    while shared.get(key := name if number == 1 else f"{name}.{number}", link) != link:
        number += 1
    return str(key)
