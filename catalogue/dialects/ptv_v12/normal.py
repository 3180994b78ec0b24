"""What a document of version 12 says, without how it says it: two documents mean the same when their normals are equal.

Nearly every member is required, so null, [], {} and "" all say nothing, as absence does. No list of the wire model has
an order. Ids, instants and numbers count by value, wherever they stand.
"""

import json
import re
from decimal import Decimal
from typing import Any, Final

from catalogue.dialects.ptv_v12.codecs import same_instant

_GUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def normal(document: Any) -> str:
    """The normal of a decoded document: JSON text with sorted members, to be compared, never parsed as a document."""
    return said(document) or "null"


def said(node: Any) -> str | None:
    """What a node says as JSON text, None where it says nothing."""
    match node:
        case None | "":
            return None
        case str():
            return json.dumps(node.lower() if _GUID.fullmatch(node) else same_instant(node))
        case dict():
            members = sorted(f"{json.dumps(name)}:{text}" for name, value in node.items() if (text := said(value)))
            return "{" + ",".join(members) + "}" if members else None
        case list():
            items = sorted(text for item in node if (text := said(item)))
            return "[" + ",".join(items) + "]" if items else None
        case float() if node.is_integer():
            return json.dumps(int(Decimal(repr(node))))
    return json.dumps(node)
