"""The desk's forms: what people type, checked before an operation sees it. Labels and hints are words (`field.*`)."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from kuntakanta.desk.words import say
from tenants.accounts.models import IdentityProvider
from tenants.accounts.permissions import TOWN_ROLES, UNIT_ROLES, Held, Role, Scope
from tenants.accounts.support.operations import ROLES as HELPERS


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


class Roles(forms.Form):
    """The roles of somebody; those that may be held over units take their ids."""

    roles = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    units = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, operators: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = (Role.OPERATOR,) if operators else TOWN_ROLES
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [(role.value, say(f"role.{role}")) for role in fitting]
        if operators:
            del self.fields["units"]

    def clean_units(self) -> list[UUID]:
        try:
            return [UUID(word) for word in self.cleaned_data["units"].replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError("A unit is named by its id.", code="units") from None

    def held(self) -> list[Held]:
        """What the form asks for: a role over each unit, where units are named and the role may be over one."""
        units: list[UUID | None] = list(self.cleaned_data.get("units") or [None])
        return [
            Held(role, unit)
            for role in map(Role, self.cleaned_data["roles"])
            for unit in (units if role in UNIT_ROLES else [None])
        ]


class Invitation(Roles):
    """Whom to ask to join."""

    email = forms.EmailField(widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    field_order = ("email", "roles", "units")


class NewToken(forms.Form):
    """A program's token."""

    name = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    days = forms.IntegerField(min_value=1, max_value=365, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scopes = self.fields["scopes"]
        assert isinstance(scopes, forms.MultipleChoiceField)
        scopes.choices = [(scope.value, say(f"scope.{scope}")) for scope in Scope]

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
