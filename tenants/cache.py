"""Keys of the shared cache begin with the schema: a town never reads another's entry."""

from tenants.context import current_schema


def key(name: str, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION. Raises NoTown outside of every town and of the host."""
    return f"{current_schema()}:{prefix}:{version}:{name}"
