"""The tree of an organisation in v12: pairs of child and parent, without an order."""

from collections.abc import Iterator, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from suomifi_standin.documents import Kind
from suomifi_standin.v12 import keys, pages
from suomifi_standin.v12.parameters import Parameters
from suomifi_standin.v12.problems import not_found
from suomifi_standin.v12.resources import RESOURCES, content_id, copy_of, traits

_ORGANIZATION = next(each for each in RESOURCES if each.kind is Kind.ORGANIZATION)


async def hierarchy(request: Request) -> Response:
    """The whole tree that an organisation stands in, from its main organisation down (our reading)."""
    keys.check(request, described=True)
    Parameters(request).check()
    guid, copy = content_id(request), copy_of(request)
    if copy.find(Kind.ORGANIZATION, guid) is None:
        raise not_found(None)
    near = copy.near(Kind.ORGANIZATION, [guid])
    parents = {thing.guid: next(iter(traits(copy, _ORGANIZATION, thing).get("parent", ())), "") for thing in near}
    children: dict[str, list[str]] = {}
    for child, parent in parents.items():
        if parent in parents:
            children.setdefault(parent, []).append(child)
    edges = [{"childContentId": child, "parentContentId": parent} for child, parent in _tree(guid, parents, children)]
    return pages.json(request, {"edges": edges}, len(edges))


def _tree(guid: str, parents: Mapping[str, str], children: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The pairs below the top; a ring of organisations has its first one for a top."""
    top, seen = guid, {guid}
    while parents.get(top) in parents and parents[top] not in seen:
        top = parents[top]
        seen.add(top)
    waiting, told = [top], {top}
    while waiting:
        parent = waiting.pop()
        for child in children.get(parent, ()):
            if child not in told:
                told.add(child)
                waiting.append(child)
                yield child, parent


routes = [Route("/organization/hierarchy/{contentId}", hierarchy)]
