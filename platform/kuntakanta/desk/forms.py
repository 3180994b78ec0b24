"""The desk's forms: what people type, checked before an operation sees it. Labels and hints are words (`field.*`)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from kuntakanta.desk.units import Branch, tree
from kuntakanta.desk.words import LANGUAGES, language, say
from tenants.accounts.models import IdentityProvider
from tenants.accounts.permissions import TOWN_ROLES, UNIT_ROLES, Held, Role, Scope, scopes_within
from tenants.accounts.support.operations import ROLES as HELPERS

TOWN: Final = "town"
"""Stands for the whole town among the ids of units."""


class Forgotten(forms.Form):
    """Who has forgotten a password."""

    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "username"}))


class NewPassword(forms.Form):
    """A password, typed once: whoever mistypes it gets another link."""

    password = forms.CharField(
        strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password


class Joining(NewPassword):
    """Who joins."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "password")


class UnitPicker(forms.CheckboxSelectMultiple):
    """Boxes for the whole town and for its units, each as far in as it lies in the tree."""

    def __init__(self, branches: Sequence[Branch] = ()) -> None:
        super().__init__()
        self._depths = {str(branch.id): branch.depth for branch in branches}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if depth := self._depths.get(str(value), 0):
            option["attrs"]["data-depth"] = min(depth, 4)
        return option


class Roles(forms.Form):
    """The roles of somebody; for those that may be held over units, over which, or over the whole town."""

    roles = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, operators: bool = False, had: Sequence[Held] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = (Role.OPERATOR,) if operators else TOWN_ROLES
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(role.value, say(f"role.{role}")) for role in fitting]
        roles.initial = sorted({one.role.value for one in had}) or (["operator"] if operators else [])
        if operators:
            return
        branches = tree(held=[one.unit for one in had if one.unit])
        for role in _unit_roles():
            over = [str(one.unit) if one.unit else TOWN for one in had if one.role is role]
            now = ", ".join(branch.name for branch in branches if str(branch.id) in over)
            self.fields[f"{role}_units"] = forms.MultipleChoiceField(
                required=False,
                widget=UnitPicker(branches),
                choices=[(TOWN, say("units.town")), *((str(branch.id), branch.name) for branch in branches)],
                initial=over or [TOWN],
                help_text=f"{say(f'hint.{role}_units')} {say('units.now', names=now) if now else ''}".strip(),
            )

    def clean(self) -> dict[str, Any]:
        """Nobody gets the whole town because nothing was ticked."""
        given = super().clean() or {}
        for role in _unit_roles():
            if role in given.get("roles", ()) and f"{role}_units" in self.fields and not given.get(f"{role}_units"):
                self.add_error(f"{role}_units", forms.ValidationError("Choose where.", code="units"))
        return given

    def held(self) -> list[Held]:
        """What the form asks for; the whole town holds all units."""
        given = self.cleaned_data
        return [
            Held(role, unit)
            for role in map(Role, given["roles"])
            for unit in (_units(given[f"{role}_units"]) if role in UNIT_ROLES else [None])
        ]


def _unit_roles() -> list[Role]:
    return [role for role in TOWN_ROLES if role in UNIT_ROLES]


def _units(chosen: Sequence[str]) -> list[UUID | None]:
    return [None] if TOWN in chosen else [UUID(one) for one in chosen]


class Invitation(Roles):
    """Whom to ask to join, and in which language."""

    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    language = forms.ChoiceField(choices=list(LANGUAGES.items()))
    field_order = ("email", "language", "roles")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = language()


class NewToken(forms.Form):
    """A program's token."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(min_value=1, max_value=365, initial=90)

    def __init__(self, *args: Any, held: Sequence[Held], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [(scope.value, say(f"scope.{scope}")) for scope in scopes_within(held)]

    def wanted(self) -> dict[str, Any]:
        """What `issue_token` takes."""
        given = self.cleaned_data
        return {
            "name": given["name"],
            "scopes": [Scope(scope) for scope in given["scopes"]],
            "expires": timezone.now() + timedelta(days=given["days"]),
        }


class SignInService(forms.Form):
    """The town's own sign-in."""

    name = forms.CharField(max_length=100)
    issuer = forms.CharField(max_length=200, widget=forms.URLInput(attrs={"autocomplete": "off"}))
    client_id = forms.CharField(max_length=190, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    secret = forms.CharField(
        required=False, max_length=500, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    email_domains = forms.CharField(required=False, max_length=1000)
    opens = forms.BooleanField(required=False)
    enabled = forms.BooleanField(required=False)

    @classmethod
    def of(cls, row: IdentityProvider | None) -> "SignInService":
        """The form with what is set up now; the secret is never shown."""
        if row is None:
            return cls(initial={"enabled": True})
        shown = {name: getattr(row, name) for name in ("name", "issuer", "client_id", "opens", "enabled")}
        return cls(initial=shown | {"email_domains": " ".join(row.email_domains)})

    def wanted(self) -> dict[str, Any]:
        """What `configure` takes."""
        given = self.cleaned_data
        domains = given["email_domains"].replace(",", " ").split()
        return {**given, "email_domains": domains, "secret": given["secret"] or None}


class Takeout(forms.Form):
    """For whom the town's data is taken out."""

    receiver = forms.CharField(
        required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )


class Support(forms.Form):
    """An operator's way into a town."""

    town = forms.RegexField(r"\d{3}", widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    reason = forms.CharField(max_length=500)
    role = forms.ChoiceField()
    hours = forms.IntegerField(min_value=1, max_value=8, initial=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(one.value, say(f"role.{one}")) for one in HELPERS]
