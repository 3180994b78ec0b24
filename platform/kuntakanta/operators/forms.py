"""The console's forms: what operators type, checked before an operation sees it."""

import uuid
from typing import Any, Final

from django import forms
from django.utils.timezone import localdate

from tenants.municipalities import Facts, all_facts
from tenants.status.rules import Quota

MEGABYTE: Final = 2**20
_OFF: Final = {"autocomplete": "off"}


def written(facts: Facts) -> str:
    """A municipality as the list of suggestions has it."""
    return f"{facts.code} {facts.name_fi}"


def municipality(text: str) -> Facts | None:
    """The one that a code, a name in any language, or a suggestion means; None where it means none, or several."""
    wanted = " ".join(text.split()).casefold()
    names = [(facts, (facts.name_fi, facts.name_sv, facts.name_en)) for facts in all_facts().values()]
    found = [
        facts
        for facts, own in names
        if wanted in {facts.code, written(facts).casefold(), *(name.casefold() for name in own)}
    ]
    return found[0] if len(found) == 1 else None


class Joining(forms.Form):
    """A municipality that joins."""

    municipality = forms.CharField(max_length=100, widget=forms.TextInput(attrs={**_OFF, "list": "municipalities"}))
    host = forms.CharField(max_length=253, widget=forms.TextInput(attrs={**_OFF, "inputmode": "url"}))
    admin = forms.EmailField(widget=forms.EmailInput(attrs=_OFF))
    organizations = forms.CharField(required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_municipality(self) -> Facts:
        found = municipality(self.cleaned_data["municipality"])
        if found is None:
            raise forms.ValidationError("There is no such municipality.", code="unknown_municipality")
        return found

    def clean_organizations(self) -> list[uuid.UUID]:
        try:
            return [uuid.UUID(word) for word in self.cleaned_data["organizations"].replace(",", " ").split()]
        except ValueError:
            raise forms.ValidationError("An organisation is named by its id.", code="organizations") from None


class Names(forms.Form):
    """By which names a town is shown."""

    name_fi = forms.CharField(max_length=100, widget=forms.TextInput(attrs={**_OFF, "lang": "fi"}))
    name_sv = forms.CharField(max_length=100, widget=forms.TextInput(attrs={**_OFF, "lang": "sv"}))
    name_en = forms.CharField(max_length=100, widget=forms.TextInput(attrs={**_OFF, "lang": "en"}))

    def wanted(self) -> dict[str, str]:
        """What `rename` takes."""
        return {name.removeprefix("name_"): value for name, value in self.cleaned_data.items()}


class NewHost(forms.Form):
    """One more host of a town's."""

    host = forms.CharField(max_length=253, widget=forms.TextInput(attrs={**_OFF, "inputmode": "url"}))


class Limits(forms.Form):
    """What a town may have; an empty field stands for what is usual."""

    things = forms.IntegerField(required=False, min_value=1, max_value=10_000_000)
    megabytes = forms.IntegerField(required=False, min_value=1, max_value=10_000_000)
    people = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def wanted(self) -> dict[Quota, int | None]:
        """What `agree` takes."""
        given = self.cleaned_data
        megabytes = given["megabytes"]
        return {
            Quota.THINGS: given["things"],
            Quota.BYTES: None if megabytes is None else megabytes * MEGABYTE,
            Quota.PEOPLE: given["people"],
        }


class Administrator(forms.Form):
    """Whom to ask to run a town."""

    admin = forms.EmailField(widget=forms.EmailInput(attrs=_OFF))


class NewPermit(forms.Form):
    """Something that a town was given until a day."""

    permit = forms.CharField(max_length=200, widget=forms.TextInput(attrs=_OFF))
    ends = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_ends(self) -> Any:
        ends = self.cleaned_data["ends"]
        if ends < localdate():
            raise forms.ValidationError("The day is over.", code="day_over")
        return ends
