"""Where a thing is meant for as a cell says it, and back (pure)."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from catalogue.codes.values import NamedCode
from catalogue.exchange.errors import Unreadable
from catalogue.exchange.values import Column
from catalogue.parts import Area, Municipality
from catalogue.services.rules.places import AREA_LISTS

_AREA: Final = re.compile(r"(\w+)\s+(\w+)")


def areas_column(codes: Mapping[str, Mapping[str, NamedCode]]) -> Column:
    """Where a thing is meant for: "Municipality 853; Region 02"."""

    def show(thing: Any) -> str:
        return "; ".join(f"{kind} {code}" for area in thing.areas for kind, code in _said(area))

    def put(thing: Any, text: str) -> Any:
        known = {(area.type or "", area.code): area for area in thing.areas if not area.municipalities}
        towns = {each.code: each for area in thing.areas for each in area.municipalities}
        made: list[Area] = []
        for part in dict.fromkeys(each.strip() for each in re.split(r"[;\n]", text) if each.strip()):
            kind, code = _read_area(part, codes)
            named = codes.get(AREA_LISTS[kind], {}).get(code)
            name = {} if named is None else named.names
            if (kind, code) in known:
                made.append(known[kind, code])
            elif kind != "Municipality":
                made.append(_of_type(thing.areas, kind, code) or Area(type=kind, code=code, name=name))
            elif made and made[-1].type == kind and made[-1].municipalities:
                town = towns.get(code) or Municipality(code=code, name=name)
                made[-1] = replace(made[-1], municipalities=[*made[-1].municipalities, town])
            else:
                made.append(Area(type=kind, municipalities=[towns.get(code) or Municipality(code=code, name=name)]))
        return replace(thing, areas=[*made, *(area for area in thing.areas if not _said(area))])

    return Column("areas", "/areas", show, put)


def _of_type(areas: Sequence[Area], kind: str, code: str) -> Area | None:
    return next((area for area in areas if (area.type, area.code) == (kind, code)), None)


def _said(area: Area) -> list[tuple[str, str]]:
    """An area as its cell says it: of municipalities each; nothing where it has no code."""
    if area.type == "Municipality" and area.municipalities:
        return [(area.type, each.code) for each in area.municipalities if each.code]
    return [(area.type, area.code)] if area.type and area.code else []


def _read_area(part: str, codes: Mapping[str, Mapping[str, NamedCode]]) -> tuple[str, str]:
    found = _AREA.fullmatch(part)
    kind = next((name for name in AREA_LISTS if found and name.casefold() == found[1].casefold()), None)
    if found is None or kind is None:
        raise Unreadable("no_area", text=part[:40], types=", ".join(AREA_LISTS))
    code = found[2].zfill(3) if kind == "Municipality" else found[2]
    if (known := codes.get(AREA_LISTS[kind])) and code not in known:
        raise Unreadable("no_code", text=part[:40])
    return kind, code
