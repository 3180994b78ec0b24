"""Errors of asking again under a key."""

from catalogue.errors import CatalogueError


class KeyUsed(CatalogueError):
    """Something else was asked under the key."""

    code = "idempotency_key_used"

    def __init__(self) -> None:
        super().__init__("Another request was sent with this key; take a new one.", place="Idempotency-Key")


class UnderWay(CatalogueError):
    """The same is being done at this moment."""

    code = "under_way"

    def __init__(self) -> None:
        super().__init__("A request with this key is being carried out; ask again.", place="Idempotency-Key")
