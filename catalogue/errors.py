"""The catalogue's typed errors: each has a stable code, a sentence for people and a place where it applies."""

from typing import ClassVar


class CatalogueError(Exception):
    """Root of all errors that the catalogue raises on purpose; `code` never changes once released."""

    code: ClassVar[str] = "catalogue_error"

    def __init__(self, message: str, *, place: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


class NotFound(CatalogueError):
    """The thing does not exist in this town, or is not published."""

    code = "not_found"


class InvalidFilter(CatalogueError):
    """A filter, cursor or page size of a list cannot be understood; `place` names the parameter."""

    code = "invalid_filter"


class InvalidDocument(CatalogueError):
    """A document of the register cannot be taken in: its id, kind or owner is bad; `place` is the member."""

    code = "invalid_document"


class RegistryError(CatalogueError):
    """The national catalogue did not answer as agreed. `permanent` tells whether trying again can help."""

    code = "registry_error"

    def __init__(self, message: str, *, permanent: bool, place: str | None = None) -> None:
        super().__init__(message, place=place)
        self.permanent = permanent


class NoOrganization(RegistryError):
    """No organisation of the town's is published in the national catalogue: there is nothing to begin from."""

    code = "registry_no_organization"

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class CredentialsRefused(RegistryError):
    """The national catalogue knows us no more, or not for this: somebody must see to keys and permits."""

    code = "registry_credentials_refused"

    def __init__(self, message: str) -> None:
        super().__init__(message, permanent=True)


class InvalidBody(CatalogueError):
    """What was sent to be written cannot be a thing's content; `place` is a JSON pointer."""

    code = "invalid_body"


class NotPossibleNow(CatalogueError):
    """The step does not fit the state of the thing; `place` is the language that it does not fit."""

    code = "not_possible_now"
