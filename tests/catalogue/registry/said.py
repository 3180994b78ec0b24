"""What somebody writes in the register's own editor."""

from typing import Any
from uuid import UUID

from tests.register import Register


def say(register: Register, thing_id: UUID, **texts: str) -> None:
    """Change a service's texts in the register: `fi_Summary="..."`, `sv_Name="..."`."""
    document = register.document(f"Service/{thing_id}")
    members: dict[str, Any] = {}
    for key, value in texts.items():
        language, kind = key.split("_")
        member = "serviceNames" if kind == "Name" else "serviceDescriptions"
        items = members.setdefault(member, document[member])
        place = next(each for each in items if (each["language"], each["type"]) == (language, kind))
        place["value"] = value
    register.do("edit", id=str(thing_id), members=members)


def say_of_pair(register: Register, pair: Any, finnish: str, swedish: str | None = None, **members: Any) -> None:
    """Describe a connection in the register, and change other members of it."""
    texts = {"fi": finnish, **({"sv": swedish} if swedish else {})}
    described = [{"type": "Description", "language": language, "value": text} for language, text in texts.items()]
    register.do("clock", seconds=60)
    register.do(
        "connect",
        service=str(pair.service_id),
        channel=str(pair.channel_id),
        members={"description": described, **members},
    )
