"""Why a write was not done."""

from suomifi_standin.incoming.checking import Errors


class Rejected(Exception):
    """The body breaks rules: messages by path."""

    def __init__(self, errors: Errors) -> None:
        super().__init__(errors)
        self.errors = errors


class NotThere(Exception):
    """Unknown, locked or not one's own: the register answers all of them alike, with a message (2022)."""
