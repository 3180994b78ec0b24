"""Who imports, and what they may do."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.utils import timezone

from catalogue.exchange.errors import NotAllowed
from catalogue.services.versions import Author
from tenants.accounts.models import Account, MachineToken
from tenants.accounts.permissions import Action, Held, Scope, allowed, may, scope_allows
from tenants.accounts.tokens import token_of


@dataclass(frozen=True, slots=True)
class Importer:
    """Whoever imports. `held` are a person's roles, `scopes` a program's; neither: the host, which may do all."""

    author: Author
    held: Collection[Held] | None = None
    scopes: Collection[Scope] | None = None

    @classmethod
    def person(cls, account: Account, held: Collection[Held]) -> Self:
        """Somebody who works here."""
        return cls(Author("import", account.uuid, made_by=account.uuid), held=held)

    @classmethod
    def program(cls, token: MachineToken) -> Self:
        """A program by its token."""
        scopes = [Scope(scope) for scope in token.scopes]
        return cls(Author("import", token.uuid, made_by=token.created_by), scopes=scopes)

    def may(self, action: Action) -> bool:
        """Whether they may do this, at least somewhere in the town."""
        if self.scopes is not None:
            return scope_allows(self.scopes, action)
        return self.held is None or allowed(self.held, action)

    def reaches(self, action: Action, organization: UUID | None, *, parents: Mapping[UUID, UUID | None]) -> bool:
        """Whether they may do this to a thing of an organisation."""
        if not self.may(action):
            return False
        return self.held is None or may(self.held, action, organization, parents=parents)

    @property
    def whole(self) -> bool:
        """Whether they reach all things of the town, so that the tree of organisations need not be read."""
        return self.held is None or allowed(self.held, Action.WRITE_CONTENT, over=())


HOST = Importer(Author("import"))


def by_email(email: str) -> Importer:
    """Somebody who works in the town that was entered; raises NotAllowed."""
    account = Account.objects.filter(email=email.lower(), is_active=True).first()
    if account is None or account.ended(timezone.now()):
        raise NotAllowed("nobody_here", email=email)
    return Importer.person(account, account.held())


def by_token(text: str) -> Importer:
    """The holder of a token; raises NotAllowed."""
    token = token_of(text)
    if token is None:
        raise NotAllowed("token_not_good")
    return Importer.program(token)


def again(*, by: UUID | None, by_program: bool) -> Importer:
    """Whoever sent an import, as they are now; raises NotAllowed where they may no longer act here."""
    now = timezone.now()
    if by is None:
        return HOST
    if by_program:
        token = MachineToken.objects.filter(uuid=by, revoked=None, expires__gt=now).first()
        if token is not None:
            return Importer.program(token)
    else:
        account = Account.objects.filter(uuid=by, is_active=True).first()
        if account is not None and not account.ended(now):
            return Importer.person(account, account.held())
    raise NotAllowed("no_longer_here")


def refuse_unless_allowed(importer: Importer, *, publish: bool) -> None:
    """Raises NotAllowed where somebody may not import, or not publish, anywhere."""
    for action in (Action.WRITE_CONTENT, *((Action.PUBLISH_CONTENT,) if publish else ())):
        if not importer.may(action):
            raise NotAllowed("may_not_publish" if action is Action.PUBLISH_CONTENT else "may_not_write")
