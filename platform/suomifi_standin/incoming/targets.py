"""What can be written: kinds of things by the path that takes them, with their bodies."""

from collections.abc import Mapping
from dataclasses import dataclass

from suomifi_standin.documents import Kind
from suomifi_standin.incoming import bodies, channel_bodies
from suomifi_standin.incoming.members import Body


@dataclass(frozen=True, slots=True)
class Target:
    """The kind of thing, the body it takes, and the type of a channel. `reserved`: only Eeva may write it."""

    kind: Kind
    body: Body
    channel: str | None = None
    reserved: bool = False


TARGETS: Mapping[str, Target] = {
    "/Organization": Target(Kind.ORGANIZATION, bodies.ORGANIZATION),
    "/Service": Target(Kind.SERVICE, bodies.SERVICE),
    **{f"/ServiceChannel/{kind}": Target(Kind.CHANNEL, body, kind) for kind, body in channel_bodies.BODIES.items()},
    "/ServiceCollection": Target(Kind.COLLECTION, bodies.COLLECTION),
    "/GeneralDescription": Target(Kind.GENERAL_DESCRIPTION, bodies.GENERAL_DESCRIPTION, reserved=True),
}
