"""The ids that writers have of their own: unique for one API user and kind, kept when a thing is archived."""

from dataclasses import dataclass, field

from suomifi_standin.documents import Kind


@dataclass(slots=True)
class SourceIds:
    """The register keys them by the user name of the token (2022), so nobody sees those of another user."""

    _things: dict[tuple[str, Kind], dict[str, str]] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def thing(self, username: str, kind: Kind, source_id: str) -> str | None:
        """The id of the thing that a user knows by this name."""
        return self._things.get((username, kind), {}).get(source_id)

    def of(self, username: str, guid: str) -> str | None:
        """What a user calls this thing."""
        return self._names.get((username, guid))

    def put(self, username: str, kind: Kind, source_id: str, guid: str) -> None:
        """Call a thing so from now on; a name that it had before is free again."""
        own = self._things.setdefault((username, kind), {})
        if (before := self._names.get((username, guid))) is not None:
            del own[before]
        own[source_id] = guid
        self._names[username, guid] = source_id
