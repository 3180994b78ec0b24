"""What each version of the register's interface can do, and where: the table that a town's choice is checked by (pure).

Source: PTV Open API v11, section 9.1 (timetable) and v12, sections 1 and 11, as of September 2026. When version 12
publishes its methods of writing, a row changes here and `dialects.ptv_v12` gets tables of bodies.
"""

from typing import Final, Literal, NamedTuple, get_args

Version = Literal["v11", "v12"]
Environment = Literal["test", "production"]
VERSIONS: Final[tuple[Version, ...]] = get_args(Version)
ENVIRONMENTS: Final[tuple[Environment, ...]] = get_args(Environment)
DEFAULT: Final[Version] = "v11"


class Capability(NamedTuple):
    """What a version can do in an environment, and what is to be known about it."""

    version: Version
    environment: Environment
    reads: bool
    writes: bool
    why: str


TABLE: Final = (
    Capability("v11", "test", True, True, "closes in spring 2027"),
    Capability("v11", "production", True, True, "closes in spring 2027; takes no new integrations"),
    Capability("v12", "test", True, False, "beta; its methods of writing are not published yet"),
    Capability("v12", "production", True, False, "shows what version 11 has an hour or more later; no writing yet"),
)


def capability(version: Version, environment: str) -> Capability:
    """The row of a version and an environment."""
    return next(each for each in TABLE if (each.version, each.environment) == (version, environment))


def refusal(version: Version, environment: str, *, writes_nationally: bool) -> str | None:
    """Why a town cannot read by a version; None where it can.

    A town that writes reads by the version that it writes by: bodies need what the other version does not show
    (municipalities of addresses, post offices, types of attachments).
    """
    row = capability(version, environment)
    if not row.reads:
        return f"{version} cannot be read in the {environment} environment: {row.why}"
    if writes_nationally and not row.writes:
        return f"a town that writes nationally reads by the version that it writes by, and {version} cannot write"
    return None
