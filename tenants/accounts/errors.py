"""The typed errors of accounts; each has a stable code."""

from tenants.errors import TenantsError


class NoSuchAccount(TenantsError):
    """There is no account, link, token or grant of this kind here."""

    code = "no_such_account"


class AccountsRefusal(TenantsError):
    """A change of accounts that a rule forbids; `reason` names the rule."""

    code = "accounts_refusal"

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class SecretDoesNotOpen(TenantsError):
    """A stored secret was sealed for another town or purpose, or has been changed."""

    code = "secret_does_not_open"


class NotSent(TenantsError):
    """A mail could not be sent now; a later try may do better."""

    code = "not_sent"


class NeverSent(TenantsError):
    """The mail server will not have a mail, today or tomorrow."""

    code = "never_sent"


class NotAnswered(TenantsError):
    """A town's sign-in service is silent, or does not answer as it should."""

    code = "not_answered"


class NotBelieved(TenantsError):
    """What came back from a town's sign-in service does not prove who somebody is."""

    code = "not_believed"
