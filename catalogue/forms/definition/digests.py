"""What tells two definitions apart: the SHA-256 of the document in canonical form."""

from hashlib import sha256

import msgspec
import orjson

from catalogue.forms.definition.values import Definition


def canonical(definition: Definition) -> bytes:
    """The document as bytes that are the same for the same content: keys in order, nothing between."""
    return orjson.dumps(msgspec.to_builtins(definition), option=orjson.OPT_SORT_KEYS)


def digest(definition: Definition) -> str:
    """The SHA-256 of the document, in hexadecimal."""
    return sha256(canonical(definition)).hexdigest()
